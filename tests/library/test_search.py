"""Finding articles: what is found, in which order, and an index that is as current as the library."""

import random
import subprocess
from pathlib import Path

import apsw
import pytest

from achie_tui.errors import IndexRemadeError, LibraryDamagedError
from achie_tui.library.library import Library, View
from achie_tui.library.pruning import Selection
from achie_tui.library.search import index, terms, upkeep
from achie_tui.library.search.query import parse
from achie_tui.library.search.results import Results, SearchStopped
from achie_tui.model import Attachment, ImageBlock, Listing, Note, Passage, Row, TableBlock
from tests.library.samples import GXQ, ZCJD, article, listing, path_of, row
from tests.library.test_library_processes import start


def find(library: Library, typed: str, **asked: object) -> Results:
    return library.search.find(parse(typed), **asked)  # type: ignore[arg-type]


def found(library: Library, typed: str, **asked: object) -> list[int]:
    """Give the numbers of the articles that are found, in their order."""
    paths = [hit.path for hit in find(library, typed, **asked).hits]
    return [number for path in paths for number in range(1000) if path == path_of(number)]


@pytest.fixture
def filled(library: Library) -> Library:
    library.save_listing(GXQ.path, Listing((row(9, "低空经济试点名单", "2024-03-01"), row(8, "招聘公告"))), at=1.0)
    texts = {
        1: ("产业要闻", "合肥高新区的量子产业园开工，OpenAI 与 GPT-5 成为话题。"),
        2: ("量子科技规划", "全市将建三个园区。"),
        3: ("三年行动方案", "到 2027 年，低空经济规模翻番；低空经济的企业过百。"),
    }
    for number, (title, text) in texts.items():
        library.save_article(article(number, text, title=title, published=f"2025-0{number}-01"), parser=1, at=1.0)
    library.save_article(
        article(
            4,
            title="数据公报",
            published="2023-05-06",
            blocks=(
                TableBlock((("指标", "增速"), ("工业增加值", "12.5%"))),
                ImageBlock("/a.jpg", caption="港口夜景"),
            ),
            attachments=(Attachment("/a.pdf", "申报指南", "pdf"),),
        ),
        parser=1,
        at=1.0,
    )
    return library


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("量子", [2, 1]),  # in the title first
        ("量", [2, 1]),
        ("园", [2, 1]),
        ("题", [1]),  # at the end of a sentence
        ("高新區", [1]),
        ("ｏｐｅｎａｉ", [1]),
        ("penai", []),  # Latin from the start of a word
        ("open", [1]),
        ("gpt-5", [1]),
        ("量子 园区", [2]),  # one word in the title, one in the text
        ("合肥高新区的量子产业园", [1]),
        ('"话题。"', [1]),
        ("高新 -量子", []),
        ("三 -规划", [3]),
        ("招聘 OR 港口", [8, 4]),
        ("低空经济", [9, 3]),  # what is listed and not fetched, by its title
        ("增加值", [4]),
        ("12.5%", [4]),
        ("%", [4]),
        ("夜景", [4]),
        ("申报指南", [4]),
        ("指标增速", []),  # not from one cell to the next
        ("title:量子", [2]),
        ("低空 since:2025", [3]),
        ("低空 until:2024-03", [9]),
        ("has:table", [4]),
        ("has:attachment has:image 港口", [4]),
        ("公 -has:table", [8]),
        ("is:kept 低空", [3]),
        ("is:noted", []),
        ("is:starred OR is:later", [2, 1]),
        ("量子 is:unread", [2]),
        ("source:高新 量子", [2, 1]),
        ("source:日报 量子", []),
        ("category:gxq 低空", [9, 3]),
        ("category:政策 低空", []),
    ],
)
def test_what_is_searched_for_is_found(filled: Library, typed: str, numbers: list[int]) -> None:
    filled.marks.mark([path_of(1)], read=True, starred=True)
    filled.marks.mark([path_of(2)], later=True)
    assert found(filled, typed) == numbers
    results = find(filled, typed)
    assert (results.total, results.exact, results.more) == (len(numbers), True, False)
    assert filled.search.count(parse(typed)) == (len(numbers), True)
    assert len(filled.search.keys(parse(typed))) == len(numbers)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("is:noted", [2, 1]),
        ("-is:noted 低空", [9, 3]),
        ("#土地", [2, 1]),
        ("#产业", [1]),
        ("#产业/政策", [1]),
        ("#产业 OR #待查", [2, 1]),
        ("量子 -#产业", [2]),
        ("#政策", []),
        ("note:对照去年", [1]),
        ("note:量子产业园", [2]),
        ("#删去", []),
    ],
)
def test_articles_are_found_by_their_notes(filled: Library, typed: str, numbers: list[int]) -> None:
    filled.notes.add([path_of(1)], "对照去年 #土地 #产业/政策")
    filled.notes.add([path_of(2)], "#土地 #待查", passage=Passage("量子产业园"))
    [gone] = filled.notes.add([path_of(3)], "#删去")
    filled.notes.delete([gone.id])
    assert found(filled, typed) == numbers


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("对照去年", [4]),  # in a note
        ("去", [4]),
        ("对照 港口", [4]),  # one word in the note, one in the text
        ("对照 量子", []),  # not one in the note of this, one in the text of that
        ("链长制", [8]),  # in a passage that the article has no more, of one that is not kept
        ("招聘 链长", [8]),
        ("年 -链长制", [4, 3]),  # what is to be left out is looked for in the article
        ("数据 -对照", [4]),
        ("title:对照", []),
        ("对照 OR 规划", [4, 2]),
        ("(对照 OR 规划) -量子", [4]),
        ("对照 is:starred", []),
        ("照去年 is:unread", [4]),
        ("去年土地", []),  # not from one line to the next
        ("hecked", []),
        ("checked", [4]),
        ("删去", []),
    ],
)
def test_words_are_found_in_what_the_user_wrote_too(filled: Library, typed: str, numbers: list[int]) -> None:
    filled.marks.mark([path_of(1)], starred=True)
    filled.notes.add([path_of(4)], "对照去年\n土地，Checked")
    filled.notes.add([path_of(8)], "", passage=Passage("推行“链长制”。"))
    [gone] = filled.notes.add([path_of(3)], "删去")
    filled.notes.delete([gone.id])
    assert sorted(found(filled, typed)) == sorted(numbers)
    results = find(filled, typed)
    assert (results.total, results.exact) == (len(numbers), True)
    assert filled.search.count(parse(typed)) == (len(numbers), True)
    assert len(filled.search.keys(parse(typed))) == len(numbers)


