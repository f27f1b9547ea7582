"""What stands at the head of a Markdown file for programs that keep notes: YAML between two rules."""

import json
import re
from collections.abc import Mapping

from achie_tui.typeset.visible import clean_line

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def front_matter(fields: Mapping[str, str | int | None]) -> str:
    """Give fields as front matter, those that are unknown left out; no words are markup in it."""
    lines = [f"{name}: {_value(value)}" for name, value in fields.items() if value is not None]
    return "\n".join(["---", *lines, "---"])


def _value(value: str | int) -> str:
    """Give a value: a number and a day as they are, all else as a quoted string, which YAML has from JSON."""
    if isinstance(value, int) or _DAY.fullmatch(value):
        return str(value)
    return json.dumps(clean_line(value), ensure_ascii=False)
