"""Bare Textual, which the app is measured against: an OptionList of 40 rows and a Footer, nothing else.

usage: bare.py
"""

from textual.app import App, ComposeResult
from textual.widgets import Footer, OptionList

ROWS = 40


def row(number: int) -> str:
    """Give a row's text, numbered from 1."""
    return f"第 {number} 行：高新区新闻"


class Bare(App[None]):
    """The least that is a list on a screen."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield OptionList(*(row(number) for number in range(1, ROWS + 1)))
        yield Footer()


if __name__ == "__main__":
    Bare().run()
