"""Which articles may fit a query, by the index and by what the library knows of them without their texts."""

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

from achie_tui.language import Phrase
from achie_tui.library.connections import Connections, Store
from achie_tui.library.notes import NOTED_ROWS
from achie_tui.library.records import View
from achie_tui.library.search.index import part_token
from achie_tui.library.search.noted import NotedTexts
from achie_tui.library.search.query import Choice, Clause, Filter, Query
from achie_tui.library.search.terms import Term
from achie_tui.library.views import MARKED, NARROWED
from achie_tui.model import tags_in
from achie_tui.site.discovery import fold as fold_name
from achie_tui.typeset.folding import fold

Index = Literal["texts", "titles"]

_NO_CATEGORY = Phrase("没有叫“{name}”的栏目", "No category is called “{name}”")
_NO_SOURCE = Phrase("没有来源里有“{name}”的文章", "No article has “{name}” in its source")
_LISTED = "SELECT key FROM listings WHERE category = (SELECT number FROM categories WHERE path = {path})"
_EVERY = View()
_STATES = {
    "read": f"key IN ({MARKED} 'read')",
    "unread": f"key NOT IN ({MARKED} 'read')",
    "starred": f"key IN ({MARKED} 'starred')",
    "later": f"key IN ({MARKED} 'later')",
    "kept": "cached",
    "noted": f"key IN (SELECT key FROM ({NOTED_ROWS}))",  # noqa: S608
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles that may fit, by their keys: those whose titles may have all that is searched for, and the rest.

    Each part stands in the order of a search: of the rest, those that may have some of it in their titles come first.
    """

    titled: list[int]
    others: list[int]
    notes: tuple[Phrase, ...] = ()


class _Scope(NamedTuple):
    """What is searched, whatever the words are: its articles, newest first, and what is to be said of it."""

    keys: list[int]
    notes: tuple[Phrase, ...]


@dataclass(slots=True)
class _Question:
    """Conditions on rows of `articles` that all hold, their values, and what is to be said."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Phrase] = field(default_factory=list)

    def value(self, value: object) -> str:
        """Give a value's place in the question."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def among(self, values: Iterable[object]) -> str:
        """Give a list's place, as a subquery."""
        return f"(SELECT value FROM json_each({self.value(json.dumps(list(values)))}))"  # noqa: S608


class CandidateStore(Store):
    """Asks the index, and puts what it gives in order.

    The words of a query change with every key that is typed, and what is searched does not: that is kept, as long as
    nobody has written.
    """

    def __init__(self, connections: Connections, noted: NotedTexts) -> None:
        super().__init__(connections)
        self._noted_texts = noted
        self._known: tuple[object, _Scope] | None = None

    def candidates(self, query: Query, within: View, *, by_date: bool, only: Sequence[int] | None = None) -> Candidates:
        """Give the articles that may fit a query, newest first; those in whose titles it is first, unless `by_date`."""
        scope = self._scope(query.choices, within) if only is None else self._ask(query.choices, within, only)
        found = self._found(query.required)
        keys = scope.keys if found is None else [key for key in scope.keys if key in found]
        for term in _decided_against(query.required):
            without = self._having("titles" if term.in_title else "texts", term.condition)
            keys = [key for key in keys if key not in without]
        wanted = [] if by_date else _wanted(query.clauses)
        if not wanted:
            return Candidates([], keys, scope.notes)
        whole = self._having("titles", _all(wanted))
        titled, others = [key for key in keys if key in whole], [key for key in keys if key not in whole]
        if len(wanted) > 1:
            partly = self._having("titles", _any(wanted))
            others.sort(key=lambda key: key not in partly)
        return Candidates(titled, others, scope.notes)

    def prepare(self) -> None:
        """Have at hand what is searched where nothing narrows that."""
        self._scope((), _EVERY)

    def _found(self, clauses: Sequence[Clause]) -> set[int] | None:
        """Give the articles that may have all words; None where the index tells nothing."""
        texts, titles = conditions(clauses)
        if not texts:
            return None
        found = self._having("texts", texts)
        if titles:
            found &= self._having("titles", titles)
        return found | self._found_by_notes(clauses)

    def _found_by_notes(self, clauses: Sequence[Clause]) -> set[int]:
        """Give the articles that may have all words, some of them in what the user wrote on them."""
        told = [(clause, expressions) for clause in clauses if any(expressions := conditions([clause]))]
        noted = [self._noted_texts.having(clause) for clause, _ in told]
        found = set[int]().union(*noted)
        for (_, (texts, titles)), with_word in zip(told, noted, strict=True):
            if found <= with_word:
                continue
            of_index = self._having("texts", texts)
            found &= with_word | (of_index & self._having("titles", titles) if titles else of_index)
        return found

    def _having(self, index: Index, expression: str) -> set[int]:
        """Give the articles of which an index holds something, as an expression of FTS5."""
        # In one row: where thousands are found, each row of its own takes as long as to find it.
        return set(json.loads(self._value(f"SELECT json_group_array(rowid) FROM search_{index}(?)", (expression,))))  # noqa: S608

    def _scope(self, choices: Sequence[Choice], within: View) -> _Scope:
        # A version is a connection's own, and so is a thread's.
        asked = (choices, within, self.version(), threading.get_ident())
        known = self._known
        if known is None or known[0] != asked:
            self._known = known = asked, self._ask(choices, within)
        return known[1]

    def version(self) -> tuple[int, int]:
        """Give what changes, for this thread, whenever somebody has written to either file."""
        return self._value("PRAGMA main.data_version"), self._value("PRAGMA user.data_version")

    def _ask(self, choices: Sequence[Choice], within: View, only: Sequence[int] | None = None) -> _Scope:
        question = _Question()
        for choice in choices:
            parts = [f"{'NOT ' if each.without else ''}({self._condition(each, question)})" for each in choice]
            question.conditions.append(f"({' OR '.join(parts)})")
        if only is not None:
            question.conditions.append(f"key IN {question.among(only)}")
        _narrow(question, within)
        rows = self._rows(
            f"SELECT key FROM articles WHERE {' AND '.join(question.conditions) or '1'} "  # noqa: S608
            "ORDER BY published DESC, id DESC",
            question.values,
        )
        return _Scope([key for (key,) in rows], tuple(question.notes))

    def _condition(self, wanted: Filter, question: _Question) -> str:  # noqa: PLR0911 - one for each kind
        value = wanted.value
        match wanted.kind:
            case "is":
                return _STATES[value]
            case "has":
                token = question.value(f'"{part_token(value)}"')
                return f"key IN (SELECT rowid FROM search_texts({token}))"  # noqa: S608
            case "since" | "until":
                day = question.value(value)
                fits = "published >=" if wanted.kind == "since" else f"substr(published, 1, {len(value)}) <="
                return f"coalesce({fits} {day}, 0)"
            case "source":
                known = [each for (each,) in self._rows("SELECT DISTINCT source FROM articles WHERE source NOT NULL")]
                fitting = [each for each in known if value in fold(each)]
                if not fitting:
                    question.notes.append(_NO_SOURCE.fill(name=value))
                return f"coalesce(source IN {question.among(fitting)}, 0)"
            case "category":
                return self._in_category(value, question)
            case "listed":
                return f"key IN ({_LISTED.format(path=question.value(value))})"
            case "note" | "tag":
                return f"key IN {question.among(self._noted(wanted))}"

    def _noted(self, wanted: Filter) -> set[int]:
        """Give the articles with a note that has these words, or this tag."""
        rows = self._rows(NOTED_ROWS)
        if wanted.kind == "note":
            return {key for key, quotation, text in rows if wanted.value in fold(f"{quotation}\n{text}")}
        tagged = ((key, fold(tag)) for key, _, text in rows for tag in tags_in(text))
        return {key for key, tag in tagged if f"{tag}/".startswith(f"{wanted.value}/")}

    def _in_category(self, given: str, question: _Question) -> str:
        known = self._rows("SELECT number, name, slug FROM categories WHERE position NOT NULL")
        fitting = list[tuple[int, str]]()
        for wanted in filter(None, (fold_name(each) for each in given.replace("、", ",").split(","))):
            called = [
                (number, name)
                for number, name, slug in known
                if wanted in fold_name(fold(name)) or slug.startswith(wanted)
            ]
            if not called:
                question.notes.append(_NO_CATEGORY.fill(name=wanted))
            fitting += called
        numbers, names = question.among(number for number, _ in fitting), question.among(name for _, name in fitting)
        listed = f"key IN (SELECT key FROM listings WHERE category IN {numbers})"  # noqa: S608
        return f"{listed} OR coalesce(category IN {names}, 0)"


def conditions(clauses: Sequence[Clause]) -> tuple[str, str]:
    """Give what the index of texts, and that of titles, must hold of an article, as expressions of FTS5.

    "" where it tells nothing: what an article is to be without can only be told by its text.
    """
    texts, titles = list[str](), list[str]()
    for clause in clauses:
        known = [term.condition for term in clause if not term.without]
        if len(known) < len(clause) or not all(known):
            continue
        whole = _any(known)
        texts.append(whole)
        if all(term.in_title for term in clause):
            titles.append(whole)
    return _all(texts), _all(titles)


def is_decided(query: Query) -> bool:
    """Tell whether the index alone decides: every candidate fits."""
    return all(
        all(term.is_decided for term in clause)
        # A title's word beside one of the text's: the index of texts does not tell the two apart.
        and (len(clause) == 1 or not any(term.without or term.in_title for term in clause))
        for clause in query.required
    )


def _decided_against(clauses: Sequence[Clause]) -> list[Term]:
    return [term for [term, *others] in clauses if not others and term.without and term.is_decided]


def _wanted(clauses: Sequence[Clause]) -> list[str]:
    """Give what a title must hold that has each of the words; nothing where the index does not tell that of each."""
    positive = [clause for clause in clauses if not all(term.without for term in clause)]
    known = [_any([term.condition for term in clause if term.condition]) for clause in positive]
    return known if all(known) else []


def _narrow(question: _Question, within: View) -> None:
    if within == _EVERY:
        return
    question.values |= asdict(within)
    question.conditions.append(NARROWED)
    if within.category is not None:
        question.conditions.append(f"key IN ({_LISTED.format(path=':category')})")


def _all(parts: Sequence[str]) -> str:
    return " AND ".join(f"({part})" for part in parts)


def _any(parts: Sequence[str]) -> str:
    return " OR ".join(f"({part})" for part in parts)
