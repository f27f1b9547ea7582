"""Where requests may go, and where a redirect leads. No input or output."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from achie_tui.errors import RefusedAddressError
from achie_tui.site.address import Addresses
from achie_tui.web.words import printable, stranger


class Destination(NamedTuple):
    """An address that is fetched: its URL, the host in it (with the port), its path on the site (None elsewhere)."""

    url: str
    host: str
    path: str | None


class Route:
    """The addresses that may be fetched: the site's, at its base URL; pictures also from the image hosts.

    An image host is a name, with its port where that is not the scheme's own. Every other address raises
    RefusedAddressError, which says the host.
    """

    def __init__(self, addresses: Addresses, image_hosts: Iterable[str] = ()) -> None:
        self._addresses = addresses
        self._image_hosts = frozenset(image_hosts)
        self._may_be_open = addresses.base_url.lower().startswith("http:")

    def to_path(self, path: str) -> Destination:
        """Give the address to fetch for a path of the site."""
        url = self._addresses.url(path)
        own = self._own_path(url)
        return self._on_site(own) if own != path else Destination(url, self._addresses.host, path)

    def to_page(self, url: str) -> Destination:
        """Give the address to fetch for a page of the site: the same at the base URL."""
        return self._on_site(self._own_path(url))

    def to_picture(self, src: str) -> Destination:
        """Give the address to fetch for a picture, by its path on the site or its absolute URL."""
        if src.startswith("/"):
            return self.to_path(src)
        absolute = self._addresses.absolute(src)
        host = urlsplit(absolute).netloc if absolute is not None else ""
        if absolute is not None and host in self._image_hosts:
            return Destination(absolute, host, self._addresses.path(absolute))
        return self.to_page(src)

    def to_robots(self, url: str) -> Destination:
        """Give the address of a robots.txt, whose host is fetched from anyway."""
        return Destination(url, urlsplit(url).netloc, self._addresses.path(url))

    def _on_site(self, path: str) -> Destination:
        return Destination(self._addresses.url(path), self._addresses.host, path)

    def _own_path(self, url: str) -> str:
        path = self._addresses.path(url)
        if path is None:
            raise RefusedAddressError(url=stranger(url), reason=printable(_host(url)))
        return path

    def target(self, url: str, location: str) -> str:
        """Give the absolute address, of any site, that `url` redirects to (RFC 9110, 10.2.2)."""
        try:
            target = self._addresses.absolute(urljoin(url, location))
        except ValueError:
            target = None
        if target is None:
            raise RefusedAddressError(url=printable(url), reason=f"→ {stranger(location)}")
        return target

    def onward(self, begin: Destination, location: str, allowed: Callable[[str], Destination]) -> Destination:
        """Give the address to fetch next where `begin` redirects: its target if `allowed`, one of the two above.

        What began over https does not go on over http, unless the user configured the site so.
        """
        target = self.target(begin.url, location)
        self._move(begin, target)
        opens = begin.url.startswith("https:") and target.startswith("http:")
        if opens and not (self._may_be_open and self._addresses.path(target) is not None):
            raise RefusedAddressError(url=stranger(target), reason="https → http")
        return allowed(target)

    def _move(self, begin: Destination, target: str) -> None:
        """Go with the site where it sends a page to the same page at another name of its own, or to https.

        Mapped to the base URL, such a redirect would lead back to itself for ever.
        """
        old, new = urlsplit(self._addresses.base_url), urlsplit(target)
        names = {old.hostname, new.hostname}
        own = len(names) == 1 or names <= {*self._addresses.hosts}
        if not own or old.port or new.port or (old.scheme, new.scheme) == ("https", "http"):
            return
        there = replace(self._addresses, base_url=new._replace(path=old.path, query="").geturl())
        path = there.path(target)
        if path is not None and path == begin.path:
            self._addresses = there


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "?"
    except ValueError:
        return "?"
