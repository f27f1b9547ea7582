"""Going with the site when it moves."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from achie_tui.errors import RefusedAddressError
from achie_tui.site.address import Addresses
from achie_tui.web.route import Route

HOSTS = ("www.achie.org", "achie.org")


@pytest.mark.parametrize(
    ("base", "target", "base_after"),
    [
        ("http://www.achie.org/", "https://www.achie.org/a?b=1", "https://www.achie.org"),
        ("http://achie.org/", "http://www.achie.org/a?b=1", "http://www.achie.org"),
        ("http://achie.org/", "https://www.achie.org/a?b=1", "https://www.achie.org"),
        ("http://other.example/", "https://other.example/a?b=1", "https://other.example"),
        # Another page, a mirror's original, another port, the way back to http: no move.
        ("http://www.achie.org/", "https://www.achie.org/", "http://www.achie.org"),
        ("http://mirror.example/", "http://www.achie.org/a?b=1", "http://mirror.example"),
        ("http://127.0.0.1:8000/", "https://www.achie.org/a?b=1", "http://127.0.0.1:8000"),
    ],
)
def test_the_site_is_followed_where_it_sends_a_page_to_itself(base: str, target: str, base_after: str) -> None:
    route = Route(Addresses(base, HOSTS))
    there = route.onward(route.to_path("/a?b=1"), target, route.to_page)
    assert there.url.startswith(f"{base_after}/")
    assert route.to_path("/x") == route.to_page(f"{base_after}/x")
    assert route.to_path("/x").url == f"{base_after}/x"


def test_a_moved_site_keeps_its_prefix() -> None:
    route = Route(Addresses("http://other.example/site/"))
    assert route.onward(route.to_page("http://other.example/site/a"), "https://other.example/site/a", route.to_page)
    assert route.to_path("/b").url == "https://other.example/site/b"


def test_a_site_that_moved_to_https_may_still_name_itself_by_http() -> None:
    route = Route(Addresses("http://www.achie.org/", HOSTS))
    there = route.onward(route.to_path("/a"), "https://www.achie.org/a", route.to_page)
    assert route.onward(there, "http://achie.org/b", route.to_page).url == "https://www.achie.org/b"


def test_https_stays_https() -> None:
    route = Route(Addresses("https://www.achie.org/", HOSTS), ["img.example"])
    with pytest.raises(RefusedAddressError):
        route.onward(route.to_path("/a"), "http://www.achie.org/a", route.to_page)
    with pytest.raises(RefusedAddressError):
        route.onward(route.to_picture("https://img.example/a"), "http://img.example/a", route.to_picture)
    encrypted = route.onward(route.to_picture("http://img.example/a"), "https://img.example/a", route.to_picture)
    assert encrypted == ("https://img.example/a", "img.example", None)


def test_what_is_refused_is_told_without_control_characters() -> None:
    with pytest.raises(RefusedAddressError) as caught:
        Route(Addresses("http://www.achie.org/")).target("http://www.achie.org/\x07", "javascript:\x1b[31m")
    assert caught.value.sentence("en").isprintable()


@pytest.mark.parametrize(("base", "target"), [(":8000", ""), ("", ":8443"), (":8000", ":8443")])
def test_another_port_is_another_site(base: str, target: str) -> None:
    route = Route(Addresses(f"http://other.example{base}/"))
    with pytest.raises(RefusedAddressError):
        route.onward(route.to_path("/a"), f"https://other.example{target}/a", route.to_page)


LOCATIONS = some.text() | some.text(alphabet="htps:/.@[]?#\\%ciewrao\t\n\x1b0189", max_size=40)


@given(LOCATIONS)
def test_whatever_a_page_says_leads_to_the_site_or_nowhere(location: str) -> None:
    route = Route(Addresses("http://a.example:8000/", ("a.example", "www.a.example")))
    for ask in (
        route.to_path,
        route.to_picture,
        lambda text: route.onward(route.to_path("/x"), text, route.to_page),
    ):
        with suppress(RefusedAddressError):
            assert ask(location).url.startswith("http://a.example:8000")
