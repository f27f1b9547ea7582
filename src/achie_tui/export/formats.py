"""The formats that articles are exported in: what each is called, and what writes it.

What writes a format is loaded when it is first wanted: the app shows this table at the press of a key.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from achie_tui.language import Phrase

if TYPE_CHECKING:
    from achie_tui.export.edition import Edition

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, and what it is made of.

    `renderer` names the module and the function that give it as text, bit by bit; it is empty where it is no text.
    `of_texts` says that it needs the articles' texts, else their headlines are enough; `with_pictures` that it shows
    pictures. `opening` stands before it in a file.
    """

    label: Phrase
    ending: str
    renderer: str
    of_texts: bool = True
    with_pictures: bool = False
    opening: str = ""

    def text(self, edition: "Edition") -> Iterator[str]:
        """Give an edition as text."""
        module, _, name = self.renderer.partition(".")
        text: Iterator[str] = getattr(import_module(f"achie_tui.export.{module}"), name)(edition)
        return text

    def write(self, edition: "Edition", file: BinaryIO) -> None:
        """Write an edition into a file."""
        if self.renderer:
            write_text(file, [self.opening])
            write_text(file, self.text(edition))
        else:
            from achie_tui.export.epub import write_epub

            write_epub(edition, file)


def write_text(file: BinaryIO, parts: Iterable[str]) -> None:
    """Write text into a file; what no encoding can say, half a character, is shown as such instead of ending it all."""
    file.writelines(part.encode(errors="replace") for part in parts)


FORMATS: dict[str, Format] = {
    "markdown": Format(
        Phrase("Markdown（带图片）", "Markdown, with pictures"),
        ".md",
        "documents.markdown_document",
        with_pictures=True,
    ),
    "html": Format(Phrase("网页（单个文件）", "web page, one file"), ".html", "page.html_page", with_pictures=True),
    "epub": Format(Phrase("电子书 EPUB", "EPUB book"), ".epub", "", with_pictures=True),
    "text": Format(Phrase("纯文本", "plain text"), ".txt", "documents.text_document"),
    # A spreadsheet takes a file without this mark for one in the system's old encoding, and shows no Chinese.
    "csv": Format(
        Phrase("标题表格 CSV", "table of headlines, CSV"),
        ".csv",
        "headline_table.headlines_csv",
        of_texts=False,
        opening=_BOM,
    ),
    "jsonl": Format(
        Phrase("标题 JSON Lines", "headlines, JSON Lines"), ".jsonl", "headline_table.headline_lines", of_texts=False
    ),
    "gbt7714": Format(Phrase("参考文献 GB/T 7714", "references, GB/T 7714"), ".txt", "references.gbt7714"),
    "bibtex": Format(Phrase("参考文献 BibTeX", "references, BibTeX"), ".bib", "references.bibtex"),
    "ris": Format(Phrase("参考文献 RIS", "references, RIS"), ".ris", "references.ris"),
    "csl": Format(Phrase("参考文献 CSL-JSON", "references, CSL-JSON"), ".json", "references.csl_json"),
}
FULL_LINES = Format(Phrase("全文 JSON Lines", "whole articles, JSON Lines"), ".jsonl", "headline_table.article_lines")
"""What `jsonl` is where whole articles are wanted."""
