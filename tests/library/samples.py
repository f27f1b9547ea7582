"""Articles and listings for the library's tests."""

from achie_tui.model import Article, Block, Category, Listing, Row, TextBlock

GXQ = Category("高新区新闻", "/news/gxq/", "gxq")
ZCJD = Category("政策解读", "/news/zcjd/", "zcjd")


def path_of(number: int) -> str:
    return f"{GXQ.path}20250925{number}.html"


def article(number: int = 1, text: str = "全市高新区上半年新增企业三百家。", **fields: object) -> Article:
    blocks: tuple[Block, ...] = (TextBlock("paragraph", text),) if text else ()
    given: dict[str, object] = {
        "path": path_of(number),
        "id": number,
        "title": f"第{number}号通告",
        "category": GXQ.name,
        "breadcrumb": ("首页", GXQ.name),
        "source": "高新院",
        "author": None,
        "published": "2025-09-25 10:30",
        "attribution": None,
        "blocks": blocks,
        **fields,
    }
    return Article(**given)  # type: ignore[arg-type]


def row(number: int, title: str | None = None, published: str | None = "2025-09-25", **fields: str | None) -> Row:
    return Row(path_of(number), title or f"第{number}号通告", published, **fields)


def listing(*numbers: int, page: int = 1, pages: int | None = None) -> Listing:
    return Listing(tuple(map(row, numbers)), page=page, pages=pages)
