"""The formats that articles are exported in: what each is called, and how an edition is written in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from achie_tui.export import headline_table, references
from achie_tui.export.documents import markdown_document, text_document
from achie_tui.export.edition import Edition
from achie_tui.export.epub import write_epub
from achie_tui.export.page import html_page
from achie_tui.language import Phrase

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, and what it is made of.

    `text` gives it bit by bit, None where it is no text. `of_texts` says that it needs the articles' texts, else their
    headlines are enough; `with_pictures` that it shows pictures. `opening` stands before it in a file.
    """

    label: Phrase
    ending: str
    text: Callable[[Edition], Iterator[str]] | None
    of_texts: bool = True
    with_pictures: bool = False
    opening: str = ""

    def write(self, edition: Edition, file: BinaryIO) -> None:
        """Write an edition into a file."""
        if self.text is None:
            write_epub(edition, file)
            return
        file.write(self.opening.encode())
        # What no encoding can say, half a character, is shown as such instead of ending it all.
        file.writelines(part.encode(errors="replace") for part in self.text(edition))


FORMATS: dict[str, Format] = {
    "markdown": Format(Phrase("Markdown（带图片）", "Markdown, with pictures"), ".md", markdown_document, True, True),
    "html": Format(Phrase("网页（单个文件）", "web page, one file"), ".html", html_page, True, True),
    "epub": Format(Phrase("电子书 EPUB", "EPUB book"), ".epub", None, True, True),
    "text": Format(Phrase("纯文本", "plain text"), ".txt", text_document),
    # A spreadsheet takes a file without this mark for one in the system's old encoding, and shows no Chinese.
    "csv": Format(
        Phrase("标题表格 CSV", "table of headlines, CSV"), ".csv", headline_table.headlines_csv, False, False, _BOM
    ),
    "jsonl": Format(Phrase("标题 JSON Lines", "headlines, JSON Lines"), ".jsonl", headline_table.headline_lines, False),
    "gbt7714": Format(Phrase("参考文献 GB/T 7714", "references, GB/T 7714"), ".txt", references.gbt7714),
    "bibtex": Format(Phrase("参考文献 BibTeX", "references, BibTeX"), ".bib", references.bibtex),
    "ris": Format(Phrase("参考文献 RIS", "references, RIS"), ".ris", references.ris),
    "csl": Format(Phrase("参考文献 CSL-JSON", "references, CSL-JSON"), ".json", references.csl_json),
}
FULL_LINES = Format(Phrase("全文 JSON Lines", "whole articles, JSON Lines"), ".jsonl", headline_table.article_lines)
"""What `jsonl` is where whole articles are wanted."""
