"""What was learned of a site: its templates, and the lines that its lists share. Plain data, to be kept and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from zlib import crc32

# Data of another form is not read, but learned anew.
FORM = 1

_ALIKE = 0.5
_MOST = 12


def fingerprint(text: str) -> int:
    """Give a line's number: lines that are equal but for blanks have equal ones."""
    return crc32("".join(text.split()).encode())


@dataclass(frozen=True, slots=True)
class Template:
    """One template of a site's articles, learned from `pages` of its own.

    `title`, `date`, `source` and `text` are chains (see `selectors`), None where none holds. `repeated` are the lines
    that other pages have too, by fingerprint, with the number of pages; `own_places` the chains, within the text's
    element, of repeated lines that have an element of their own: the template's, not the text's. `held` says on how
    many of the pages the chain of the text held most of what only that page has, `agreed` on how many the title's text
    was what the site calls the page.
    """

    pages: int
    title: str | None
    date: str | None
    source: str | None
    text: str | None
    held: int
    agreed: int
    marks: frozenset[int]
    repeated: Mapping[int, int]
    own_places: frozenset[str] = frozenset()

    def is_like(self, other: "Template") -> bool:
        """Tell whether most of the chains of both are the same: they are one template, seen twice."""
        return len(self.marks & other.marks) >= _ALIKE * len(self.marks | other.marks)

    @property
    def holds_text(self) -> bool:
        """Whether the text's element is known, and is not simply the page."""
        return self.text is not None and self.text != "body"


@dataclass(frozen=True, slots=True)
class SiteTemplates:
    """The templates of a site, the best known first, and the lines that its list pages share, by fingerprint."""

    templates: tuple[Template, ...] = ()
    chrome: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.templates)

    def with_former(self, former: "SiteTemplates") -> "SiteTemplates":
        """Add the templates known before that none of these is like: old articles are still of them."""
        lost = [each for each in former.templates if not any(map(each.is_like, self.templates))]
        return SiteTemplates((*self.templates, *lost)[:_MOST], self.chrome) if lost else self

    def reads_as(self, other: "SiteTemplates") -> bool:
        """Tell whether pages are read in the same way with both: by the same chains, whatever else is known."""
        return self.chains == other.chains

    @property
    def chains(self) -> list[tuple[str | None, str | None, str | None, str | None, frozenset[str]]]:
        """What pages are read by, whatever order the templates stand in."""
        return sorted(
            ((each.title, each.date, each.source, each.text, each.own_places) for each in self.templates), key=str
        )

    def to_data(self) -> dict[str, Any]:
        """Give it as what JSON can hold."""
        return {
            "form": FORM,
            "chrome": sorted(self.chrome),
            "templates": [
                {
                    **asdict(template),
                    "marks": sorted(template.marks),
                    "repeated": sorted(template.repeated.items()),
                    "own_places": sorted(template.own_places),
                }
                for template in self.templates
            ],
        }

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """Read what `to_data` gave; anything else is no knowledge."""
        if not isinstance(data, dict) or data.get("form") != FORM:
            return cls()
        try:
            return cls(tuple(map(_read_template, data["templates"])), frozenset(map(_whole, data["chrome"])))
        except (KeyError, TypeError, ValueError):
            return cls()


def _read_template(data: Mapping[str, Any]) -> Template:
    """Read one template; a field that is lacking raises KeyError, one of another type TypeError."""
    return Template(
        pages=_whole(data["pages"]),
        title=_chain(data["title"]),
        date=_chain(data["date"]),
        source=_chain(data["source"]),
        text=_chain(data["text"]),
        held=_whole(data["held"]),
        agreed=_whole(data["agreed"]),
        marks=frozenset(map(_whole, data["marks"])),
        repeated={_whole(line): _whole(count) for line, count in data["repeated"]},
        own_places=frozenset(map(_text, data["own_places"])),
    )


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _chain(value: Any) -> str | None:
    return None if value is None else _text(value)
