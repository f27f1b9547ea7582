"""Bodies of articles as editors leave them, each piece of html beside the texts that a reader must find in it.

A body has one style (which editor or which copy-and-paste it came from) and a row of pieces: paragraphs, headings,
pictures, tables, lists, quotes, and the litter between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from tests.site.tables import Grid, draw_table
from tests.site.words import Words

HOST = "http://www.achie.org"

_BLOCKS = {  # how each editor writes a paragraph
    "ck": "<p>\r\n\t&nbsp;&nbsp;&nbsp; %s</p>\r\n",
    "wide": "<p>\u3000\u3000%s</p>\n",
    "word": '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt"><span style="font-size:16.0pt;'
    'font-family:仿宋_GB2312">%s<span lang="EN-US"><o:p></o:p></span></span></p>\n',
    "wechat": '<section style="margin: 0px 8px; line-height: 2em;"><section><p style="text-indent: 2em;">'
    '<span style="font-size: 15px; letter-spacing: 1px;">%s</span></p></section></section>',
    "upper": '<P style="TEXT-INDENT: 2em">%s</P>',
    "div": "<div>\r\n\t\u3000\u3000%s</div>\n",
    "font": '<p><font size="3" face="宋体">\u3000\u3000%s</font></p>',
    "plain": "<p>%s</p>\n",
}
STYLES = (*_BLOCKS, "br")

_LATIN = re.compile(r"[0-9A-Za-z.,/&%]+")
_ENTITIES = {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "…": "&hellip;", "‘": "&lsquo;", "’": "&rsquo;"}
_CENTRES = (
    '<p style="text-align: center;">\r\n\t{}</p>',
    '<p align="center">{}</p>',
    '<div style="text-align:center">{}</div>',
    "<center>{}</center>",
    '<p style="text-align:center"><span style="font-size:12px;color:#666">{}</span></p>',
)
_LITTER = (
    "<p>&nbsp;</p>",
    "<p><br /></p>",
    "<!-- [if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif] -->",
    '<script type="text/javascript">var pos = 1; document.write("<b>script 的字不是正文</b>");</script>',
    "<style>.cut p { text-indent: 2em }</style>",
    "<section><section></section></section>",
    "<!-- 正文之外的注释 -->",
    '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>',
)


@dataclass(frozen=True)
class Piece:
    """A bit of html and the truth about it; `files` are the pictures that the site has indeed."""

    html: str
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    tables: tuple[Grid, ...] = ()
    attribution: str | None = None
    files: tuple[str, ...] = ()


def encode(text: str, *, entities: bool = False) -> str:
    """Write a text as html, with the named entities that the rich text editors write where asked for."""
    html = escape(text, quote=False)
    if entities:
        for char, entity in _ENTITIES.items():
            html = html.replace(char, entity)
    return html


class BodyMaker:
    """Draws the pieces of one body in one style."""

    def __init__(self, rng: Random, when: datetime) -> None:
        self.rng = rng
        self.words = Words(rng)
        self.when = when
        self.style = rng.choice(STYLES)
        self.entities = self.style == "ck" or rng.random() < 0.2

    def draw(self) -> list[Piece]:
        """Draw the pieces of a whole body: usually long, sometimes nothing, sometimes one picture."""
        chance = self.rng.random()
        if chance < 0.03:
            return []
        if chance < 0.06:
            return [self.image(captioned=False)]
        pieces = [self.paragraph()] if self.rng.random() < 0.8 else []
        kinds = ("paragraph", "heading", "image", "table", "items", "quote", "litter", "spam", "trap")
        weights = (50, 12, 10, 5, 6, 5, 6, 2, 4)
        for kind in self.rng.choices(kinds, weights, k=self.rng.randint(3, 12)):
            if kind == "image":
                pieces += self.illustration()
            elif kind == "heading":  # never the last word: a paragraph follows it
                pieces += [self.heading(), self.paragraph()]
            else:
                pieces.append(getattr(self, kind)())
        pieces.append(self.paragraph())
        if self.rng.random() < 0.3:
            text = self.words.attribution()
            pieces.append(Piece(self.block(encode(text)), attribution=text))
        return pieces

    def block(self, html: str) -> str:
        """Put one paragraph's html into the element (or the line) of the style."""
        if self.style == "br":
            return f"\u3000\u3000{html}{self.rng.choice(('<br>', '<br />', '<br/><br/>'))}\n"
        return _BLOCKS[self.style].replace("%s", html)

    def text(self, text: str) -> str:
        """Write a paragraph's text as html with what editors put inside: bold, links, spans round numbers."""
        rng = self.rng
        if self.style == "word":

            def number(match: re.Match[str]) -> str:
                return f'<span lang="EN-US"><font face="Calibri">{escape(match[0])}</font></span>'

            return "".join(
                number(match) if (match := _LATIN.fullmatch(part)) else encode(part)
                for part in re.split(f"({_LATIN.pattern})", text)
            )
        if len(text) < 20 or rng.random() < 0.6:
            return encode(text, entities=self.entities)
        start = rng.randrange(len(text) - 8)
        end = start + rng.randint(2, 8)
        wrap = rng.choice(
            (
                "<strong>{}</strong>",
                "<em>{}</em>",
                '<a href="{}" target="_blank">{{}}</a>'.format(
                    rng.choice(("/", HOST + "/", "http://www.example.com/doc.html"))
                ),
                '<span style="color:#c00">{}</span>',
                "<b>{}</b>",
            )
        )
        parts = (text[:start], text[start:end], text[end:])
        before, inside, after = (encode(part, entities=self.entities) for part in parts)
        return before + wrap.format(inside) + after

    def paragraph(self) -> Piece:
        """Draw running text."""
        text = self.words.paragraph()
        return Piece(self.block(self.text(text)), (text,))

    def heading(self) -> Piece:
        """Draw a heading: a real one, or a bold paragraph."""
        text = self.words.heading()
        html = encode(text, entities=self.entities)
        form = self.rng.choice(("h2", "h3", "h4", "strong", "strong", "border"))
        if form == "strong":
            return Piece(self.block(f"<strong>{html}</strong>"), (text,))
        if form == "border":
            return Piece(
                f'<section style="border-left:4px solid #06c"><p><strong>{html}</strong></p></section>', (text,)
            )
        return Piece(f"<{form}>{html}</{form}>\n", (text,))

    def items(self) -> Piece:
        """Draw a list."""
        texts = tuple(self.words.item() for _ in range(self.rng.randint(2, 5)))
        tag = self.rng.choice(("ul", "ol"))
        inner = self.rng.choice(("\r\n\t\t{}", "{}", "<p>{}</p>"))
        rows = "".join(f"\t<li>{inner.format(encode(text, entities=self.entities))}</li>\r\n" for text in texts)
        return Piece(f"<{tag}>\r\n{rows}</{tag}>\r\n", texts)

    def quote(self) -> Piece:
        """Draw a block quotation."""
        texts = tuple(self.words.paragraph(1, 3) for _ in range(self.rng.randint(1, 2)))
        inner = "".join(f"\r\n\t<p>{encode(text, entities=self.entities)}</p>" for text in texts)
        return Piece(f"<blockquote>{inner}\r\n</blockquote>\r\n", texts)

    def table(self) -> Piece:
        """Draw a data table."""
        html, grid = draw_table(self.rng, self.words)
        return Piece(html, tables=(grid,))

    def litter(self) -> Piece:
        """Draw something in a body that is no text."""
        return Piece(self.rng.choice(_LITTER) + "\n")

    def spam(self) -> Piece:
        """Draw hidden words of an intruder."""
        style = self.rng.choice(("display:none", "display: none;", "DISPLAY:NONE"))
        tag = self.rng.choice(("div", "p", "span"))
        link = f'<a href="http://spam.example.com/">{self.words.spam()}</a>'
        return Piece(f'<{tag} style="{style}">{link}</{tag}>')

    def trap(self) -> Piece:
        """Draw text that looks like something else: a label, markup of a terminal library, control characters."""
        words, rng = self.words, self.rng
        kind = rng.choice(("label", "markup", "control"))
        if kind == "label":
            text = rng.choice(
                (
                    words.fill("来源:{body}，统计口径有调整，与往年数据不可直接比较。"),
                    words.fill("数据来源：《{doc}》第{small}页，日期:{year}-0{small}-1{small}，作者:{body}。"),
                    words.fill("上一篇讲了{industry}，下一篇再讲{thing}，这里先说说{city}{zone}的来历。"),
                )
            )
        elif kind == "markup":
            text = words.fill(
                "[bold red]{industry}[/bold red]与[/]以及[link=http://www.example.com]{thing}[/link]照原样显示，\\[转义]也是。"
            )
        else:
            text = words.fill("终端字符[31m{industry}[0m不应生效，铃声、倒写的{thing}和标题]0;x也不应生效。")
            html = encode(text)
            escape_char = rng.choice(("\x1b", "&#27;"))
            for plain, evil in (
                ("[31m", f"{escape_char}[31m"),
                ("[0m", f"{escape_char}[0m"),
                ("铃声", "铃声\x07"),
                ("倒写", rng.choice(("\u202e", "&#x202e;")) + "倒写"),
                ("]0;x", f"{escape_char}]0;x\x07"),
            ):
                html = html.replace(plain, evil)
            return Piece(self.block(html), (text,))
        return Piece(self.block(encode(text)), (text,))

    def illustration(self) -> list[Piece]:
        """Draw a picture with its caption, or with a long paragraph after it: never with a short line of other kind."""
        if self.rng.random() < 0.6:
            return [self.image(captioned=True)]
        text = self.words.paragraph(3, 5)
        return [self.image(captioned=False), Piece(self.block(encode(text)), (text,))]

    def image(self, *, captioned: bool) -> Piece:
        """Draw a picture in one of the ways that pages name it."""
        rng = self.rng
        path = f"/uploads/allimg/{self.when:%y%m%d}/1-{self.when:%y%m%d}{rng.randint(100000, 999999)}.png"
        form = rng.choice(("src", "src", "original", "datasrc", "protocol", "absolute", "foreign"))
        if form == "foreign":
            path = f"https://img.example.com/mm_png/{rng.getrandbits(64):016x}/640?wx_fmt=png"
        source = {
            "src": f'src="{path}"',
            "original": f'class="lazy" src="/images/loading.gif" data-original="{path}"',
            "datasrc": f'data-ratio="0.66" data-src="{path}" src="/images/loading.gif"',
            "protocol": f"src='//www.achie.org{path}'",
            "absolute": f'src="{HOST}{path}"',
            "foreign": f'data-src="{path}" data-w="1080"',
        }[form]
        tag = f'<img alt="" {source} style="width: 560px; height: 373px;" />'
        if self.style == "upper":
            tag = tag.replace("<img alt", "<IMG alt")
        exists = path.startswith("/") and rng.random() < 0.93
        caption = self.words.caption() if captioned else ""
        return Piece(
            self._picture(tag, caption),
            captions=(caption,) if caption else (),
            images=(path,),
            files=(path,) if exists else (),
        )

    def _picture(self, tag: str, caption: str) -> str:
        if caption and self.rng.random() < 0.25:
            return f"<figure>{tag}<figcaption>{encode(caption)}</figcaption></figure>\n"
        if self.style == "br":
            return f"{tag}<br />\n" + (f"{encode(caption)}<br />\n" if caption else "")
        centre = self.rng.choice(_CENTRES)
        below = self.rng.choice(_CENTRES).format(encode(caption)) if caption else ""
        return centre.format(tag) + "\n" + below + "\n"


def paginate(rng: Random, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Join pieces to the html of one page, or of several as the engine cuts them: in open tags, `#e#` left over."""
    count = rng.randint(2, 4) if len(pieces) > 6 and rng.random() < 0.35 else 1
    size = -(-len(pieces) // count) or 1
    pages = ["".join(piece.html for piece in pieces[start : start + size]) for start in range(0, len(pieces), size)]
    for index in range(1, len(pages)):
        if pages[index - 1].rstrip().endswith("</p>") and rng.random() < 0.6:
            pages[index - 1] = pages[index - 1].rstrip().removesuffix("</p>")
            pages[index] = "</p>\n" + pages[index]
        if rng.random() < 0.3:
            pages[index] = "#e#" + rng.choice(("</div>", "</p>", "")) + "\n" + pages[index]
    if rng.random() < 0.1:
        pages = [f"<table width='100%'><tbody><tr><td>{page}</td></tr></tbody></table>" for page in pages]
    return tuple(pages) or ("",)
