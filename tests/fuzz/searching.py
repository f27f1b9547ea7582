"""Searches: whatever is typed is answered, and what is found is what a plain look at every text finds.

python -m tests.fuzz --target search --tries 20000
"""

import re
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import NamedTuple

from hypothesis import strategies as st

from achie_tui.library.library import Library
from achie_tui.library.search.query import parse
from achie_tui.model import Article, Attachment, Block, ImageBlock, ListBlock, Listing, ListItem, TableBlock, TextBlock
from achie_tui.typeset.folding import fold
from tests.library.samples import GXQ, article, path_of, row

ARTICLES, UNFETCHED = 160, 20
# What is common, what has another form, words that begin alike, and what is no letter.
LETTERS = "高新区區园园园产业業量子AIai大模型5Ｇ0-，。%“” "
WORDS = (
    "高新区",
    "新区",
    "園區",
    "量子",
    "AI",
    "ai大模型",
    "OpenAI",
    "aids",
    "5G",
    "GPT-5",
    "5",
    "产业园，",
    "é",
    "ΩΩ",
)
PAGE = 7


class Wanted(NamedTuple):
    """A word that an article is to have, or to be without."""

    text: str
    in_title: bool
    without: bool

    @property
    def typed(self) -> str:
        """The word as it is typed."""
        quoted = f'"{self.text}"' if " " in self.text or self.text == "OR" else self.text
        return f"{'-' * self.without}{'title:' * self.in_title}{quoted}"


def _is_plain(text: str) -> bool:
    return bool(text) and '"' not in fold(text) and text[0] not in "-−－" and ":" not in fold(text)


