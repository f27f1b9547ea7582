"""Where the reader left an article, and which articles are begun and not finished."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from achie_tui.library.library import Library, View
from tests.library.samples import GXQ, ZCJD, article, listing, path_of

# Saves a place after the other, and says so when the library said so.
KILLED = """
import sys
from pathlib import Path
from achie_tui.library.library import Library
from tests.library.samples import path_of
library = Library.open(Path(sys.argv[1]))
for number in range(1, 100_000):
    library.visits.save_place(path_of(number % 3), number, 1, 1 + number % 50)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


class Clock:
    """A clock that goes on by a second whenever one looks at it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        self.now += 1
        return self.now


@pytest.fixture
def filled(folder: Path) -> Iterator[Library]:
    """Open a library of six articles, five of them in a listing."""
    with Library.open(folder, clock=Clock()) as library:
        library.save_categories([GXQ, ZCJD])
        library.save_listing(GXQ.path, listing(1, 2, 3, 4, 5), at=1.0)
        library.save_article(article(6), parser=1, at=1.0)
        yield library


def begun(library: Library, *, unread: bool = False, starred: bool = False) -> list[int | None]:
    keys = library.views.keys(View(unfinished=True, unread=unread, starred=starred))
    return [headline.id for headline in library.views.headlines(keys)]


def test_an_article_left_in_the_middle_is_begun_the_last_one_first(filled: Library) -> None:
    for number, percent in ((2, 7), (5, 50), (6, 99), (1, 1)):
        filled.visits.save_place(path_of(number), 3, 20, percent)
    assert begun(filled) == [1, 6, 5, 2]
    filled.visits.save_place(path_of(5), 3, 40, 55)
    assert begun(filled) == [5, 1, 6, 2]
    assert filled.views.count_unfinished() == filled.views.totals().unfinished == 4
    assert [headline.progress for headline in filled.views.headlines(filled.views.keys(View(unfinished=True)))] == [
        55,
        1,
        99,
        7,
    ]


@pytest.mark.parametrize(
    ("block", "offset", "percent"), [(0, 0, 0), (0, 0, 3), (9, 9, 100), (1, 5, 0), (4, 0, None)], ids=str
)
def test_what_is_at_its_top_or_its_end_or_not_known_is_not_unfinished(
    filled: Library, block: int, offset: int, percent: int | None
) -> None:
    filled.visits.save_place(path_of(1), 2, 2, 40)
    filled.visits.save_place(path_of(1), block, offset, percent)
    assert begun(filled) == []
    assert filled.views.count_unfinished() == 0
    headline = filled.views.headline(path_of(1))
    assert headline is not None
    assert headline.progress == 0
    assert filled.visits.place(path_of(1)) == (block, offset), "the place itself is kept all the same"


def test_the_unfinished_can_be_narrowed(filled: Library) -> None:
    for number in (1, 2, 3, 6):
        filled.visits.save_place(path_of(number), 3, 20, 30)
    filled.marks.mark([path_of(1), path_of(6)], read=True)
    filled.marks.mark([path_of(2)], starred=True)
    assert begun(filled) == [6, 3, 2, 1]
    assert begun(filled, unread=True) == [3, 2]
    assert begun(filled, starred=True) == [2]
    in_category = filled.views.keys(View(GXQ.path, unfinished=True))
    assert [each.id for each in filled.views.headlines(in_category)] == [1, 2, 3], "a category keeps the site's order"
    assert filled.views.keys(View(ZCJD.path, unfinished=True)) == []


def test_what_the_library_knows_no_longer_is_not_counted(filled: Library) -> None:
    filled.visits.save_place("/gone.html", 3, 20, 30)
    assert filled.views.count_unfinished() == len(begun(filled)) == 0


def test_a_redirect_shows_how_far_its_article_was_read(filled: Library) -> None:
    filled.pages.save_redirect(path_of(2), path_of(6))
    filled.visits.save_place(path_of(6), 3, 20, 64)
    headline = filled.views.headline(path_of(2))
    assert headline is not None
    assert headline.progress == 64


def test_a_place_that_was_saved_survives_a_kill(folder: Path) -> None:
    with Library.open(folder) as library:
        library.save_listing(GXQ.path, listing(0, 1, 2), at=1.0)
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        last = 0
        for line in process.stdout:
            last = int(line)
            if last >= 40:
                process.send_signal(signal.SIGKILL)
                break
        last = max([last, *(int(line) for line in process.stdout if line.endswith("\n"))])
    with Library.open(folder) as library:
        assert library.notices == []
        place = library.visits.place(path_of(last % 3))
        assert place is not None
        assert place[0] in {last, last + 3}, "what was said to be saved is there"
        assert library.views.count_unfinished() == 3
