"""Clicks on the rows of a list, which may have changed since the screen was painted."""

from textual.events import Click
from textual.widgets import OptionList


def drop_if_gone(rows: OptionList, click: Click) -> None:
    """Drop a click on a row that is not there any more: Textual would look for it, and end with an IndexError."""
    row = click.style.meta.get("option")
    if row is not None and row >= rows.option_count:
        click.prevent_default()
