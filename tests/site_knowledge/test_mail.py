"""Links to write to somebody: kept as the address and nothing else, and never taken for something to fetch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.model import CellLink, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.parse.attachments import find_attachments
from achie_tui.site.address import Addresses
from achie_tui.site.mail import Contact, mail_address, mail_link, unshown_contacts

ADDRESSES = Addresses("http://www.achie.org")


@pytest.mark.parametrize(
    ("href", "kept", "address"),
    [
        ("mailto:bm@hewan.example", "mailto:bm@hewan.example", "bm@hewan.example"),
        (" MailTo:bm@hewan.example?subject=x&body=y", "mailto:bm@hewan.example", "bm@hewan.example"),
        ("mailto:a@b.example,c%40d.example", "mailto:a@b.example,c@d.example", "a@b.example, c@d.example"),
        ("mailto:a@b.example, a@b.example, x", "mailto:a@b.example", "a@b.example"),
        ("mailto:报名@合湾.example", "mailto:%E6%8A%A5%E5%90%8D@%E5%90%88%E6%B9%BE.example", "报名@合湾.example"),
        ("mailto:a%2Fb@x.zip", "mailto:a%2Fb@x.zip", "a/b@x.zip"),
    ],
)
def test_a_link_is_kept_as_its_address_alone(href: str, kept: str, address: str) -> None:
    assert mail_link(href) == mail_link(kept) == kept
    assert (mail_address(href), mail_address(kept)) == (address, address)
    assert find_attachments([TextBlock("paragraph", "信箱", (Span(0, 2, "link", kept),))]) == ()
    assert (ADDRESSES.path(kept), ADDRESSES.external(kept)) == (None, None)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "mailto:",
        "mailto:?subject=x",
        "mailto:bm(at)hewan.example",
        "mailto:a@b\u202e.example",
        "mailto:a%0d%0aBcc:x@y.example",
        "mailto:a%20b@c.example",
        "mailto:<script>@x.example",
        "http://a@b.example",
        "javascript:a@b.example",
        "mailto:" + "a" * 5000 + "@b.example",
    ],
)
def test_what_names_nobody_is_no_link(href: str) -> None:
    assert (mail_link(href), mail_address(href)) == (None, "")


@given(st.text(max_size=40))
def test_whatever_it_holds_a_link_is_plain_and_stays_what_it_is(rest: str) -> None:
    link = mail_link(f"mailto:{rest}")
    assert link is None or (link.isascii() and link.isprintable() and mail_link(link) == link)
    assert link is None or not set(link) & set(' "<>?&#\\`()[]')


def test_the_addresses_that_words_do_not_show_are_listed_once_in_order() -> None:
    text = "名单寄报名处， BM@hewan.example，又寄报名处"
    spans = [(3, 6, "bm"), (8, 24, "bm"), (27, 30, "bm")]
    blocks = (
        TextBlock("paragraph", text, tuple(Span(a, b, "link", f"mailto:{n}@hewan.example") for a, b, n in spans)),
        ListBlock(True, (ListItem("信箱", (Span(0, 2, "link", "mailto:xx@hewan.example"),)),)),
        TableBlock((("招商局", "李某"),), 0, (CellLink(0, 1, "mailto:li@hewan.example", "李某"),)),
        TextBlock("paragraph", "网站", (Span(0, 2, "link", "/news/"),)),
    )
    found = [Contact("报名处", "mailto:bm@hewan.example"), Contact("信箱", "mailto:xx@hewan.example")]
    assert unshown_contacts(blocks) == (*found, Contact("李某", "mailto:li@hewan.example"))
