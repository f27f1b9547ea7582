"""More like this: articles on one topic are near each other, and what is like nothing has no neighbours."""

from random import Random

import pytest

from achie_tui.library.library import Library
from tests.library.samples import article, path_of

TOPICS, EACH = 12, 8
LONELY, FEW = 600, 3  # what has few of its kind
COMMON = "的一是在有和了个地为上中到大发展工作建设推进企业产业技术创新服务项目"


def words(chance: Random, count: int) -> list[str]:
    return ["".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(3)) for _ in range(count)]


@pytest.fixture
def planted(library: Library) -> Library:
    """Give a library of articles that say much the same, and of which each third sentence is on a topic of its own."""
    chance = Random(4)
    topics = [words(chance, 12) for _ in range(TOPICS)]
    with library.together():
        for number in range(TOPICS * EACH):
            about = topics[number % TOPICS]
            sentences = [
                chance.choice(about) if each % 3 == 0 else "".join(chance.choices(COMMON, k=6)) for each in range(120)
            ]
            library.save_article(article(number, "，".join(sentences), title=f"第{number}号"), parser=1, at=1.0)
        about = words(chance, 12)
        for number in range(LONELY, LONELY + FEW):
            text = "，".join(chance.choices(about, k=40) + ["".join(chance.choices(COMMON, k=6)) for _ in range(80)])
            library.save_article(article(number, text, title=f"第{number}号"), parser=1, at=1.0)
        library.save_article(article(500, "，".join(words(chance, 80)), title="与众不同"), parser=1, at=1.0)
    return library


def test_the_nearest_are_on_the_same_topic(planted: Library) -> None:
    right = 0
    for number in range(TOPICS * EACH):
        near = planted.views.headlines(planted.search.similar(path_of(number)))
        assert len(near) == 5
        assert path_of(number) not in {headline.path for headline in near}
        right += sum(headline.id is not None and headline.id % TOPICS == number % TOPICS for headline in near)
    assert right / (TOPICS * EACH * 5) >= 0.8


def test_where_few_are_near_few_are_given(planted: Library) -> None:
    near = planted.views.headlines(planted.search.similar(path_of(LONELY)))
    assert {headline.id for headline in near} == {LONELY + 1, LONELY + 2}


def test_what_is_like_nothing_has_no_neighbours(planted: Library) -> None:
    assert planted.search.similar(path_of(500)) == []
    assert planted.search.similar("/unknown.html") == []