def test_a_hit_says_that_it_is_in_a_note_where_nothing_else_has_it(filled: Library) -> None:
    filled.notes.add([path_of(1)], "量子：另见\x1b[2J规划")
    [first, second] = find(filled, "量子").hits
    assert (first.in_note, second.in_note) == (False, False)
    [hit] = find(filled, "量子 另见").hits
    assert hit.in_note
    assert [hit.snippet[start:end] for start, end in hit.matches] == ["量子", "另见"]
    assert "\x1b" not in hit.snippet
    filled.marks.undo()
    assert found(filled, "另见") == []
    filled.marks.redo()
    assert found(filled, "另见") == [1]


def test_what_is_found_in_notes_is_what_a_look_at_everything_finds(library: Library) -> None:
    chance, signs = random.Random(7), "甲乙丙a "
    texts, notes = list[str](), list[str]()
    for number in range(40):
        texts.append("".join(chance.choices(signs, k=12)).strip() or "甲")
        notes.append("".join(chance.choices(signs, k=6)).strip() if number % 2 else "")
        library.save_article(article(number, texts[-1], title=f"第{number}"), parser=1, at=1.0)
        if notes[-1]:
            library.notes.add([path_of(number)], notes[-1])
    for _ in range(150):
        words = ["".join(chance.choices("甲乙丙a", k=chance.randint(1, 3))) for _ in range(chance.randint(1, 3))]
        left_out = chance.random() < 0.3
        typed = " ".join([*words[:-1], f"-{words[-1]}" if left_out else words[-1]])

        def has(text: str, word: str) -> bool:
            return any(
                text.startswith(word, at) and not (word[0] == "a" and at and text[at - 1] == "a")
                for at in range(len(text))
            )

        wanted, without = (words[:-1], words[-1:]) if left_out else (words, [])
        truth = {
            number
            for number in range(40)
            if all(has(texts[number], word) or has(notes[number], word) for word in wanted)
            and not any(has(texts[number], word) for word in without)
        }
        assert set(found(library, typed, limit=100)) == truth, typed


