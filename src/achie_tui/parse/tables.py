"""Tables: told apart into data and layout, and data laid out as a grid."""

import re
from itertools import takewhile

from achie_tui.model import CellLink, TableBlock
from achie_tui.parse.clean import clean_line
from achie_tui.parse.raised import Shift, raised
from achie_tui.parse.tree import BLOCKS, Tree
from achie_tui.parse.view import PageView

_SPAN_LIMIT = 100
_FILLED_LIMIT = 400_000
"""Places that spans, and rows shorter than others, may leave empty: a few cells could claim any number of them."""
_BETWEEN = " | "
_LONG_CELL = 200
_FEW_ROWS = 2
_PARTS_OF_A_PAGE = 6
# Cells of no more nodes hold a text, perhaps in a paragraph, and nothing else.
_PLAIN = 2
_SHIFTED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_SPAN = re.compile(r"\s*(\d{1,5})(?!\d)", re.ASCII)
_NUMBER = re.compile(r"^[-+−±<>≤≥约]?\s*[\d,，.．]+\s*(?:%|％|‰|[一-鿿²³/a-zA-Z]{0,6})$")
_YEAR = re.compile(r"^(?:19|20)\d\d\s*年?(?:末|底)?$")


def rows_of(tree: Tree, table: int) -> list[list[int]]:
    """Give the cells of a table by row, those of nested tables left out."""
    rows: list[list[int]] = []
    for part in tree.children(table):
        candidates = tree.children(part) if tree.tag[part] in {"tbody", "thead", "tfoot"} else [part]
        for row in candidates:
            if tree.tag[row] == "tr":
                cells = [cell for cell in tree.children(row) if tree.tag[cell] in {"td", "th"}]
                if cells:
                    rows.append(cells)
    return rows


def is_layout(tree: Tree, table: int) -> bool:
    """Tell whether a table only places things: one column, tables inside it, or a few cells full of paragraphs."""
    rows = rows_of(tree, table)
    if not rows or max(map(len, rows)) == 1:
        return True
    nested = tree.elements("table", table + 1, tree.end[table])
    if nested:
        inner = sum(tree.length(i, tree.end[i]) for i in nested)
        return inner * 2 > tree.length(table, tree.end[table]) or len(rows) <= _FEW_ROWS
    cells = [cell for row in rows for cell in row]
    if len(cells) > _PARTS_OF_A_PAGE:
        return False
    return any(
        tree.length(cell, tree.end[cell]) > _LONG_CELL and len(tree.lines_between(cell, tree.end[cell])) > 1
        for cell in cells
    )


def shift_of(tree: Tree, index: int, tag: str) -> Shift | None:
    """Tell whether an inline element raises or lowers its characters."""
    if tag in {"sup", "sub"}:
        return "superscript" if tag == "sup" else "subscript"
    if tag in {"span", "font"} and (match := _SHIFTED.search(tree.attribute(index, "style"))):
        return "superscript" if match[1].lower() == "super" else "subscript"
    kind = tree.tag[tree.parent[index]]
    if kind in {"msup", "msub"} and not tree.is_first(index):
        return "superscript" if kind == "msup" else "subscript"
    return None


def cell_text(tree: Tree, cell: int) -> str:
    """Give a cell's text as one line: raised characters as such, struck words between ~~."""
    parts: list[str] = []
    closing: list[tuple[int, str]] = []
    index, end = cell, tree.end[cell]
    while index < end:
        while closing and index >= closing[-1][0]:
            parts.append(closing.pop()[1])
        tag = tree.tag[index]
        shift = shift_of(tree, index, tag) if tag else None
        if shift is not None:
            text = clean_line(tree.raw_text(index, tree.end[index]))
            parts.append(raised(text, shift) if text else "")
            index = tree.end[index]
            continue
        if tag in {"del", "s", "strike"}:
            parts.append("~~")
            closing.append((tree.end[index], "~~"))
        parts.append(tree.text[index] or ("\n" if tag in BLOCKS or tag == "br" else ""))
        index += 1
    return clean_line("".join(parts) + "".join(words for _, words in reversed(closing)))


def _links(view: PageView, cell: int, row: int, column: int) -> list[CellLink]:
    tree = view.tree
    links = tree.anchors_between(cell, tree.end[cell])
    found = ((view.target(tree.href(link)), tree.line_of(link)) for link in links)
    return [CellLink(row, column, href, text) for href, text in found if href and text]


def read_table(view: PageView, table: int) -> TableBlock | None:
    """Lay a data table out as a grid; None where all its cells are empty.

    A spanning cell's text stands in its first place and "" in the others; rows are filled up to one length. Where far
    too many places would be empty, each row is one cell: the text is whole, and no column is claimed.
    """
    tree = view.tree
    rows = rows_of(tree, table)
    grid: list[dict[int, str]] = [{} for _ in rows]
    links: list[CellLink] = []
    head_of: list[bool] = []
    first_row_height = 1
    filled = 0
    for number, cells in enumerate(rows):
        column = 0
        in_head = tree.tag[tree.parent[tree.parent[cells[0]]]] == "thead"
        head_of.append(in_head or all(tree.tag[cell] == "th" for cell in cells))
        for cell in cells:
            while column in grid[number]:
                column += 1
            text = _text(tree, cell)
            links += _links(view, cell, number, column)
            attributes = tree.attributes(cell)
            width, height = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            height = min(height, len(rows) - number)
            filled += width * height - 1
            if filled > _FILLED_LIMIT:
                return _by_rows(view, rows)
            for row in grid[number : number + height]:
                for place in range(column, column + width):
                    row.setdefault(place, "")
            grid[number][column] = text
            if number == 0:
                first_row_height = max(first_row_height, height if len(rows) > height else 1)
            column += width
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    if width * len(rows) > _FILLED_LIMIT + sum(map(len, rows)):
        return _by_rows(view, rows)
    header = sum(1 for _ in takewhile(bool, head_of)) or (first_row_height if _looks_like_header(grid) else 0)
    texts = tuple(tuple(row.get(column, "") for column in range(width)) for row in grid)
    return _table(texts, min(header, len(rows)), links)


def _by_rows(view: PageView, rows: list[list[int]]) -> TableBlock | None:
    """Give what each row says as one cell."""
    texts = (_BETWEEN.join(filter(None, (_text(view.tree, cell) for cell in row))) for row in rows)
    links = [link for number, row in enumerate(rows) for cell in row for link in _links(view, cell, number, 0)]
    return _table(tuple((text,) for text in texts), 0, links)


def _table(rows: tuple[tuple[str, ...], ...], header: int, links: list[CellLink]) -> TableBlock | None:
    return TableBlock(rows, header, tuple(links)) if any(any(row) for row in rows) else None


def _text(tree: Tree, cell: int) -> str:
    return cell_text(tree, cell) if tree.end[cell] > cell + _PLAIN else tree.line_of(cell)


def _span(value: str | None) -> int:
    match = _SPAN.match(value) if value else None
    return min(max(int(match[1]), 1), _SPAN_LIMIT) if match else 1


def _looks_like_header(grid: list[dict[int, str]]) -> bool:
    """Names above numbers: no number but years in the first row, and some below it."""
    if min(len(grid), len(grid[0])) <= 1:
        return False
    first = [text for text in grid[0].values() if text]
    if not first or any(_NUMBER.match(text) and not _YEAR.match(text) for text in first):
        return False
    return any(_NUMBER.match(text) for row in grid[1:] for text in row.values())
