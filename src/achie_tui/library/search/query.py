"""What a person types into a search, understood: words, phrases, what is to be left out, and filters.

Whatever cannot be understood is searched for as it stands, and noted: nothing that is typed is an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, TypeAlias, get_args

from achie_tui.language import Phrase
from achie_tui.library.search.terms import Spans, Term, merged
from achie_tui.model import tags_in
from achie_tui.typeset.folding import fold
from achie_tui.typeset.visible import is_clean

Kind = Literal["category", "source", "since", "until", "is", "has", "note", "tag"]
State = Literal["starred", "unread", "read", "later", "kept", "noted"]
Part = Literal["image", "table", "attachment"]

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_NAMES = (*_KINDS, "title")
_WORDS: dict[str, tuple[str, ...]] = {"is": get_args(State), "has": get_args(Part)}
_MOST = 32  # words and filters
_PREFIX = rf"[-−]?(?:(?:{'|'.join(_NAMES)}):)?"
_PIECE = re.compile(rf'{_PREFIX}"[^"]*"?|\S+')
_PARTS = re.compile(rf"(?P<minus>[-−](?=.))?(?:(?P<name>{'|'.join(_NAMES)}):)?(?P<value>.*)", re.DOTALL)
_OR = frozenset({"OR", "ＯＲ"})
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")

_LITERAL = Phrase("“{word}”照字面搜索：{why}", "“{word}” is searched for as it stands: {why}")
_NO_VALUE = Phrase("冒号后面没有内容", "nothing follows the colon")
_NO_DAY = Phrase("日期写成 2024、2024-05 或 2024-05-31", "a date is 2024, 2024-05 or 2024-05-31")
_NOT_ONE_OF = Phrase("{name}: 后面可以是 {known}", "after {name}: there may be {known}")
_LONE_OR = Phrase("OR 两边都要有词", "OR stands between two words")
_MIXED = Phrase("OR 不能把词和条件连在一起", "OR cannot join a word and a filter")
_UNCLOSED = Phrase("引号没有配对，一直算到末尾", "The quotation mark is not closed: all up to the end is the phrase")
_EMPTY = Phrase("引号里没有内容", "Nothing stands between the quotation marks")
_TOO_MANY = Phrase("词太多，只用前 {most} 个", "Too many words: the first {most} are used")


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that is none on the text; `value` is folded, a day cut to what was given of it (`2024-05`).

    `note` wants a note with these words, `tag` one with this tag, or one below it (`产业/政策` is below `产业`).
    """

    kind: Kind
    value: str
    without: bool = False