_JUMPS = [f"/plus/view.php?aid={number}" for number in (5, 6, 7)]
_BY_NOTES = ("#土地", "is:noted", "note:口径", "tag:土地")


@pytest.fixture
def jumping(library: Library) -> Library:
    """Give a library with three redirects to one article, which is not known itself."""
    rows = [Row(jump, f"跳转{number}", published=f"2025-01-0{number}") for number, jump in enumerate(_JUMPS, 1)]
    library.save_listing(GXQ.path, Listing(tuple(rows)), at=1.0)
    for jump in _JUMPS:
        library.pages.save_redirect(jump, path_of(7))
    return library


def paths_found(library: Library, typed: str) -> list[str]:
    return [each.path for each in library.views.headlines(library.search.keys(parse(typed)))]


@pytest.mark.parametrize("noted", [path_of(7), _JUMPS[0]], ids=["itself", "before it was known to lead there"])
@pytest.mark.parametrize("typed", _BY_NOTES)
def test_a_note_is_found_once_on_its_article_and_not_on_what_leads_there(
    jumping: Library, typed: str, noted: str
) -> None:
    jumping.save_article(article(7, "正文在此。"), parser=1, at=1.0)
    jumping.notes.merge([Note("1", noted, None, "口径不同 #土地", "yellow", 1.0, 1.0)])
    assert paths_found(jumping, typed) == [path_of(7)]
    assert set(paths_found(jumping, f"-{typed} 跳转")) == set(_JUMPS)
    assert jumping.search.count(parse(typed)) == (1, True)
    assert paths_found(jumping, "正文 口径") == [path_of(7)], "a word of the text, and one of the note"


@pytest.mark.parametrize("typed", _BY_NOTES)
def test_a_note_on_an_article_that_only_redirects_lead_to_is_found_on_the_newest_of_these(
    jumping: Library, typed: str
) -> None:
    for number, noted in enumerate((path_of(7), _JUMPS[0])):
        jumping.notes.merge([Note(str(number), noted, None, "口径不同 #土地", "yellow", 1.0, 1.0)])
    assert paths_found(jumping, typed) == [_JUMPS[-1]]
    if ":" in typed:  # what an article is to be without is looked for in its text alone
        assert set(paths_found(jumping, f"-{typed} 跳转")) == set(_JUMPS[:-1])


@pytest.mark.parametrize("typed", _BY_NOTES)
def test_what_leads_to_the_same_place_elsewhere_has_notes_of_its_own(library: Library, typed: str) -> None:
    library.save_listing(GXQ.path, Listing(tuple(Row(jump, "跳转") for jump in _JUMPS)), at=1.0)
    for jump in _JUMPS:
        library.pages.save_redirect(jump, "https://example.com/a")
    library.notes.add([_JUMPS[1]], "口径不同 #土地")
    assert paths_found(library, typed) == [_JUMPS[1]]


@pytest.mark.parametrize("typed", _BY_NOTES)
def test_a_note_on_an_article_that_nothing_is_known_of_hides_no_other(filled: Library, typed: str) -> None:
    filled.notes.add([path_of(77)], "口径不同 #土地")
    assert found(filled, typed) == []
    assert found(filled, f"-{typed} 量子") == [2, 1]


def test_a_search_stays_within_a_view(filled: Library) -> None:
    filled.marks.mark([path_of(2)], read=True)
    assert found(filled, "量子", within=View(unread=True)) == [1]
    assert found(filled, "低空", within=View(GXQ.path)) == [9]
    assert found(filled, "低空", within=View(ZCJD.path)) == []


