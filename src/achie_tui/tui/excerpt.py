"""What is selected of an article: as text, as Markdown, as a quotation, and in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from achie_tui.language import Phrase
from achie_tui.model import Block, TableBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.cutting import BLANKS, cut_block

COPIED_TEXT = Phrase("已复制 {characters:,} 字", "Copied {characters:,} characters")
COPIED_TABLE = Phrase(
    "已复制表格 {rows:,}×{columns:,}；再按 {copy_link} 复制为 CSV，{copy_markdown} 为 Markdown",
    "Copied a table of {rows:,}×{columns:,}; {copy_link} again copies CSV, {copy_markdown} Markdown",
)
COPIED_CSV = Phrase("已复制表格 {rows:,}×{columns:,}（CSV）", "Copied a table of {rows:,}×{columns:,} as CSV")
# A quotation within a quotation has the other marks (GB/T 15834, 4.8.3.2).
_INNER = str.maketrans("“”‘’", "‘’“”")


class Part(NamedTuple):
    """A part of a block of an article: the characters from `start` to `end` of its `block_text`."""

    block: int
    start: int
    end: int


class Said(NamedTuple):
    """What there is to say, with what fills it."""

    phrase: Phrase
    values: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is selected: its text, and the parts of the article's blocks that are in it, which may be none."""

    text: str
    parts: tuple[Part, ...] = ()

    def cut(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Give what is selected of an article's blocks, as blocks."""
        for number, start, end in self.parts:
            if number < len(blocks):
                yield cut_block(blocks[number], start, end)

    def table(self, blocks: Sequence[Block]) -> TableBlock | None:
        """Give the table that is all that is selected, if it is one."""
        found = list(self.cut(blocks))
        return found[0] if len(found) == 1 and isinstance(found[0], TableBlock) else None

    def said(self, blocks: Sequence[Block], *, as_csv: bool = False) -> Said:
        """Say what was copied of it."""
        if (table := self.table(blocks)) is not None:
            columns = max(map(len, table.rows), default=0)
            return Said(COPIED_CSV if as_csv else COPIED_TABLE, {"rows": len(table.rows), "columns": columns})
        return Said(COPIED_TEXT, {"characters": sum(not character.isspace() for character in self.text)})

    def markdown(self, blocks: Sequence[Block], addresses: Addresses) -> str:
        """Give it as Markdown."""
        from achie_tui.export.markdown import block_markdown, escaped

        parts = [block_markdown(block, addresses) for block in self.cut(blocks)]
        return "\n\n".join(filter(None, parts)) or escaped(self.text)

    def quotation(self, citation: str) -> str:
        """Give it as a quotation, with where it is from."""
        text = self.text.strip(BLANKS)
        is_paired = text.count("‘") == text.count("’")  # else it is an apostrophe
        inner = text.translate(_INNER) if is_paired else text.replace("“", "‘").replace("”", "’")
        return f"“{inner}”({citation})"


def table_csv(table: TableBlock) -> str:
    """Give a table as CSV (RFC 4180); no cell is a formula to a spreadsheet."""
    import csv
    import io

    from achie_tui.export.headline_table import cell

    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows([[cell(text) for text in row] for row in table.rows])
    return lines.getvalue()
