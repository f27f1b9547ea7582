"""Bytes of an answer opened as a page: decoded, restored, mended, parsed; or the stranger that answered."""

from achie_tui.parse.broken import mend
from achie_tui.parse.decode import decode
from achie_tui.parse.evidence import find_stranger
from achie_tui.parse.guard import refusal
from achie_tui.parse.restore import restore
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import Listed, PageView
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile


class Opener:
    """Opens the pages of one site. Never raises on any bytes."""

    def __init__(self, profile: Profile, addresses: Addresses) -> None:
        self.profile = profile
        self.addresses = addresses

    def open(
        self,
        raw: bytes,
        path: str,
        *,
        charset: str | None = None,
        status: int = 200,
        folded: bool = False,
        listed: Listed | None = None,
    ) -> PageView | Stranger:
        """Open a page; `folded` keeps what is hidden, such as folded menus; `listed` is what lists say of it."""
        view = self.view(raw, path, charset=charset, folded=folded, listed=listed)
        if isinstance(view, Stranger):
            return view
        return find_stranger(view, status, listed=listed is not None) or view

    def view(
        self,
        raw: bytes,
        path: str,
        *,
        charset: str | None = None,
        folded: bool = False,
        listed: Listed | None = None,
    ) -> PageView | Stranger:
        """Open a page whoever's it is; a stranger where parsing it would take too long."""
        html, mirror = restore(decode(raw, charset))
        html = mend(html)
        if (refused := refusal(html)) is not None:
            return refused
        tree = Tree(html, folded=folded)
        return PageView(tree, html, path, self.profile, self.addresses, mirror=mirror, listed=listed)
