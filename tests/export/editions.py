"""An edition to export: two articles with all that a text may hold, one picture that is kept and one that is not."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from achie_tui.export.edition import Edition, PictureFile, Piece, picture_file
from achie_tui.model import (
    Article,
    Block,
    CellLink,
    Headline,
    ImageBlock,
    ListBlock,
    ListItem,
    Span,
    TableBlock,
    TextBlock,
)
from achie_tui.site.address import Addresses

ADDRESSES = Addresses("http://www.achie.org/")
SEEN = 1_758_800_000.0  # 2025-09-25 11:33 UTC
MADE = 1_758_900_000.0  # 2025-09-26 15:20 UTC

BLOCKS: tuple[Block, ...] = (
    TextBlock("heading", "一、怎么补", (), 2),
    TextBlock("paragraph", "新购设备按两成补助[1]，原价99元。", (Span(9, 12, "link", "/news/gxq/202401018.html"),)),
    ImageBlock("/uploads/kept.png", "车间", "图1 车间"),
    ImageBlock("/uploads/gone.png", "仓库"),
    TableBlock(
        (("项目", "2023", "2024"), ("产值（亿元）", "12.5", "-3.25"), ("附件", "申报表", "")),
        1,
        (CellLink(2, 1, "/uploads/a.doc", "申报表"),),
    ),
    ListBlock(
        ordered=True, items=(ListItem("申报", (), 0, 1), ListItem("材料", (), 1, None), ListItem("复核", (), 0, 2))
    ),
    TextBlock("quote", "先用后补。"),
    TextBlock("preformatted", "甲  1\n乙  2"),
    TextBlock("paragraph", "[1] 以发票为准。"),
)


def png(colour: str = "#4a7") -> PictureFile:
    """Give a picture's file."""
    data = BytesIO()
    Image.new("RGB", (3, 2), colour).save(data, "PNG")
    found = picture_file(data.getvalue())
    assert found is not None
    return found


KEPT = png()


def article(number: int = 7, **fields: object) -> Article:
    told = Article(
        path=f"/news/gxq/20240101{number}.html",
        id=number,
        title="园区设备补助：怎么领",
        category="政策解读",
        breadcrumb=(),
        source="高新院",
        author="林远、周宁",
        published="2024-01-02 09:30",
        attribution=None,
        blocks=BLOCKS,
    )
    return replace(told, **fields)  # type: ignore[arg-type]


def edition(*articles: Article, title: str = "政策解读") -> Edition:
    """Give an edition of some articles, of two where none is given."""
    told = articles or (article(), article(8, title="第二篇", author="未知", published=None))
    headlines = [
        Headline(number, each.path, each.id, each.title, each.category, each.published, None, each.source)
        for number, each in enumerate(told)
    ]
    return Edition(
        told[0].title if len(told) == 1 else title,
        [Piece(each, SEEN) for each in told],
        ADDRESSES,
        "高新院",
        MADE,
        pictures=lambda src: KEPT if src == "/uploads/kept.png" else None,
        headlines=headlines,
    )
