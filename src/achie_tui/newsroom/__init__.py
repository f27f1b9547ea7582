"""The one door of both front ends: answers from the library at once, refreshes from the web."""

from achie_tui.newsroom.deeds import Undone
from achie_tui.newsroom.newsroom import Newsroom
from achie_tui.newsroom.visits import SavedPlace

__all__ = ["Newsroom", "SavedPlace", "Undone"]
