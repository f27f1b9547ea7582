"""What is new since a time: what came in then, and no old article that is only now seen."""

from achie_tui.library.library import Library, View
from achie_tui.library.search.query import parse
from achie_tui.library.whats_new import Choice, whats_new
from achie_tui.model import Listing
from achie_tui.parse import PARSER_VERSION
from tests.library.samples import GXQ, ZCJD, article, listing, path_of, row

FIRST, BETWEEN, THEN = 1_758_800_000.0, 1_758_850_000.0, 1_758_900_000.0  # 2025-09-25 and the day after
BOTH = [Choice("category", each.name, category=each) for each in (GXQ, ZCJD)]


def test_what_came_at_the_head_is_new_and_older_pages_are_not(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1, 2, 3), at=FIRST)
    assert [len(part.headlines) for part in whats_new(library, FIRST - 86400, BOTH)] == [3], (
        "dated, and first seen then"
    )
    assert whats_new(library, BETWEEN, BOTH) == []
    head = Listing((row(5, published="2025-09-26"), row(4, published="2025-07-01"), *listing(1, 2, 3).rows), page=1)
    library.save_listing(GXQ.path, head, at=THEN)
    library.save_listing(GXQ.path, Listing((row(9, published="2019-01-01"),), page=2), at=THEN)
    library.save_listing(ZCJD.path, Listing((row(8, published="2018-01-01"), row(5, published="2025-09-26"))), at=THEN)
    first, second = whats_new(library, BETWEEN, BOTH)
    assert [headline.path for headline in first.headlines] == [path_of(5), path_of(4)]
    assert [headline.path for headline in second.headlines] == [path_of(5)]
    assert first.choice.category == GXQ
    library.marks.mark([path_of(5)], read=True)
    assert [part.unread for part in whats_new(library, BETWEEN, BOTH)] == [1, 0]


def test_searches_find_among_what_is_new_and_the_rest_is_what_no_list_has(library: Library) -> None:
    library.save_article(article(1, "低空航线开通了，很热闹。"), parser=PARSER_VERSION, at=FIRST)
    for number in (2, 3):
        kept = article(number, "低空航线又开通了一条。", published="2025-09-26")
        library.save_article(kept, parser=PARSER_VERSION, at=THEN)
    library.save_listing(GXQ.path, Listing((row(2, published="2025-09-26"),)), at=THEN)
    choices = [Choice("search", "低空", query=parse("低空")), *BOTH, Choice("other")]
    parts = whats_new(library, BETWEEN, choices)
    found = {part.choice.kind: {headline.path for headline in part.headlines} for part in parts}
    assert found == {"search": {path_of(2), path_of(3)}, "category": {path_of(2)}, "other": {path_of(3)}}
    assert len(library.views.keys(View())) == 3