Clause: TypeAlias = tuple[Term, ...]
Choice: TypeAlias = tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A search as it was understood: each of the clauses and choices has to hold, by one of its parts at least.

    `notes` says what was taken otherwise than it may have been meant. `around` are the clauses of another query whose
    finds are searched: they have to hold too, and nothing is shown of them, or ranked by them.
    """

    text: str
    clauses: tuple[Clause, ...] = ()
    choices: tuple[Choice, ...] = ()
    notes: tuple[Phrase, ...] = ()
    around: tuple[Clause, ...] = ()

    @property
    def required(self) -> tuple[Clause, ...]:
        """All clauses that have to hold."""
        return self.clauses + self.around

    @property
    def is_empty(self) -> bool:
        """Whether nothing is searched for."""
        return not self.clauses and not self.choices

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that are to be found, folded, each once."""
        return tuple(dict.fromkeys(term.text for term in self.wanted))

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that are to be found."""
        return tuple(term for clause in self.clauses for term in clause if not term.without)

    def spans(self, text: str) -> Spans:
        """Give where a text has what is searched for, as offsets into it, in order and apart."""
        return merged(span for term in self.wanted for span in term.spans(text))

    def among(self, other: "Query") -> "Query":
        """Narrow the query to what another one finds."""
        return replace(self, choices=self.choices + other.choices, around=self.around + other.required)

    def between(self, since: str | None, until: str | None) -> "Query":
        """Narrow the query to the days from one to another, both included (`YYYY-MM-DD`; None: no limit)."""
        days: tuple[tuple[Kind, str | None], ...] = (("since", since), ("until", until))
        return replace(self, choices=self.choices + tuple((Filter(kind, day),) for kind, day in days if day))


def parse(text: str) -> Query:
    """Understand what was typed."""
    return _Reading(text).query


class _Piece(NamedTuple):
    """A part of what was typed: how it is searched for as it stands, and what it means; None is the word OR."""

    literal: str
    meant: Term | Filter | None


class _Reading:
    """One reading of what was typed, and what has to be said of it."""

    def __init__(self, text: str) -> None:
        # Spaces of all kinds part words; what cannot be seen was not typed, and stands in no article.
        self._typed = "".join(" " if each.isspace() else each for each in text if each.isspace() or is_clean(each))
        self._notes = list[Phrase]()
        clauses, choices = list[Clause](), list[Choice]()
        for alternatives in self._alternatives():
            if len(clauses) + len(choices) == _MOST:
                self._notes.append(_TOO_MANY.fill(most=_MOST))
                break
            filters = tuple(each.meant for each in alternatives if isinstance(each.meant, Filter))
            if len(filters) == len(alternatives):
                choices.append(filters)
                continue
            clauses.append(tuple(self._term(each) for each in alternatives))
        self.query = Query(text, tuple(clauses), tuple(choices), tuple(dict.fromkeys(self._notes)))

    def _alternatives(self) -> list[list[_Piece]]:
        """Give what has to hold, each as what it holds by: OR joins its two neighbours, and nothing else."""
        pieces, joined = list(self._pieces()), list[list[_Piece]]()
        joins = {
            index
            for index, (one, between, other) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False), 1)
            if between.meant is None and one.meant is not None and other.meant is not None
        }
        for index, piece in enumerate(pieces):
            if index in joins:
                continue
            if index - 1 in joins:
                joined[-1].append(piece)
            else:
                joined.append([piece if piece.meant is not None else self._literally(piece.literal, _LONE_OR)])
        return joined

    def _pieces(self) -> Iterator[_Piece]:
        folded = fold(self._typed)
        for found in _PIECE.finditer(folded):
            if self._typed[found.start() : found.end()] in _OR:
                yield _Piece(found[0], None)
            elif (piece := self._piece(found[0])) is not None:
                yield piece

    def _piece(self, literal: str) -> _Piece | None:
        parts = _PARTS.fullmatch(literal)
        if parts is None:
            return _Piece(literal, Term(literal))
        name, value, without = parts["name"], parts["value"], parts["minus"] is not None
        if value.startswith('"'):
            is_closed = len(value) > 1 and value.endswith('"')
            value = " ".join(value.strip('"').split())
            if not is_closed or not value:
                self._notes.append(_UNCLOSED if not is_closed else _EMPTY)
            if not value:
                return None
        elif not value:
            return self._literally(literal, _NO_VALUE)
        if name is None and value.startswith("#") and tags_in(value) == (value[1:],):
            return _Piece(literal, Filter("tag", value[1:], without))
        if name is None or name == "title":
            return _Piece(literal, Term(value, in_title=name is not None, without=without))
        return self._filter(literal, name, value, without=without)

    def _filter(self, literal: str, name: str, value: str, *, without: bool) -> _Piece:
        if name in {"since", "until"}:
            day = _day(value)
            if day is None:
                return self._literally(literal, _NO_DAY)
            value = day
        elif name in _WORDS and value not in _WORDS[name]:
            return self._literally(literal, _NOT_ONE_OF.fill(name=name, known=", ".join(_WORDS[name])))
        return _Piece(literal, Filter(_KINDS[name], value.removeprefix("#") if name == "tag" else value, without))

    def _term(self, piece: _Piece) -> Term:
        if isinstance(piece.meant, Term):
            return piece.meant
        return Term(self._literally(piece.literal, _MIXED).literal)

    def _literally(self, literal: str, why: Phrase) -> _Piece:
        self._notes.append(_LITERAL.fill(word=literal, why=why))
        return _Piece(literal, Term(literal))


def _day(value: str) -> str | None:
    """Give a day, a month or a year as dates are written, as far as it was given; None where there is no such day."""
    found = _DAY.fullmatch(value)
    if found is None:
        return None
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        whole = date(year or 0, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    return whole[: len("YYYY-MM-DD" if day else "YYYY-MM" if month else "YYYY")]
