"""A name in a numbered list."""

from achie_tui.language import Phrase

_NAME = Phrase("“{name}”", "“{name}”")


def numbered(name: str) -> str:
    """Give a name as it stands behind a number: one that begins with a number itself stands in quotation marks."""
    return _NAME.say("zh", name=name) if name[:1].isdigit() else name
