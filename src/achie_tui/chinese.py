"""Chinese converted from one script to another, by OpenCC."""

from functools import cache
from typing import Protocol


class Converter(Protocol):
    """Converts texts by one of OpenCC's configurations."""

    def convert(self, text: str) -> str:
        """Give a text converted."""
        ...


@cache
def converter(configuration: str) -> Converter:
    """Give the converter of a configuration, such as `t2s`; it is loaded when first asked for."""
    from opencc import OpenCC  # 15 ms and 8 MB that most sessions never need

    loaded: Converter = OpenCC(configuration)
    return loaded
