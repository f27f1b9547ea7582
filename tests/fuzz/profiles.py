"""The profile of another site: it is taken, and pages are read by it; or it is told to be wrong in one sentence."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from achie_tui.errors import AchieError
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses
from achie_tui.site.profile import read_profile
from tests.parse.reading import PATH, TEXT, article_html

LISTS = ("hosts", "image_hosts", "categories")
TEXTS = ("name", "base_url", "news", "sitemap")
WORDS = st.one_of(
    st.sampled_from(
        (
            "h1",
            "*",
            "(",
            "[",
            "\\\\",
            "来源",
            "div >",
            ":x(",
            "a{1",
            "\\u0000",
            "",
            "http://[",
            "https://a.example/",
            "/news/",
        )
    ),
    st.text(st.characters(exclude_characters="'\n\r", exclude_categories=("Cs", "Cc")), max_size=8),
)
QUOTED = WORDS.map(lambda word: f"'{word}'")
ARRAY = st.lists(QUOTED, max_size=3).map(lambda words: f"[{', '.join(words)}]")
VALUE = st.one_of(QUOTED, ARRAY, st.sampled_from(("1", "true", "{}", "[1]")))
LINE = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(TEXTS), QUOTED),
    st.builds("{} = {}".format, st.sampled_from(LISTS), ARRAY),
    st.builds("{} = {}".format, st.sampled_from((*TEXTS, *LISTS, "labels", "selectors", "nothing")), VALUE),
)
LABELS = st.builds("{} = {}".format, st.sampled_from(("source", "author", "date", "clicks", "published")), ARRAY)
SELECTORS = st.builds("{} = {}".format, st.sampled_from(("title", "body")), ARRAY)
SOUND = "base_url = 'https://a.example/'\ncategories = ['新闻']"
INPUTS = st.builds(
    lambda head, lines, labels, selectors: "\n".join(
        [*head, *lines, "[labels]", *labels, "[selectors]", *selectors],
    ),
    st.sampled_from(([SOUND], [])),
    st.lists(LINE, max_size=2),
    st.lists(LABELS, max_size=2),
    st.lists(SELECTORS, max_size=2),
)
SEEDS = (
    "",
    f"{SOUND}\n[selectors]\ntitle = ['div >', '(']",
    f"{SOUND}\n[labels]\nsource = ['*', '(']",
    f"{SOUND}\n[labels]\nsource = ['']",
    "base_url = 'http://['\ncategories = []",
)


def check(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "profile.toml"
        file.write_text(text, encoding="utf-8")
        try:
            profile = read_profile(file)
        except AchieError as error:
            told = [error.sentence("zh"), error.sentence("en")]
            profile = None
    if profile is None:
        assert all(told)
        return
    reader = PageReader(profile, Addresses(profile.base_url, profile.hosts))
    page = article_html(f"<p>{TEXT}</p>").encode()
    reader.article(page, PATH)
    reader.listing(page, "/news/")