def test_a_category_or_a_source_that_there_is_not_is_told(filled: Library) -> None:
    [note] = find(filled, "category:党史 量子").notes
    assert "党史" in note.say("zh")
    [note] = find(filled, "source:日报 量子").notes
    assert "日报" in note.say("en")


def test_titles_come_first_and_then_what_says_most_and_the_date_decides_on_demand(library: Library) -> None:
    for number, (title, text) in enumerate(
        [("旧的量子", ""), ("甲", "量子" * 9), ("乙", "量子一次" + "园" * 900), ("新的量子", "量子")], 1
    ):
        library.save_article(article(number, text, title=title, published=f"2025-01-0{number}"), parser=1, at=1.0)
    assert found(library, "量子") == [4, 1, 2, 3]
    assert found(library, "量子", sort="date") == [4, 3, 2, 1]


def test_behind_whole_titles_come_parts_of_it_then_the_newest_and_of_twenty_what_says_more(library: Library) -> None:
    for number in range(1, 25):  # the higher, the newer
        title = {1: "合肥一日", 2: "量子在合肥"}.get(number, "园区")
        said = 9 if number in {3, 8} else 1
        text = "量子" * said + "、" + "合肥" * said + "。" + "别的话" * 200
        library.save_article(article(number, text, title=title, published=f"2025-01-{number:02}"), parser=1, at=1.0)
    # Of the twenty behind the whole title, 1 and 8 say most; 3 does so too, but stands among older ones.
    rest = [number for number in range(24, 5, -1) if number != 8]
    assert found(library, "量子 合肥") == [2, 1, 8, *rest, 3, 5, 4]


def test_a_snippet_shows_where_most_of_it_is_said_with_every_hit(library: Library) -> None:
    text = "量子在开头。" + "别的话。" * 60 + "合肥的量子园区里，量子企业很多。" + "别的话。" * 60
    library.save_article(article(1, text), parser=1, at=1.0)
    [hit] = find(library, "量子 合肥").hits
    assert [hit.snippet[start:end] for start, end in hit.matches] == ["合肥", "量子", "量子"]
    assert hit.snippet.startswith("…合肥的量子园区里")
    assert hit.snippet.endswith("…")
    assert "\n" not in hit.snippet


