"""Where requests may go, and where a redirect leads. No input or output."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from achie_tui.errors import RefusedAddressError
from achie_tui.site.address import Addresses
from achie_tui.web.words import printable


class Route:
    """The addresses that may be fetched: the site's, at its base URL; pictures also from the image hosts.

    An image host is a name, with its port where that is not the scheme's own. Every other address raises
    RefusedAddressError, which says the host.
    """

    def __init__(self, addresses: Addresses, image_hosts: Iterable[str] = ()) -> None:
        self._addresses = addresses
        self._image_hosts = frozenset(image_hosts)
        self._may_be_open = addresses.base_url.lower().startswith("http:")

    def path(self, url: str) -> str | None:
        """Give the path of an address on the site; None where it is elsewhere."""
        return self._addresses.path(url)

    def to_path(self, path: str) -> str:
        """Give the address to fetch for a path of the site."""
        return self.to_page(self._addresses.url(path))

    def to_page(self, url: str) -> str:
        """Give the address to fetch for a page of the site: the same at the base URL."""
        path = self._addresses.path(url)
        if path is None:
            raise RefusedAddressError(url=printable(url), reason=printable(_host(url)))
        return self._addresses.url(path)

    def to_picture(self, url: str) -> str:
        """Give the address to fetch for a picture."""
        absolute = self._addresses.absolute(url)
        if absolute is not None and urlsplit(absolute).netloc in self._image_hosts:
            return absolute
        return self.to_page(url)

    def target(self, url: str, location: str) -> str:
        """Give the absolute address, of any site, that `url` redirects to (RFC 9110, 10.2.2)."""
        try:
            target = self._addresses.absolute(urljoin(url, location))
        except ValueError:
            target = None
        if target is None:
            raise RefusedAddressError(url=printable(url), reason=f"→ {printable(location)}")
        return target

    def onward(self, url: str, location: str, allowed: Callable[[str], str]) -> str:
        """Give the address to fetch next where `url` redirects: its target if `allowed`, one of the two above.

        What began over https does not go on over http, unless the user configured the site so.
        """
        target = self.target(url, location)
        self._move(url, target)
        opens = url.startswith("https:") and target.startswith("http:")
        if opens and not (self._may_be_open and self.path(target) is not None):
            raise RefusedAddressError(url=printable(target), reason="https → http")
        return allowed(target)

    def _move(self, url: str, target: str) -> None:
        """Go with the site where it sends a page to the same page at another name of its own, or to https.

        Mapped to the base URL, such a redirect would lead back to itself for ever.
        """
        old, new = urlsplit(self._addresses.base_url), urlsplit(target)
        names = {old.hostname, new.hostname}
        own = len(names) == 1 or names <= {*self._addresses.hosts}
        if not own or old.port or new.port or (old.scheme, new.scheme) == ("https", "http"):
            return
        there = replace(self._addresses, base_url=new._replace(path=old.path, query="").geturl())
        if there.path(target) is not None and there.path(target) == self.path(url):
            self._addresses = there


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc or "?"
    except ValueError:
        return "?"
