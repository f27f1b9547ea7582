"""Words without what is nobody else's business: secrets in addresses, and the user's name in paths."""

import os
import re
from pathlib import Path
from typing import Any

from achie_tui.site.secrets import without_secrets

_LEAST = len("/a")


class Redactor:
    """Makes a report fit to be shown: no secret of an address, and `~` for the home directory."""

    def __init__(self) -> None:
        home = os.path.expanduser("~")  # noqa: PTH111 - it says "~" where there is none, and never fails
        self._homes = sorted({home, os.path.realpath(home)} - {"~"}, key=len, reverse=True)
        self._homes = [each for each in self._homes if len(each.rstrip("/")) >= _LEAST]

    def text(self, text: str) -> str:
        """Give a text without them."""
        for home in self._homes:
            text = re.sub(rf"{re.escape(home.rstrip('/'))}(?=/|\W|$)", "~", text)
        return without_secrets(text)

    def value(self, value: Any) -> Any:
        """Give a value for JSON without them, whatever it is made of."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Path):
            return self.text(str(value))
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value