def test_pages_follow_one_another_without_a_gap_or_a_repetition(library: Library) -> None:
    for number in range(130):
        library.save_article(article(number, f"量子园区之{number}" + "量子" * (number % 5)), parser=1, at=1.0)
    whole = find(library, "量子园区", limit=200)
    assert (len(whole.hits), whole.exact, whole.more) == (130, True, False)
    pages = [find(library, "量子园区", limit=30, offset=start) for start in range(0, 150, 30)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert [page.more for page in pages] == [True] * 4 + [False]
    assert all(page.total >= 130 for page in pages)


def test_all_that_is_found_comes_with_what_is_ranked_first_and_once(library: Library) -> None:
    texts = {
        1: ("量子通信", "一"),
        2: ("快讯", "量子量子量子 通信，另说量子。"),
        3: ("快讯", "量子在前，通信在后。"),
        4: ("通信展", "只有量子。"),
        5: ("量子与通信", "五"),
        6: ("量子", "没有那个词"),
        7: ("快讯", "没说全：量子。"),
    }
    for number, (title, text) in texts.items():
        library.save_article(article(number, text, title=title, published=f"2025-0{number}-01"), parser=1, at=1.0)
    for typed in ("量子 通信", '"量子" "通信"', "量子 通信 -展", "since:2025-03", "量子与通"):
        asked = parse(typed)
        everything = [hit.key for hit in library.search.find(asked).hits]
        for ranked in (1, 2, 50):
            library.search.find(asked, limit=ranked)
            whole = library.search.whole(asked, ranked=ranked)
            assert whole[:ranked] == everything[:ranked]
            assert sorted(whole) == sorted(everything)
            assert whole == library.search.whole(asked, ranked=ranked)
        assert [hit.key for hit in library.search.hits(asked, everything)] == everything
    assert library.search.whole(parse("")) == []
    with pytest.raises(SearchStopped):
        library.search.whole(parse("量子 通信"), stop=lambda: True)


def test_what_another_query_finds_is_searched_and_ranks_nothing(library: Library) -> None:
    texts = {1: ("长沙要闻", "苏州"), 2: ("苏州", "长沙长沙"), 3: ("苏州行", "不在内"), 4: ("快讯", "苏州、长沙")}
    for number, (title, text) in texts.items():
        library.save_article(article(number, text, title=title, published=f"2025-0{number}-01"), parser=1, at=1.0)
    asked = parse("苏州").among(parse("长沙 -要闻"))
    results = library.search.find(asked)
    assert [hit.path for hit in results.hits] == [path_of(2), path_of(4)]
    assert [hit.in_title for hit in results.hits] == [True, False]
    assert asked.spans("长沙与苏州") == [(3, 5)]
    assert library.search.count(parse("苏州").among(parse("长沙行"))) == (0, True)
    assert not parse("").among(parse("长沙")).clauses


def test_a_total_that_is_only_a_bound_says_so(library: Library) -> None:
    for number in range(40):
        library.save_article(article(number, "量子区，园量" if number % 2 else "园量子区"), parser=1, at=1.0)
    first = find(library, "量子区", limit=10)
    assert not first.exact
    assert first.total >= 40
    library.save_article(article(50, "量子园区。子园"), parser=1, at=1.0)
    assert find(library, "子园区", limit=60).total == 1


def test_a_search_that_nobody_waits_for_any_more_stops(filled: Library) -> None:
    with pytest.raises(SearchStopped):
        find(filled, "量子", stop=lambda: True)
    assert found(filled, "量子") == [2, 1]


def test_what_is_saved_changed_cut_or_lost_is_found_as_it_is(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1), at=1.0)
    assert found(library, "通告") == [1]
    library.save_article(article(1, "量子"), parser=1, at=1.0)
    assert found(library, "量子") == [1]
    library.save_article(article(1, "芯片"), parser=1, at=2.0)
    assert (found(library, "量子"), found(library, "芯片")) == ([], [1])
    library.save_listing(GXQ.path, Listing((row(1, "第1号通告的全名"),)), at=3.0)
    assert found(library, "全名 芯片") == [1]
    assert library.index.behind() == 0
    library.save_article(article(1, "半", complete=False), parser=1, at=4.0)
    assert found(library, "芯片") == [1]
    library.maintenance.prune(Selection(category=GXQ.path))
    assert (found(library, "芯片"), found(library, "全名")) == ([], [1])
    assert library.index.behind() == 1
    assert library.index.catch_up() == 0
    assert library.search.count(parse("芯片")) == (0, True)


def test_a_damaged_text_is_found_by_its_title_only(filled: Library, folder: Path) -> None:
    with apsw.Connection(str(folder / "cache.db")) as other:
        other.execute(
            "UPDATE bodies SET body = x'02' WHERE key = (SELECT key FROM articles WHERE title = '量子科技规划')"
        )
    assert (found(filled, "园区"), found(filled, "量子")) == ([], [2, 1])


# The index of a library is brought up bit by bit, with a line for each step; the other end of the pipe decides how far.
CATCHES_UP = """
import sys
from pathlib import Path
from achie_tui.library.library import Library
with Library.open(Path(sys.argv[1])) as library:
    left = library.index.behind()
    while left:
        left = library.index.catch_up(5)
        sys.stdout.write(f"{left}\\n")
        sys.stdout.flush()
        if sys.argv[2:]:
            sys.stdin.readline()
"""


