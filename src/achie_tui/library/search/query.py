"""What a person types into a search, understood: words, phrases, what is to be left out, and filters.

Whatever cannot be understood is searched for as it stands, and noted: nothing that is typed is an error.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple, TypeAlias, get_args

from achie_tui.language import Phrase
from achie_tui.library.search.logic import Clauses, either, neither
from achie_tui.library.search.terms import Spans, Term, merged
from achie_tui.model import tags_in
from achie_tui.site.day_words import days_named
from achie_tui.typeset.folding import fold
from achie_tui.typeset.visible import is_clean

Typed = Literal["category", "source", "since", "until", "is", "has", "note", "tag"]
Kind = Typed | Literal["listed"]
State = Literal["starred", "unread", "read", "later", "kept", "noted"]
Part = Literal["image", "table", "attachment"]

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Typed)}
_NAMES = (*_KINDS, "title")
_WORDS: dict[str, tuple[str, ...]] = {"is": get_args(State), "has": get_args(Part)}
_MOST = 32  # words and filters
_LONGEST = 2_000  # characters
_PREFIX = rf"[-−]?(?:(?:{'|'.join(_NAMES)}):)?"
_PIECE = re.compile(rf'(?:[-−]?\()*{_PREFIX}"[^"]*"?\)*|\S+')
_OPENING = re.compile(r"[-−]?\(")
_QUOTED_OR_NOT = re.compile(r'"[^"]*"?|[()]')
_PARTS = re.compile(rf"(?P<minus>[-−](?=.))?(?:(?P<name>{'|'.join(_NAMES)}):)?(?P<value>.*)", re.DOTALL)
_OR = frozenset({"OR", "ＯＲ"})
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")

_OTHER_WAYS = (
    (
        re.compile(r"or|\|\|?|或者?|.*\w\|+\w.*"),
        Phrase("二者有其一就行，中间写大写的 OR", "for either of two words write OR, in capitals, between them"),
    ),
    (
        re.compile(r"and|&&?|\+|并?且"),
        Phrase("几个词都要有，隔开写就行", "words that are all wanted just stand side by side"),
    ),
    (re.compile(r"not|!"), Phrase("不要的词前面加 -", "a word to be left out has a - before it")),
    (
        re.compile(r"\*+\w.*|.*\w\*+"),
        Phrase("不用 *，词的一部分也找得到", "there is no need of *, a part of a word is found too"),
    ),
)
"""How other programs have such things written, and how it is done here."""

_LITERAL = Phrase("“{word}”照字面搜索：{why}", "“{word}” is searched for as it stands: {why}")
_NO_VALUE = Phrase("冒号后面没有内容", "nothing follows the colon")
_NO_DAY = Phrase(
    "日期写成 2024、2024-05 或 2024-05-31，或者昨天、上周、本月等",
    "a date is 2024, 2024-05 or 2024-05-31, or yesterday, last-week, this-month",
)
_NOT_ONE_OF = Phrase("{name}: 后面可以是 {known}", "after {name}: there may be {known}")
_LONE_OR = Phrase("OR 两边都要有词", "OR stands between two words")
_MIXED = Phrase("OR 不能把词和条件连在一起", "OR cannot join a word and a filter")
_UNPAIRED = Phrase("括号没有配对，照字面搜索", "The parentheses are not paired: they are searched for as they stand")
_UNCLOSED = Phrase("引号没有配对，一直算到末尾", "The quotation mark is not closed: all up to the end is the phrase")
_EMPTY = Phrase("引号里没有内容", "Nothing stands between the quotation marks")
_TOO_LONG = Phrase("太长，只用前 {most:,} 个字", "Too long: the first {most:,} characters are used")
_TOO_MANY = Phrase("词太多，只用前 {most} 个", "Too many words: the first {most} are used")


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that is none on the text; `value` is folded, a day cut to what was given of it (`2024-05`).

    `note` wants a note with these words, `tag` one with this tag, or one below it (`产业/政策` is below `产业`);
    `listed` wants what a category lists (by its path), and is not typed.
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
        return tuple(dict.fromkeys(term for clause in self.clauses for term in clause if not term.without))

    def spans(self, text: str) -> Spans:
        """Give where a text has what is searched for, as offsets into it, in order and apart."""
        return merged(span for term in self.wanted for span in term.spans(text))

    def among(self, other: "Query") -> "Query":
        """Narrow the query to what another one finds."""
        return replace(self, choices=self.choices + other.choices, around=self.around + other.required)

    def listed_in(self, categories: Iterable[str]) -> "Query":
        """Narrow the query to what categories list (by their paths; none: to nothing less than all)."""
        listed = tuple(Filter("listed", path) for path in categories)
        return replace(self, choices=(*self.choices, listed)) if listed else self

    def between(self, since: str | None, until: str | None) -> "Query":
        """Narrow the query to the days from one to another, both included; months and years too; None: no limit."""
        days: tuple[tuple[Kind, str | None], ...] = (("since", since), ("until", until))
        return replace(self, choices=self.choices + tuple((Filter(kind, day),) for kind, day in days if day))


def parse(text: str) -> Query:
    """Understand what was typed."""
    return _Reading(text).query


class _Piece(NamedTuple):
    """A part of what was typed: how it stands there, how it is searched for so, and what it means; None is OR."""

    typed: str
    literal: str
    meant: Term | Filter | None

    def opposite(self) -> "_Piece":
        """Give a piece that means the opposite."""
        return self if self.meant is None else self._replace(meant=replace(self.meant, without=not self.meant.without))


class _Wrapped(NamedTuple):
    """A word with the parentheses that begin before it, each with a minus or not, and how many end behind it."""

    begun: tuple[bool, ...]
    typed: str
    literal: str
    ended: int


@dataclass(slots=True)
class _Group:
    """What stands within parentheses, as clauses; one OR is told from another by being the piece that it is."""

    without: bool = False
    parts: list[Clauses[_Piece] | _Piece] = field(default_factory=list)


class _Reading:
    """One reading of what was typed, and what has to be said of it."""

    def __init__(self, text: str) -> None:
        # Spaces of all kinds part words; what cannot be seen was not typed, and stands in no article.
        self._notes = list[Phrase]()
        is_cut, text = len(text) > _LONGEST, text[:_LONGEST]
        self._typed = "".join(" " if each.isspace() else each for each in text if each.isspace() or is_clean(each))
        clauses, choices = list[Clause](), list[Choice]()
        for alternatives in self._clauses():
            if len(clauses) + len(choices) == _MOST:
                self._notes.append(_TOO_MANY.fill(most=_MOST))
                break
            filters = tuple(each.meant for each in alternatives if isinstance(each.meant, Filter))
            if len(filters) == len(alternatives):
                choices.append(filters)
                continue
            clauses.append(tuple(self._term(each) for each in alternatives))
        if is_cut and len(clauses) + len(choices) < _MOST:  # else it is said that the words were too many
            self._notes.append(_TOO_LONG.fill(most=_LONGEST))
        self.query = Query(text, tuple(clauses), tuple(choices), tuple(dict.fromkeys(self._notes)))

    def _clauses(self) -> Clauses[_Piece]:
        """Give what has to hold."""
        words, groups = self._words(), [_Group()]
        for word in words:
            groups += [_Group(without) for without in word.begun]
            if word.literal:
                groups[-1].parts += self._parts(word)
            for _ in range(word.ended):
                done = groups.pop()
                clauses = self._joined(done.parts)
                if clauses:
                    without = done.without
                    groups[-1].parts.append(neither(clauses, _Piece.opposite, _MOST + 1) if without else clauses)
        return self._joined(groups[-1].parts)

    def _joined(self, parts: Sequence[Clauses[_Piece] | _Piece]) -> Clauses[_Piece]:
        """Give the clauses of parts that stand side by side: OR joins its two neighbours, and nothing else."""
        joins = {
            index
            for index, (one, between, other) in enumerate(zip(parts, parts[1:], parts[2:], strict=False), 1)
            if isinstance(between, _Piece) and not isinstance(one, _Piece) and not isinstance(other, _Piece)
        }
        joined = list[list[Clauses[_Piece]]]()
        for index, part in enumerate(parts):
            if index in joins:
                continue
            clauses: Clauses[_Piece] = part if not isinstance(part, _Piece) else [(self._literally(part, _LONE_OR),)]
            if index - 1 in joins:
                joined[-1].append(clauses)
            else:
                joined.append([clauses])
        return [clause for choices in joined for clause in either(choices, _MOST + 1)]

    def _words(self) -> list[_Wrapped]:
        """Part what was typed into words, and these from parentheses, if these are paired."""
        folded = fold(self._typed)
        found = [(each.start(), each[0]) for each in _PIECE.finditer(folded)]
        words, depth, is_paired = [self._unwrapped(*each) for each in found], 0, True
        for word in words:
            depth += len(word.begun) - word.ended
            is_paired = is_paired and depth >= 0
        if is_paired and not depth:
            return words
        self._notes.append(_UNPAIRED)
        return [_Wrapped((), self._typed[start : start + len(word)], word, 0) for start, word in found]

    def _unwrapped(self, start: int, word: str) -> _Wrapped:
        """Take the parentheses off in which a word begins, ends, or stands: those of `COVID(19)` are part of it."""
        pairs, first, last, begun = _pairs(word), 0, len(word), list[bool]()
        closed = set(pairs.values())
        while last and word[last - 1] == ")" and last - 1 not in closed:
            last -= 1
        ended = len(word) - last
        while opening := _OPENING.match(word, first):
            other = pairs.get(opening.end() - 1)
            if other == last - 1:
                last, ended = other, ended + 1
            elif other is not None:
                break
            begun.append(len(opening[0]) > 1)
            first = opening.end()
        return _Wrapped(tuple(begun), self._typed[start + first : start + last], word[first:last], ended)

    def _parts(self, word: _Wrapped) -> Iterator[Clauses[_Piece] | _Piece]:
        if word.typed in _OR:
            yield _Piece(word.typed, word.literal, None)
        elif (piece := self._piece(word)) is not None:
            yield [(piece,)]

    def _piece(self, word: _Wrapped) -> _Piece | None:
        typed, literal = word.typed, word.literal
        parts, whole = _PARTS.fullmatch(literal), _Piece(typed, literal, Term(literal))
        if parts is None:
            return whole
        name, value, without = parts["name"], parts["value"], parts["minus"] is not None
        if value.startswith('"'):
            is_closed = len(value) > 1 and value.endswith('"')
            value = " ".join(value.strip('"').split())
            if not is_closed or not value:
                self._notes.append(_UNCLOSED if not is_closed else _EMPTY)
            if not value:
                return None
        elif not value:
            return self._literally(whole, _NO_VALUE)
        if name is None and value.startswith("#") and tags_in(value) == (value[1:],):
            return whole._replace(meant=Filter("tag", value[1:], without))
        if name is None or name == "title":
            if name is None and not without:
                self._notes += [_LITERAL.fill(word=typed, why=why) for way, why in _OTHER_WAYS if way.fullmatch(value)]
            return whole._replace(meant=Term(value, in_title=name is not None, without=without))
        return self._filter(whole, name, value, without=without)

    def _filter(self, whole: _Piece, name: str, value: str, *, without: bool) -> _Piece:
        if name in {"since", "until"}:
            named = days_named(value, time.time())
            day = _day(value) if named is None else named[name == "until"]
            if day is None:
                return self._literally(whole, _NO_DAY)
            value = day
        elif name in _WORDS and value not in _WORDS[name]:
            return self._literally(whole, _NOT_ONE_OF.fill(name=name, known=", ".join(_WORDS[name])))
        value = value.removeprefix("#") if name == "tag" else value
        return whole._replace(meant=Filter(_KINDS[name], value, without))

    def _term(self, piece: _Piece) -> Term:
        if isinstance(piece.meant, Term):
            return piece.meant
        return Term(self._literally(piece, _MIXED).literal)

    def _literally(self, piece: _Piece, why: Phrase) -> _Piece:
        self._notes.append(_LITERAL.fill(word=piece.typed, why=why))
        return piece._replace(meant=Term(piece.literal))


def _pairs(word: str) -> dict[int, int]:
    """Give where the parentheses of a word that are paired in it begin and end, but for those in a quotation."""
    begun, pairs = list[int](), dict[int, int]()
    for found in _QUOTED_OR_NOT.finditer(word):
        if found[0] == "(":
            begun.append(found.start())
        elif found[0] == ")" and begun:
            pairs[begun.pop()] = found.start()
    return pairs


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
