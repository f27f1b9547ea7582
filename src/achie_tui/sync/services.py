"""What a sync works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from achie_tui.config import Config
from achie_tui.library.library import Library

if TYPE_CHECKING:  # the app shows syncs: it is not to load parser and client for that
    from achie_tui.fetching import Fetcher
    from achie_tui.fetching.access import OnThread


@dataclass(frozen=True, slots=True)
class Services:
    """The configuration, the library, what fetches into it, the thread that it is written on, and the time."""

    config: Config
    library: Library
    fetcher: "Fetcher"
    on_thread: "OnThread"
    clock: Callable[[], float]
