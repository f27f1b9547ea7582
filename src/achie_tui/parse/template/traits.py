"""What a profile tells beside the templates: the labels in the heads of a site's articles, and its other hosts."""

import re
from collections import Counter
from urllib.parse import urlsplit

from achie_tui.parse.dates import DATE
from achie_tui.parse.opening import Opener
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.view import Listed
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Labels, Profile

_LABEL = re.compile(
    r"(?:^|(?<=[\s|\]】/]))(?P<word>[一-鿿]{2,6}|[A-Za-z][A-Za-z ]{2,14})\s*[:：]\s*(?P<value>\S{0,20})"
)


_HOME = frozenset(("主页", "首页", "网站首页"))


class Traits:
    """Collects labels and hosts from articles; words that are known from elsewhere stay behind those seen."""

    def __init__(self, profile: Profile, addresses: Addresses) -> None:
        self._opener = Opener(profile, addresses)
        self._known = profile.labels
        self._hosts: Counter[str] = Counter()
        self._articles = 0
        self._seen: dict[str, Counter[str]] = {kind: Counter() for kind in ("source", "author", "published", "views")}

    def add_article(self, raw: bytes, path: str, *, charset: str | None = None) -> None:
        """Take an article's page."""
        view = self._opener.open(raw, path, charset=charset, listed=Listed())
        if isinstance(view, Stranger):
            return
        self._articles += 1
        # The engine writes the whole address of the home page into breadcrumbs, whatever it is served as.
        homes = {
            urlsplit(view.tree.href(link)).hostname for link in view.tree.anchors if view.tree.line_of(link) in _HOME
        }
        self._hosts.update(host for host in homes if host)
        if view.head is None:
            return
        for match in _LABEL.finditer(view.tree.line_of(view.head.index)):
            word = match["word"].strip()
            kind = next((kind for kind in self._seen if word in getattr(self._known, kind)), None)
            if kind is None and DATE.match(match["value"]):
                kind = "published"
            if kind is not None:
                self._seen[kind][word] += 1

    def hosts(self) -> tuple[str, ...]:
        """Give the hosts that half of the articles call their home page by, except the base URL's own."""
        own = self._opener.addresses.host.partition(":")[0]
        often = (host for host, count in self._hosts.most_common() if 2 * count >= self._articles)
        return tuple(host for host in often if host != own)

    def labels(self) -> Labels:
        """Give the words, those that were seen first, the commonest of them foremost."""

        def words(kind: str) -> tuple[str, ...]:
            seen = [word for word, _ in self._seen[kind].most_common()]
            return tuple(dict.fromkeys([*seen, *getattr(self._known, kind)]))

        return Labels(words("source"), words("author"), words("published"), words("views"))