def of_the_version_before(folder: Path) -> Path:
    """Make a library of 60 articles as the version before there was a search left it."""
    with Library.open(folder) as library:
        library.save_categories([GXQ])
        for number in range(60):
            library.save_article(article(number, f"量子{number}号园区"), parser=1, at=1.0)
    with apsw.Connection(str(folder / "cache.db")) as old:
        old.execute(
            "DROP TABLE search_texts; DROP TABLE search_titles; DROP TRIGGER reworded; DROP INDEX articles_indexed; "
            "ALTER TABLE articles DROP COLUMN indexed; DROP TABLE attachments; PRAGMA user_version = 3"
        )
    return folder


def test_an_older_library_is_searched_as_far_as_its_index_is(folder: Path) -> None:
    with Library.open(of_the_version_before(folder)) as library:
        assert library.notices == []
        assert (folder / "backups" / "cache-before-v4.db").exists()
        assert (library.index.behind(), found(library, "量子")) == (60, [])
        assert library.inspection.texts().unindexed == 60
        assert library.index.catch_up(25) == 35
        assert len(found(library, "量子")) == 25
        assert library.search.count(parse("园区")) == (25, True)
        while library.index.catch_up():
            pass
        assert len(found(library, "量子", limit=100)) == 60
        assert library.inspection.texts().unindexed == 0


def test_an_index_that_is_being_filled_goes_on_where_it_was_killed(folder: Path) -> None:
    process = start(CATCHES_UP, of_the_version_before(folder), "slowly", stdin=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == "55\n"
    process.kill()
    process.communicate()
    with Library.open(folder) as library:
        assert library.index.behind() in {50, 55}
        assert library.index.catch_up(100) == 0
        assert len(found(library, "园区", limit=100)) == 60


def test_two_processes_fill_one_index(folder: Path) -> None:
    of_the_version_before(folder)
    processes = [start(CATCHES_UP, folder) for _ in range(2)]
    with Library.open(folder) as library:
        while library.index.behind():
            assert len(found(library, "量子", limit=100)) <= 61  # those of before, and the one that is saved here
            library.save_article(article(70, "量子园区"), parser=1, at=1.0)
        said = [process.communicate()[0].splitlines() for process in processes]
        assert [process.returncode for process in processes] == [0, 0]
        assert any(said)
        assert len(found(library, "园区", limit=100)) == 61
        assert library._rows("PRAGMA main.integrity_check") == [("ok",)]


def test_an_index_of_other_tokens_is_filled_anew(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (index, upkeep):
        monkeypatch.setattr(module, "TOKENS_VERSION", terms.TOKENS_VERSION + 1)
    assert filled.index.behind() == 6
    assert found(filled, "量子") == [2, 1]
    assert filled.index.catch_up() == 0
    assert found(filled, "量子") == [2, 1]


def test_the_index_takes_part_in_the_transaction_of_what_it_is_about(library: Library) -> None:
    class LostError(Exception):
        pass

    with pytest.raises(LostError), library.together():  # noqa: PT012
        library.save_article(article(1, "量子"), parser=1, at=1.0)
        raise LostError
    assert found(library, "量子") == []
    assert library._value("SELECT count(*) FROM search_texts_docsize") == 0


def test_a_damaged_index_is_made_anew_and_costs_no_article(filled: Library, folder: Path) -> None:
    with apsw.Connection(str(folder / "cache.db")) as other:
        other.execute("UPDATE search_texts_data SET block = x'0000ffff' WHERE id > 100")
    with pytest.raises(LibraryDamagedError):
        find(filled, "量子 OR 园 OR 合肥 OR 低空")
    filled.close()
    with Library.open(folder) as mended:
        assert [type(notice) for notice in mended.notices] == [IndexRemadeError]
        assert (mended.views.totals().articles, mended.views.totals().cached, mended.index.behind()) == (
            6,
            4,
            6,
        )
        mended.index.catch_up()
        assert found(mended, "量子") == [2, 1]


def test_articles_that_came_in_are_looked_at_alone(filled: Library) -> None:
    keys = {headline.path: headline.key for headline in filled.views.headlines(filled.views.keys(View()))}
    some = [keys[path_of(number)] for number in (1, 3, 9)]
    assert filled.search.fitting(parse("低空 OR 量子"), some) == [keys[path_of(number)] for number in (3, 1, 9)]
