"""Handing a link to the user's browser, which is the one thing of a page that leaves the app."""

import subprocess
import sys
from collections.abc import Callable

from achie_tui.site.address import Addresses

Browser = Callable[[str], bool]
"""Opens a URL and tells whether there is a browser to do it; may block."""


def safe_url(url: str, addresses: Addresses) -> str | None:
    """Give the address to hand over, None unless it is a sound http(s) one.

    The scheme is checked and what remains is encoded, so that it can be neither an option nor a command;
    `%action` would be filled in by Python's own `webbrowser`.
    """
    absolute = addresses.absolute(url)
    return absolute.replace("%action", "%25action") if absolute else None


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
    subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "webbrowser", url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True
