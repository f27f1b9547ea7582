"""What stands at the head of a Markdown file for programs that keep notes: YAML between two rules."""

import json
import re
from collections.abc import Mapping, Sequence

from achie_tui.typeset.visible import clean_line

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def front_matter(fields: Mapping[str, str | int | bool | Sequence[str] | None]) -> str:
    """Give fields as front matter, those that are unknown or hold nothing left out; no words are markup in it."""
    lines = [f"{name}: {_value(value)}" for name, value in fields.items() if value is not None and value != []]
    return "\n".join(["---", *lines, "---"])


def _value(value: str | int | bool | Sequence[str]) -> str:
    """Give a value: a day as it is, text as a quoted string; YAML has those, numbers, true and false from JSON."""
    if isinstance(value, str):
        return value if _DAY.fullmatch(value) else json.dumps(clean_line(value), ensure_ascii=False)
    return json.dumps(value) if isinstance(value, int) else f"[{', '.join(map(_value, value))}]"
