"""Articles of many different words for the benchmarks of what is in them: Chinese in form, and about nothing.

The characters are the 3,755 common ones of GB 2312, in an order that a seed decides, and the n-th is drawn as often as
1 / (n + 12): the words, of one to four of them, are drawn by the same law from a lexicon of 30,000, and an article
takes a third of its words from the 60 of its topic. Between them stand punctuation, years, figures, and words in Latin
script. So pairs of characters are spread as in real texts: some are everywhere, most are rare, many stand there once.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from achie_tui.model import Article, Block, Category, ImageBlock, Listing, Row, TableBlock, TextBlock

CATEGORY = Category("要闻", "/news/yw/", "yw")
_LATIN = ("AI", "5G", "GDP", "GPT-5", "OpenAI", "ESG", "IPO", "CPU", "eVTOL", "MEMS", "LED", "R&D", "C919", "mRNA")
_LENGTHS, _WEIGHTS = (1, 2, 3, 4), (8, 62, 17, 13)
_TOPICS, _OF_A_TOPIC = 300, 60
_ARTICLE = (800, 2_000, 3_000, 4_000, 7_000)  # characters at least; 3,500 on average
_BATCH = 400  # words drawn together
_FLAT = 12
_ON_TOPIC, _FOREIGN = 1 / 3, 0.2


@dataclass(frozen=True)
class Lexicon:
    """All words there are, with how often each is drawn, and the words of each topic."""

    words: Sequence[str]
    weights: Sequence[float]
    topics: Sequence[Sequence[str]]


def lexicon(size: int = 30_000) -> Lexicon:
    """Make up the words."""
    chance = random.Random(2)
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    common = [character for each in cells if (character := each.decode("gb2312", errors="ignore"))]
    chance.shuffle(common)
    by_rank = _cumulated(len(common))
    drawn = dict[str, None]()
    while len(drawn) < size:
        length = chance.choices(_LENGTHS, _WEIGHTS)[0]
        drawn["".join(chance.choices(common, cum_weights=by_rank, k=length))] = None
    words = list(drawn)
    topics = [chance.sample(words[size // 20 :], _OF_A_TOPIC) for _ in range(_TOPICS)]
    return Lexicon(words, _cumulated(size), topics)


def _cumulated(count: int) -> list[float]:
    return list(accumulate(1 / (rank + _FLAT) for rank in range(count)))


def words(source: Lexicon, chance: random.Random, topic: int) -> Iterator[str]:
    """Give the words of a text on a topic, without end."""
    while True:
        of_all = chance.choices(source.words, cum_weights=source.weights, k=_BATCH)
        of_topic = chance.choices(source.topics[topic], k=_BATCH)
        for word, other in zip(of_all, of_topic, strict=True):
            yield other if chance.random() < _ON_TOPIC else word


def article(source: Lexicon, number: int) -> Article:
    """Give an article; it is about the topic of its number, and the same in every run."""
    chance = random.Random(number)
    drawn = words(source, chance, number % _TOPICS)
    blocks: list[Block] = []
    length = chance.choice(_ARTICLE)
    while sum(len(block.text) for block in blocks if isinstance(block, TextBlock)) < length:
        blocks.append(TextBlock("paragraph", paragraph(drawn, chance)))
    if number % 5 == 0:
        cells = tuple((next(drawn), f"{chance.randrange(1000) / 10}%") for _ in range(6))
        blocks.append(TableBlock((("指标", "增速"), *cells), 1))
    if number % 3 == 0:
        blocks.insert(1, ImageBlock(f"/uploads/{number}.jpg", caption="".join(next(drawn) for _ in range(4))))
    return Article(
        path=path(number),
        id=number,
        title=title(source, number),
        category=CATEGORY.name,
        breadcrumb=("主页", CATEGORY.name),
        source=("高新院", "科技日报", "新华社")[number % 3],
        author=None,
        published=day(number),
        attribution=None,
        blocks=tuple(blocks),
    )


def paragraph(drawn: Iterator[str], chance: random.Random) -> str:
    """Give a paragraph of some sentences."""
    parts: list[str] = []
    for _ in range(chance.randint(6, 18)):
        parts += [next(drawn) for _ in range(chance.randint(3, 8))]
        if chance.random() < _FOREIGN:
            parts.insert(
                -1, chance.choice((*_LATIN, f"{chance.randint(2005, 2026)}年", f"{chance.randint(1, 999)}亿元"))
            )
        parts.append(chance.choice("，，，，。。；：、"))
    return "".join(parts)


def title(source: Lexicon, number: int) -> str:
    """Give an article's title."""
    chance = random.Random(-1 - number)
    drawn = words(source, chance, number % _TOPICS)
    return "".join(next(drawn) for _ in range(chance.randint(6, 12)))


def path(number: int) -> str:
    """Give an article's path."""
    return f"{CATEGORY.path}{10_000 + number}.html"


def day(number: int) -> str:
    """Give an article's day."""
    return f"{2010 + number % 16}-{1 + number // 16 % 12:02}-{1 + number // 192 % 28:02}"


def listings(source: Lexicon, count: int) -> Iterator[Listing]:
    """Give the listing of so many articles, page by page."""
    for start in range(0, count, 20):
        numbers = range(start, min(start + 20, count))
        yield Listing(tuple(Row(path(each), title(source, each), day(each)) for each in numbers), start // 20 + 1)
