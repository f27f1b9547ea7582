"""Addresses that an article has one write to: numbered as links are, listed behind the text, copied and not opened."""

import pytest

from achie_tui.model import Article, Block, CellLink, Span, TableBlock, TextBlock
from tests.tui.driver import running
from tests.tui.fake import CATEGORIES, FakeNewsroom, keep_first, path_of

PATH = path_of(CATEGORIES[0], 0)
BLOCKS: tuple[Block, ...] = (
    TextBlock("paragraph", "材料请发招商局信箱。", (Span(4, 9, "link", "mailto:zs@hewan.example"),)),
    TableBlock((("部门", "信箱"), ("规划局", "李某")), 1, (CellLink(1, 1, "mailto:li@hewan.example", "李某"),)),
    TextBlock("paragraph", "坏的链接。", (Span(0, 2, "link", "mailto:x(y)@hewan.example"),)),
)


@pytest.fixture
def article(newsroom: FakeNewsroom) -> Article:
    return keep_first(newsroom.library, BLOCKS)


@pytest.mark.usefixtures("article")
async def test_an_address_is_numbered_and_copied_and_listed_behind_the_text(
    newsroom: FakeNewsroom, copied: list[str]
) -> None:
    async with running(newsroom, path=PATH) as desk:
        lines = [line.text for line in desk.main.reader.text_layout.lines if line.text]
        at = lines.index("邮箱")
        assert lines[at + 1 : at + 3] == ["招商局信箱  zs@hewan.example", "李某  li@hewan.example"]
        await desk.press(";")
        hinting = desk.main.reader.hinting
        assert hinting is not None
        mails = [each.url for each in hinting.numbers if each.url.startswith("mailto:")]
        assert mails == ["mailto:zs@hewan.example", "mailto:li@hewan.example"] * 2
        await desk.press("2", "enter")
        assert copied == ["li@hewan.example"]
        assert "已复制邮箱地址 li@hewan.example" in desk.status
        assert desk.opened == []
