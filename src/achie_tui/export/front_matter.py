"""What stands at the head of a Markdown file for programs that keep notes: YAML between two rules."""

import json
import re
from collections.abc import Mapping

from achie_tui.typeset.visible import clean_line

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def front_matter(fields: Mapping[str, str | int | bool | None]) -> str:
    """Give fields as front matter, those that are unknown left out; no words are markup in it."""
    lines = [f"{name}: {_value(value)}" for name, value in fields.items() if value is not None]
    return "\n".join(["---", *lines, "---"])


def _value(value: str | int | bool) -> str:
    """Give a value: a day as it is, text as a quoted string; YAML has those, numbers, true and false from JSON."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    return json.dumps(clean_line(value) if isinstance(value, str) else value, ensure_ascii=False)