_word = st.one_of(
    st.sampled_from(WORDS), st.text(st.sampled_from(LETTERS), min_size=1, max_size=4).map(str.strip).filter(_is_plain)
)
_plain = st.lists(
    st.lists(st.builds(Wanted, _word, st.sampled_from((False, False, True)), st.booleans()), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)
_odd = st.text(st.one_of(st.sampled_from(LETTERS + '"“” OR-:()*\\'), st.characters()), max_size=30)
_filters = st.lists(
    st.sampled_from(
        ("is:starred", "is:unread", "-is:kept", "has:table", "has:image", "category:gxq", "category:x", "source:院",
         "since:2025-09", "until:2024", "OR", "title:高", "is:", '"', "-")
    ).filter(bool)
    | _word,
    max_size=6,
).map(" ".join)  # fmt: skip
INPUTS = st.one_of(_plain, _plain, _odd, _filters)
SEEDS = (
    [[Wanted("ai", False, False)]],
    [[Wanted("高新区", False, False)], [Wanted("OpenAI", False, False)], [Wanted("区", False, False)]],
    [[Wanted("高", False, False)], [Wanted("新区", False, True)]],
    [[Wanted("AI大", False, False)], [Wanted("业5", False, False), Wanted("园AI大", False, True)]],
    [[Wanted("5", True, False), Wanted("%", False, True)]],
    '"',
    "OR OR OR",
    "\0",
    "a\u0301",
    "-title:",
    '"*" AND {NEAR}',
)


@cache
def _library() -> tuple[Library, dict[int, tuple[str, str]]]:
    """Make a library once; with it come the articles' titles and texts, by their keys."""
    chance = Random(11)
    library = Library.open(Path(mkdtemp(prefix="achie-tui-search-")) / "data")
    library.save_categories([GXQ])
    said = dict[str, tuple[str, str]]()
    with library.together():
        for number in range(ARTICLES):
            each = _article(chance, number)
            library.save_article(each, parser=1, at=1.0)
            said[each.path] = each.title, "\n\n".join(_texts(each))
        rows = tuple(row(1000 + number, _text(chance, 8)) for number in range(UNFETCHED))
        library.save_listing(GXQ.path, Listing(rows), at=1.0)
        said |= {each.path: (each.title, "") for each in rows}
    library.marks.mark([path_of(number) for number in range(0, ARTICLES, 5)], starred=True)
    known = {path: library.views.headline(path) for path in said}
    return library, {headline.key: said[path] for path, headline in known.items() if headline}


def _text(chance: Random, length: int) -> str:
    parts = [chance.choice(WORDS) if chance.random() < 0.3 else chance.choice(LETTERS) for _ in range(length)]
    return " ".join("".join(parts).split()) or "园"


def _article(chance: Random, number: int) -> Article:
    blocks: tuple[Block, ...] = (
        TextBlock("paragraph", _text(chance, chance.choice((3, 12, 60)))),
        TableBlock(((_text(chance, 2), _text(chance, 2)), (_text(chance, 2), ""))),
        ImageBlock("/a.jpg", caption=_text(chance, 3)),
        ListBlock(ordered=False, items=(ListItem(_text(chance, 4)), ListItem(_text(chance, 4)))),
    )
    return article(
        number,
        title=_text(chance, 8),
        published=f"{2020 + number % 6}-0{1 + number % 9}-15",
        blocks=tuple(chance.sample(blocks, chance.randrange(5))),
        attachments=(Attachment("/a.pdf", _text(chance, 3), "pdf"),) if number % 4 == 0 else (),
    )


def _texts(each: Article) -> list[str]:
    """Give all that is searched: no word goes over from one of them to the next."""
    texts = [attachment.name for attachment in each.attachments]
    for block in each.blocks:
        match block:
            case TextBlock():
                texts.append(block.text)
            case ImageBlock():
                texts.append(block.caption)
            case TableBlock():
                texts += [cell for cells in block.rows for cell in cells]
            case ListBlock():
                texts += [item.text for item in block.items]
    return texts


def _folded(wanted: str) -> str:
    """Give what is looked for: blanks on end are one, as they are in the texts of pages."""
    return fold(" ".join(wanted.split()))


def _has(text: str, wanted: str) -> bool:
    letter = r"[^\W_\u2e80-\U0010ffff]"
    start = f"(?<!{letter})" if re.match(letter, _folded(wanted)) else ""
    return re.search(start + re.escape(_folded(wanted)), fold(text)) is not None


def _by_looking(query: list[list[Wanted]]) -> set[int]:
    """Find articles by looking at every text."""

    def holds(wanted: Wanted, title: str, text: str) -> bool:
        return wanted.without is not (_has(title, wanted.text) or (not wanted.in_title and _has(text, wanted.text)))

    return {
        key
        for key, (title, text) in _library()[1].items()
        if all(any(holds(wanted, title, text) for wanted in clause) for clause in query)
    }


def check(given: str | list[list[Wanted]]) -> None:
    typed = given if isinstance(given, str) else " ".join(" OR ".join(one.typed for one in clause) for clause in given)
    query, (library, said) = parse(typed), _library()
    pages = [library.search.find(query, limit=PAGE)]
    while pages[-1].more:
        pages.append(library.search.find(query, limit=PAGE, offset=PAGE * len(pages)))
    hits = [hit for page in pages for hit in page.hits]
    keys = [hit.key for hit in hits]
    assert len(set(keys)) == len(keys)
    assert all(page.total >= len(keys) and (not page.exact or page.total == len(keys)) for page in pages)
    assert sorted(library.search.keys(query)) == sorted(keys)
    count, exact = library.search.count(query)
    assert count == len(keys) if exact else count >= len(keys)
    assert sorted(library.search.fitting(query, list(said)[::2])) == sorted(set(keys) & {*list(said)[::2]})
    for hit in hits:
        assert "\n" not in hit.snippet
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.matches)
    if not isinstance(given, str):
        assert set(keys) == _by_looking(given), typed
        words = {_folded(wanted.text) for clause in given for wanted in clause if not wanted.without}
        for hit in hits:
            marked = {fold(hit.snippet[start:end]) for start, end in hit.matches}
            assert all(any(word in mark for word in words) for mark in marked), (hit, words)
