"""A site as data: what the built-in profile says, and what a file may say."""

from pathlib import Path

import pytest

from achie_tui.errors import UsageError
from achie_tui.site.profile import built_in, read_profile
from tests.site.build import THE_13_NAMES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profile.toml"


def write(file: Path, text: str) -> Path:
    file.write_text(f'base_url = "https://sister.example/"\ncategories = ["要闻"]\n{text}', encoding="utf-8")
    return file


def test_the_built_in_profile_is_achie_org() -> None:
    profile = built_in()
    assert profile.categories == THE_13_NAMES
    assert (profile.name, profile.base_url) == ("高新院", "http://www.achie.org/")
    assert set(profile.hosts) == {"www.achie.org", "achie.org"}
    assert (profile.news, profile.sitemap) == ("/news/", "/data/sitemap.html")
    assert "来源" in profile.labels.source


def test_what_a_file_leaves_out_is_the_engines_and_never_the_other_sites(file: Path) -> None:
    profile = read_profile(write(file, ""))
    assert (profile.base_url, profile.categories) == ("https://sister.example/", ("要闻",))
    assert (profile.hosts, profile.image_hosts) == ((), ())
    assert (profile.selectors.title, profile.selectors.body, profile.selectors.intro) == ((), (), ())
    assert profile.labels == built_in().labels
    assert profile.sitemap == built_in().sitemap


def test_a_file_says_what_differs(file: Path) -> None:
    text = 'news = "/xw/"\nhosts = ["a.example"]\n[labels]\nsource = ["摘自"]\n[selectors]\nbody = ["#text"]\n'
    profile = read_profile(write(file, text))
    assert (profile.news, profile.hosts, profile.selectors.body) == ("/xw/", ("a.example",), ("#text",))
    assert profile.labels.source == ("摘自",)
    assert profile.labels.author == built_in().labels.author


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("bogus = 1", "bogus"),
        ("[selectors]\nbogus = []", "selectors.bogus"),
        ("[labels]\nbogus = []", "labels.bogus"),
        ('hosts = "a.example"', "hosts"),
        ("hosts = [1]", "hosts"),
        ("news = 1", "news"),
        ("[labels]\nsource = 1", "source"),
        ("selectors = 1", "selectors"),
        ("labels = []", "labels"),
        ('labels = "来源"', "labels"),
        ("news =", ""),
    ],
)
def test_a_file_that_means_nothing_is_wrong_usage(file: Path, text: str, word: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_profile(write(file, text))
    assert caught.value.exit_status == 2
    assert str(file) in caught.value.sentence("zh")
    assert word in caught.value.sentence("en")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('categories = ["要闻"]', "base_url"),
        ('base_url = "http://a.example/"', "categories"),
        ('base_url = "nowhere"\ncategories = []', "base_url"),
        ('base_url = "ftp://a.example/"\ncategories = []', "base_url"),
        ('base_url = "http://[::1"\ncategories = []', "base_url"),
    ],
)
def test_an_address_and_categories_are_what_every_site_has(file: Path, text: str, word: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=word):
        read_profile(file)


def test_a_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    for name, data in (("folder.toml", None), ("binary.toml", b"\xff\xfe\x00")):
        place = tmp_path / name
        if data is None:
            place.mkdir()
        else:
            place.write_bytes(data)
        with pytest.raises(UsageError, match=name):
            read_profile(place)
    with pytest.raises(UsageError, match="nowhere"):
        read_profile(tmp_path / "nowhere.toml")
