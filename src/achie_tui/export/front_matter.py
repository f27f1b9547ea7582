"""What stands at the head of a Markdown file for programs that keep notes: YAML between two rules."""

import json
import re
from collections.abc import Mapping, Sequence

from achie_tui.typeset.visible import clean_line

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def front_matter(fields: Mapping[str, str | int | Sequence[str] | None]) -> str:
    """Give fields as front matter, those that are unknown or hold nothing left out; no words are markup in it."""
    lines = [f"{name}: {_value(value)}" for name, value in fields.items() if value is not None and value != []]
    return "\n".join(["---", *lines, "---"])


def _value(value: str | int | Sequence[str]) -> str:
    """Give a value: a number and a day as they are, all else as quoted strings, which YAML has from JSON."""
    if isinstance(value, int) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return str(value)
    if not isinstance(value, str):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(clean_line(value), ensure_ascii=False)
