"""Passages found again in articles that were corrected: at their own words, or said to be gone.

`--corrections N` sets how many random articles are corrected (1,000 take a minute).
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from achie_tui.anchoring import Anchorage, Anchored, Place
from achie_tui.model import Block, ImageBlock, ListBlock, ListItem, Passage, TableBlock, TextBlock
from achie_tui.typeset.document import block_text


def paragraphs(*texts: str) -> list[Block]:
    return [TextBlock("paragraph", text) for text in texts]


def marked(blocks: Sequence[Block], words: str, nth: int = 0) -> Passage:
    """Mark the n-th place of some words, which may go over several blocks."""
    text = "\n".join(map(block_text, blocks))
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)

    def place(index: int) -> Place:
        before = text[:index]
        return Place(before.count("\n"), index - (before.rfind("\n") + 1))

    passage = Anchorage(blocks).mark(place(at), place(at + len(words)))
    assert passage is not None
    return passage


def words_at(blocks: Sequence[Block], found: Anchored | None) -> str | None:
    """Give what stands where a passage was found."""
    if found is None:
        return None
    texts = [block_text(block) for block in blocks]
    (first, start), (last, end) = found.start, found.end
    if first == last:
        return texts[first][start:end]
    return "\n".join((texts[first][start:], *texts[first + 1 : last], texts[last][:end]))


def found_in(blocks: Sequence[Block], passage: Passage) -> str | None:
    return words_at(blocks, Anchorage(blocks).find(passage))


REPORT = paragraphs(
    "上半年，全市高新区经济运行总体平稳，主要指标好于预期。",
    "合肥高新区新增规模以上工业企业三百家，同比增长百分之八。",
    "芜湖高新区新增规模以上工业企业二百家，同比增长百分之五。",
    "土地供应方面，全年安排工业用地一千二百亩，其中标准厂房用地占三成。",
    "会议指出，要坚持科技创新引领产业创新，同比增长只是底线。",
)


def test_a_passage_keeps_what_stands_around_it() -> None:
    passage = marked(REPORT, "安排工业用地一千二百亩")
    assert passage.before.endswith("百分之五。\n土地供应方面，全年")
    assert passage.after.startswith("，其中标准厂房用地占三成。\n会议")
    assert (passage.block, passage.offset) == (3, 9)
    assert passage.rival < 50


def test_blanks_at_its_ends_are_no_part_of_a_passage() -> None:
    blocks = paragraphs("第一段 ", " 第二段")
    anchorage = Anchorage(blocks)
    passage = anchorage.mark(Place(0, 2), Place(1, 4))
    assert passage is not None
    assert passage.quotation == "段 \n 第二段"
    assert anchorage.mark(Place(0, 3), Place(1, 1)) is None
    assert Anchorage([]).mark(Place(0, 0), Place(3, 1)) is None
    assert Anchorage([]).find(passage) is None


def test_of_the_same_words_those_with_their_neighbours_are_meant() -> None:
    for nth, paragraph in enumerate((1, 2, 4)):
        passage = marked(REPORT, "同比增长", nth)
        found = Anchorage([TextBlock("paragraph", "前言。"), *REPORT]).find(passage)
        assert found is not None
        assert found.start.block == paragraph + 1


def test_of_the_same_words_with_the_same_neighbours_the_place_decides() -> None:
    blocks = paragraphs(*["各区要抓好落实，按时报送。"] * 3)
    found = Anchorage(blocks).find(marked(blocks, "抓好落实", 1))
    assert found == Anchored(Place(1, 3), Place(1, 7))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("合肥高新区新增规上工业企业三百二十家，同比增长百分之八。", "新增规上工业企业三百二十家"),
        ("合肥高新区新增 规模以上工业企业三百家，同比增长百分之八。", "新增 规模以上工业企业三百家"),
        ("合肥高新區新增規模以上工業企業三百家，同比增長百分之八。", "新增規模以上工業企業三百家"),
        ("合肥高新区今年先后新增规模以上工业企业三百家。", "新增规模以上工业企业三百家"),
        ("合肥高新区同比增长百分之八。", None),
        (None, None),
    ],
)
def test_a_corrected_passage_is_found_where_it_is_and_not_in_its_like(now: str | None, words: str | None) -> None:
    passage = marked(REPORT, "新增规模以上工业企业三百家")
    corrected = [block for block in REPORT if block is not REPORT[1]]
    if now is not None:
        corrected.insert(1, TextBlock("paragraph", now))
    assert found_in(corrected, passage) == words


def test_of_a_list_written_by_one_pattern_none_takes_the_place_of_another() -> None:
    cities = ("合肥", "芜湖", "蚌埠", "马鞍山", "滁州", "宣城", "安庆", "淮南")
    blocks = paragraphs(*(f"{city}高新区实现营业收入{n}00亿元，同比增长{n}%。" for n, city in enumerate(cities, 3)))
    for number, city in enumerate(cities):
        passage = marked(blocks, block_text(blocks[number]))
        rest = blocks[:number] + blocks[number + 1 :]
        assert found_in(rest, passage) is None, city
        assert found_in(rest[::-1], passage) is None, city
        assert found_in(rest[:2], passage) is None, city
        assert found_in(blocks[::-1], passage) == block_text(blocks[number])


def test_a_passage_over_several_blocks_is_found_again_where_these_were_parted_or_joined() -> None:
    words = "同比增长百分之五。\n土地供应方面，全年安排"
    passage = marked(REPORT, words)
    assert found_in(REPORT[1:], passage) == words
    joined = [*REPORT[:2], TextBlock("paragraph", block_text(REPORT[2]) + block_text(REPORT[3])), REPORT[4]]
    assert found_in(joined, passage) == words.replace("\n", "")
    parted = [
        *REPORT[:3],
        *paragraphs("土地供应方面，", "全年安排工业用地一千二百亩，其中标准厂房用地占三成。"),
        REPORT[4],
    ]
    assert found_in(parted, passage) == words.replace("，", "，\n")


def test_cells_items_and_captions_are_passages_too() -> None:
    table = TableBlock((("地区", "企业数", "增速"), ("合肥", "300", "8%"), ("芜湖", "200", "5%")), 1)
    blocks: list[Block] = [
        table,
        ListBlock(False, (ListItem("做强主导产业"), ListItem("完善配套政策"))),
        ImageBlock("/a.png", caption="园区全景图"),
    ]
    for words in ("芜湖\t200", "完善配套政策", "园区全景图"):
        passage = Anchorage(blocks).mark(*_place_of(blocks, words))
        assert passage is not None
        assert found_in([*REPORT, *blocks], passage) == words
    cell = Anchorage(blocks).mark(*_place_of(blocks, "200"))
    assert cell is not None
    without = TableBlock((("地区", "企业数", "增速"), ("合肥", "300", "8%"), ("六安", "20", "0%")), 1)
    assert found_in([without, *blocks[1:]], cell) is None


def test_a_very_long_passage_is_found_by_its_ends() -> None:
    maker = random.Random(5)
    blocks = paragraphs(*("".join(maker.choices(WORDS, k=40)) + f"{n}。" for n in range(120)))
    words = "\n".join(map(block_text, blocks[2:110]))
    passage = marked(blocks, words)
    changed = [*blocks[:60], *paragraphs("此处新增一段说明。"), *blocks[61:]]
    found = Anchorage(changed).find(passage)
    assert found == Anchored(Place(2, 0), Place(109, len(block_text(blocks[109]))), reworded=True)


def _place_of(blocks: Sequence[Block], words: str) -> tuple[Place, Place]:
    [block] = [number for number, each in enumerate(blocks) if words in block_text(each)]
    at = block_text(blocks[block]).index(words)
    return Place(block, at), Place(block, at + len(words))


# Random articles, corrected at random. Each character knows where it comes from, so that it can be told whose words
# those are that a passage is found at.

WORDS = (
    *("高新区", "园区", "企业", "产业", "创新", "政策", "土地", "规划", "建设", "项目", "投资", "增长", "同比", "全年"),
    *("其中", "推进", "完善", "服务", "平台", "人才", "科技", "成果", "转化", "集群", "的", "和", "与", "在", "对"),
    *(
        "将",
        "为",
        "等",
        "已",
        "达到",
        "新增",
        "累计",
        "实现",
        "营业收入",
        "工业总产值",
        "研发投入",
        "亿元",
        "万人",
        "三成",
    ),
    *("会议", "指出", "要求", "方案", "措施", "基金", "专项", "合作", "区域", "经济", "开放", "绿色", "低碳", "数字"),
    *("智能", "装备", "生物", "医药", "集成电路", "新能源", "汽车", "材料", "合肥", "苏州", "成都", "武汉", "西安"),
)
PATTERNS = (
    "{a}高新区实现营业收入{n}亿元，同比增长{m}%。",
    "其中{a}{b}项目{n}个，总投资{m}亿元。",
    "据悉，{a}将推进{b}建设，完善{c}服务。",
)


class Sign(NamedTuple):
    """A character and where it comes from, None for a new one."""

    text: str
    origin: int | None


Text = list[list[Sign]]


def sentence(maker: random.Random) -> str:
    if maker.random() < 0.4:
        a, b, c = maker.choices(WORDS, k=3)
        return maker.choice(PATTERNS).format(a=a, b=b, c=c, n=maker.randint(2, 900), m=maker.randint(1, 40))
    length = maker.randint(4, 14)
    return "".join(maker.choices(WORDS, k=length)) + maker.choice("。，；。")


def write(maker: random.Random) -> Text:
    texts = ["".join(sentence(maker) for _ in range(maker.randint(1, 5))) for _ in range(maker.randint(4, 14))]
    if maker.random() < 0.3:  # a text that says something twice
        texts.insert(maker.randrange(len(texts)), maker.choice(texts))
    if maker.random() < 0.5:
        texts = [
            f"{'一二三四五六七八九十'[n % 10]}、{maker.choice(WORDS)}" if n % 3 == 0 else t for n, t in enumerate(texts)
        ]
    origins = iter(range(10**6))
    return [[Sign(c, next(origins)) for c in text] for text in texts]


def correct(text: Text, maker: random.Random) -> Text:
    """Change words, and move, remove, part, join and add paragraphs."""
    text = [list(paragraph) for paragraph in text]
    for _ in range(maker.randint(1, 6)):
        number = maker.randrange(len(text))
        paragraph = text[number]
        match maker.choice(("words", "words", "words", "insert", "cut", "move", "remove", "part", "join", "add")):
            case "words":
                at = maker.randrange(len(paragraph) + 1)
                paragraph[at : at + maker.randint(1, 4)] = new(maker.choice(WORDS))
            case "insert":
                at = maker.randrange(len(paragraph) + 1)
                paragraph[at:at] = new("".join(maker.choices(WORDS, k=maker.randint(1, 6))))
            case "cut":
                at = maker.randrange(len(paragraph) + 1)
                del paragraph[at : at + maker.randint(1, 12)]
            case "move":
                text.insert(maker.randrange(len(text)), text.pop(number))
            case "remove" if len(text) > 1:
                del text[number]
            case "part":
                at = maker.randrange(len(paragraph) + 1)
                text[number : number + 1] = [paragraph[:at], paragraph[at:]]
            case "join" if number:
                text[number - 1 : number + 1] = [text[number - 1] + paragraph]
            case "add":
                text.insert(number, new("".join(sentence(maker) for _ in range(2))))
    return text


def new(text: str) -> list[Sign]:
    return [Sign(c, None) for c in text]


def blocks_of(text: Text) -> list[Block]:
    return paragraphs(*("".join(sign.text for sign in paragraph) for paragraph in text))


def choose(text: Text, maker: random.Random) -> tuple[Place, Place]:
    """Choose what is marked: some words, a sentence, a paragraph, or several."""
    number = maker.randrange(len(text))
    length = len(text[number])
    match maker.choice(("words", "words", "sentence", "paragraph", "several")):
        case "words":
            start = maker.randrange(length)
            return Place(number, start), Place(number, min(length, start + maker.randint(2, 30)))
        case "sentence":
            ends = [0, *(n + 1 for n, sign in enumerate(text[number]) if sign.text in "。；"), length]
            at = maker.randrange(len(ends) - 1)
            return Place(number, ends[at]), Place(number, ends[at + 1])
        case "paragraph":
            return Place(number, 0), Place(number, length)
        case _:
            last = min(len(text) - 1, number + maker.randint(1, 2))
            one, other = Place(number, maker.randrange(length)), Place(last, maker.randrange(len(text[last])) + 1)
            return min(one, other), max(one, other)


def signs(text: Text, start: Place, end: Place) -> list[Sign]:
    joined: list[Sign] = []
    for number in range(start.block, end.block + 1):
        paragraph = text[number]
        joined += paragraph[start.offset if number == start.block else 0 : end.offset if number == end.block else None]
    return joined


def test_passages_of_corrected_articles_are_found_at_their_own_words_or_gone(request: pytest.FixtureRequest) -> None:
    corrections: int = request.config.getoption("--corrections")
    looked = lost = twins = 0
    for seed in range(corrections):
        maker = random.Random(seed)
        before = write(maker)
        after = correct(before, maker)
        was, now = Anchorage(blocks_of(before)), Anchorage(blocks_of(after))
        for _ in range(4):
            start, end = choose(before, maker)
            passage = was.mark(start, end)
            if passage is None:
                continue
            own = [sign.origin for sign in signs(before, start, end)]
            found = now.find(passage)
            told = (seed, passage.quotation, words_at(blocks_of(after), found))
            intact = is_whole(own, after)
            looked += intact
            if found is None:
                lost += intact
                continue
            there = [sign.origin for sign in signs(after, found.start, found.end)]
            mine = len(set(own) & set(there))
            if mine < len(there) / 3:
                assert not found.reworded, told  # the text says the very same elsewhere, between the same neighbours
                twins += 1
                continue
            if intact:
                assert [origin for origin in there if origin is not None] == own, told
                assert not found.reworded, told
    assert looked > corrections
    assert lost <= max(6, looked * 0.02), (lost, looked)
    assert twins <= max(6, looked * 0.01), (twins, looked)


def is_whole(own: list[int | None], text: Text) -> bool:
    """Tell whether all of a passage is there in one piece."""
    flat = [sign.origin for paragraph in text for sign in paragraph]
    return own[0] in flat and flat[(at := flat.index(own[0])) : at + len(own)] == own
