"""What is new, as a digest: Markdown, HTML or plain text, with the first sentences of each article and its link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from html import escape

from achie_tui.export.markdown import escaped, without_references
from achie_tui.export.page import PAGE_END, page_head
from achie_tui.language import Language, Phrase
from achie_tui.model import Headline
from achie_tui.site.address import Addresses
from achie_tui.typeset.visible import clean_line

TITLE = Phrase("{site}：新文章 {articles} 篇，未读 {unread} 篇", "{site}: {articles} new articles, {unread} unread")
NOTHING = Phrase("{site}：没有新文章", "{site}: nothing new")
_PERIOD = Phrase(
    "{since} 至 {until}{zone}新来的；本地共 {known} 篇",
    "What came from {since} to {until}{zone}; {known} articles in the library",
)
_ZONE = Phrase("（北京时间）", " (Beijing time)")
_OF_HOURS = timedelta(days=2)
"""Up to this a span is told by the clock, where it does not begin with a day."""
_SECTION = Phrase("{name}（{articles} 篇，未读 {unread} 篇）", "{name} ({articles}, {unread} unread)")
_WATCHED = Phrase("关注：{name}", "Watched: {name}")
_OTHERS = Phrase("其他", "Other")
_REST = Phrase("另有 {count} 篇没有列出", "{count} more are not listed")
_READ = Phrase("已读", "read")
_ABOVE = Phrase("见上", "see above")


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a digest; `lead` is its first sentences, "" where nothing is known of its text."""

    headline: Headline
    lead: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest: the articles of a category (`name`), of a search that is `watched`, or "" all others.

    `items` are those that are listed, of so many `articles`.
    """

    name: str
    watched: bool
    articles: int
    unread: int
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new from one moment to another (in the site's time): each of `articles` counts once.

    `site` is the site's name, `known` how many articles the library knows. `is_abroad` tells that the user's clock
    shows another time than the site's: then it is said whose time it is.
    """

    site: str
    since: datetime
    until: datetime
    articles: int
    unread: int
    known: int
    sections: Sequence[Section]
    is_abroad: bool = False

    def title(self, language: Language) -> str:
        """Give the one line that tells how much there is."""
        phrase = TITLE if self.articles else NOTHING
        counts = {"articles": f"{self.articles:,}", "unread": f"{self.unread:,}"}
        return clean_line(phrase.say(language, site=self.site, **counts))

    def period(self, language: Language) -> str:
        """Give the line that tells of when it is, and of how many."""
        is_of_hours = self.until - self.since <= _OF_HOURS and self.since.time() != time.min
        form = "%Y-%m-%d %H:%M" if is_of_hours else "%Y-%m-%d"
        zone = _ZONE.say(language) if self.is_abroad else " " if language == "zh" else ""
        since, until = self.since.strftime(form), self.until.strftime(form)
        return _PERIOD.say(language, since=since, until=until, zone=zone, known=f"{self.known:,}")


@dataclass(frozen=True, slots=True)
class _Line:
    """An article as a digest shows it: clean, but not yet escaped for any format."""

    title: str
    url: str
    facts: str
    lead: str


def _lines(digest: Digest, addresses: Addresses, language: Language) -> Iterator[tuple[str, list[_Line], str]]:
    """Give each section: its heading, its articles, and what is said of those that are not listed."""
    told: set[int] = set()
    for section in digest.sections:
        name = clean_line(section.name) or _OTHERS.say(language)
        name = _WATCHED.say(language, name=name) if section.watched else name
        heading = _SECTION.say(language, name=name, articles=section.articles, unread=section.unread)
        lines = []
        for item in section.items:
            headline, again = item.headline, item.headline.key in told
            told.add(headline.key)
            facts = [headline.published, headline.category if section.watched else None, headline.source]
            facts += [_READ.say(language) if headline.read else None, _ABOVE.say(language) if again else None]
            said = "  ".join(clean_line(fact) for fact in facts if fact)
            whole = addresses.absolute(addresses.url(headline.path)) or addresses.url("/")
            lead = "" if again else clean_line(item.lead)
            lines.append(_Line(clean_line(headline.title), clean_line(whole), said, lead))
        rest = section.articles - len(section.items)
        yield heading, lines, _REST.say(language, count=rest) if rest else ""


def to_markdown(digest: Digest, addresses: Addresses, language: Language) -> str:
    """Give a digest as CommonMark."""
    parts = [f"# {escaped(digest.title(language))}", escaped(digest.period(language))]
    for heading, lines, rest in _lines(digest, addresses, language):
        parts.append(f"## {escaped(heading)}")
        for line in lines:
            parts.append(f"- [{escaped(line.title)}](<{without_references(line.url)}>)  {escaped(line.facts)}".rstrip())
            if line.lead:
                parts.append(f"  {_as_paragraph(line.lead)}")
        if rest:
            parts.append(escaped(rest))
    return "\n\n".join(parts)


def _as_paragraph(text: str) -> str:
    """Escape a text that begins a line: a number with a full stop would begin a list there."""
    safe = escaped(text)
    digits = len(safe) - len(safe.lstrip("0123456789"))
    return f"{safe[:digits]}\\{safe[digits:]}" if safe[digits : digits + 1] in {".", ")", "+", "-", "="} else safe


def to_text(digest: Digest, addresses: Addresses, language: Language) -> str:
    """Give a digest as plain text."""
    parts = [digest.title(language), digest.period(language)]
    for heading, lines, rest in _lines(digest, addresses, language):
        parts.append(f"== {heading} ==")
        parts += ("\n".join(filter(None, (f"* {line.title}", *_indented(line)))) for line in lines)
        if rest:
            parts.append(rest)
    return "\n\n".join(parts)


def _indented(line: _Line) -> Iterator[str]:
    yield from (f"  {text}" for text in (line.facts, line.lead, line.url) if text)


def to_page(digest: Digest, addresses: Addresses, language: Language) -> str:
    """Give a digest as an HTML page that needs nothing else."""
    body = _body(digest, addresses, language)
    return f"{page_head(digest.title(language), language)}{body}\n{PAGE_END}".rstrip("\n")


def to_mail_page(digest: Digest, addresses: Addresses, language: Language) -> str:
    """Give a digest as the HTML of a mail: no style and no policy, which programs for mail have of their own."""
    title = escape(digest.title(language))
    head = f'<head><meta charset="utf-8"/><title>{title}</title></head>'
    lang = "zh-CN" if language == "zh" else "zh"
    body = _body(digest, addresses, language)
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n{head}\n<body>\n{body}\n</body>\n</html>'


def _body(digest: Digest, addresses: Addresses, language: Language) -> str:
    parts = [f"<h1>{escape(digest.title(language))}</h1>", f"<p>{escape(digest.period(language))}</p>"]
    for heading, lines, rest in _lines(digest, addresses, language):
        parts += [f"<h2>{escape(heading)}</h2>", "<ul>", *map(_item, lines), "</ul>"]
        if rest:
            parts.append(f"<p>{escape(rest)}</p>")
    return "\n".join(parts)


def _item(line: _Line) -> str:
    link = f'<a href="{escape(line.url)}">{escape(line.title)}</a>'
    facts = f"<br/><small>{escape(line.facts)}</small>" if line.facts else ""
    lead = f"<p>{escape(line.lead)}</p>" if line.lead else ""
    return f"<li>{link}{facts}{lead}</li>"
