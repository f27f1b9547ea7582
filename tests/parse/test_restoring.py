"""Mirror copies restored: all that was garbled, and nothing else."""

from __future__ import annotations

from random import Random

import pytest

from achie_tui.parse.restore import restore
from tests.parse.reading import TEXT, article_html, read
from tests.site.mirror import PINYIN, garble

PLAIN = (
    "园区的规划从道路开始。今年新开工的项目有产业基地、会议中心和实验学校，发展报告说，关键是把时间还给企业。"
    "经济开发区的员工见过许多厂房，现在他们关心的问题是：电从哪里来，车往哪里开，标准由谁来定。"
)
KEPT = "他在甪(lù)直拍了照片；人工智能(AI)、千米(km)、方案(a)与（林远供稿）都不是注音。"
MARKED = frozenset(PINYIN)


def garbled(text: str) -> str:
    return garble(text, Random(1), MARKED)


def test_a_garbled_text_comes_back() -> None:
    mirror = garbled(PLAIN)
    assert "(" in mirror
    assert restore(mirror) == (PLAIN, True)


def test_real_notes_in_parentheses_stay() -> None:
    assert restore(garbled(PLAIN) + KEPT) == (PLAIN + KEPT, True)


def test_notes_without_tones_are_removed() -> None:
    mirror = (
        "發(fa)展報(bao)告說(shuo)，產(chan)業園區的實(shi)驗項(xiang)目進(jin)展順利(km)，三百頃(ha)，據(GDP)測算。"
    )
    text, is_mirror = restore(mirror)
    assert is_mirror
    assert text == "发展报告说，产业园区的实验项目进展顺利(km)，三百顷(ha)，据(GDP)测算。"


def test_full_width_parentheses_are_notes_too() -> None:
    text, _ = restore("發（fā）展報（bào）告說（shuō）明，產業園區")
    assert text == "发展报告说明，产业园区"


def test_two_notes_are_no_habit() -> None:
    text, _ = restore("發(fā)展報(bào)告說明產業園區實驗項目進展順利")
    assert text == "发(fā)展报(bào)告说明产业园区实验项目进展顺利"


def test_what_somebody_wrote_in_traditional_characters_stays_where_the_page_around_it_is_simplified() -> None:
    written = "臺北的學者說，園區經濟發展與產業規劃須從長計議；書籍由聯合報系發行，讀者來函請寄總編輯。" * 200
    page = f"<ul><li>政策解读</li><li>区域经济研究</li><li>科技创新</li></ul><p>{written}</p><p>版权所有</p>"
    assert restore(page) == (page, False)
    readings = page.replace("臺北的", "龜(guī)、鳳(fèng)、嶼(yǔ)諸字，臺北的", 1)
    assert restore(readings) == (readings, False)
    names = PLAIN + "在港上市的有長江實業、滙豐銀行、聯合交易所、電視廣播、國際貨櫃碼頭、華潤創業、東亞銀行。"
    assert restore(names) == (names, False)


@pytest.mark.parametrize(
    ("garbled_word", "word"),
    [
        ("串聯著", "串联着"),
        ("著名", "著名"),
        ("顯著", "显著"),
        ("於是", "于是"),
        ("乾隆", "乾隆"),
        ("雲臺", "云台"),
        ("信息", "信息"),
    ],
)
def test_characters_with_two_origins(garbled_word: str, word: str) -> None:
    text, _ = restore(f"園區產業發展報告說明實驗項目進展順利，{garbled_word}")
    assert text == f"园区产业发展报告说明实验项目进展顺利，{word}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain English (only)",
        PLAIN + KEPT,
        PLAIN + "石碑上刻着“厚德載物”四個字。" + PLAIN,
        PLAIN * 3 + "發(fā)展、報(bào)告、說(shuō)明",
        # More Traditional characters than a page has by chance, fewer than a mirror.
        PLAIN + "碑文是：業精於勤，學貫古今。",
        "長(zhǎng)大以后" + PLAIN * 8,
        "・" * 400 + PLAIN,
        "カタカナ" * 100,
        "😀" * 300,
    ],
)
def test_clean_pages_stay_as_they_are(text: str) -> None:
    assert restore(text) == (text, False)


def test_a_mirror_is_found_among_latin_and_dots() -> None:
    text, is_mirror = restore("·°±" * 3_000 + "<div class='x'>" * 900 + garbled(PLAIN * 30))
    assert is_mirror
    assert text.endswith(PLAIN)


def test_an_article_says_that_it_was_restored() -> None:
    article = read(garbled(article_html(f"<p>{PLAIN}</p><p>{TEXT}</p>")))
    assert article.mirror
    assert (article.source, article.published, article.category) == ("园区经济观察", "2025-09-25", "高新区新闻")
    assert article.previous is not None
    assert not read(article_html(f"<p>{PLAIN}</p>")).mirror
