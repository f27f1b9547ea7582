"""Handing what the user chose to another program: a link to the browser, an attachment to what opens its kind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from achie_tui.errors import NoBrowserError, system_reason
from achie_tui.site.address import Addresses

IN_TERMINAL = frozenset(
    {"w3m", "lynx", "links", "links2", "elinks", "elinks-lite", "carbonyl", "browsh", "chawan", "cha"}
)
"""Browsers that run in the terminal."""

Browser = Callable[[str], bool]
"""Opens a URL and tells whether there is a browser to do it; may block."""

FileOpener = Callable[[Path], bool]
"""Opens a file with the system's program for its kind, and tells whether there is any; may block."""


def safe_url(url: str, addresses: Addresses) -> str | None:
    """Give the address to hand over, None unless it is a sound http(s) one.

    The scheme is checked and what remains is encoded, so that it can be neither an option nor a command;
    `%action` would be filled in by Python's own `webbrowser`.
    """
    absolute = addresses.absolute(url)
    return absolute.replace("%action", "%25action") if absolute else None


def browser_of(command: Sequence[str], in_terminal: bool, lend: Callable[[Sequence[str]], object]) -> Browser:
    """Give what opens links: the configured command, or where there is none the desktop's browser.

    `lend` runs a command in the app's terminal and waits for its end.
    """
    if not command:
        return open_url
    is_text = in_terminal or Path(command[0]).name in IN_TERMINAL
    return partial(_open_with, tuple(command), lend if is_text else _start)


def _open_with(command: Sequence[str], run: Callable[[Sequence[str]], object], url: str) -> bool:
    try:
        run([*command, url])
    except OSError as error:
        raise NoBrowserError(command=command[0], reason=system_reason(error)) from error
    return True


def _start(command: Sequence[str]) -> None:
    """Start a program without the terminal: its chatter must not land on the screen."""
    subprocess.Popen(  # noqa: S603 - the user's own choice, and no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def open_url(url: str) -> bool:
    """Open a URL in the browser of the desktop.

    In a process of its own, without the terminal: a browser's chatter must not land on the screen. One that
    would run in the terminal itself does not count.
    """
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:
        return False
    _start([sys.executable, "-m", "webbrowser", url])
    return True


def open_file(file: Path) -> bool:
    """Open a file with the program of the desktop for its kind; where there is no desktop, there is none.

    It is named by its whole path, which no program takes for an option.
    """
    has_desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None or not has_desktop:
        return False
    _start([program, str(file.absolute())])
    return True
