"""Which articles may fit a query, by the index and by what the library knows of them without their texts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from achie_tui.language import Phrase
from achie_tui.library.connections import Store
from achie_tui.library.records import View
from achie_tui.library.search.index import part_token
from achie_tui.library.search.query import Clause, Filter, Query
from achie_tui.library.search.terms import Term
from achie_tui.library.views import MARKED, NARROWED
from achie_tui.site.discovery import fold as fold_name
from achie_tui.typeset.folding import fold

Index = Literal["texts", "titles"]

_NO_CATEGORY = Phrase("没有叫“{name}”的栏目", "No category is called “{name}”")
_NO_SOURCE = Phrase("没有来源里有“{name}”的文章", "No article has “{name}” in its source")
_EVERY = View()
_STATES = {
    "read": f"key IN ({MARKED} 'read')",
    "unread": f"key NOT IN ({MARKED} 'read')",
    "starred": f"key IN ({MARKED} 'starred')",
    "later": f"key IN ({MARKED} 'later')",
    "kept": "cached",
    "noted": "0",
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles that may fit, by their keys: those whose titles may have all that is searched for, and the rest.

    Each part stands in the order of a search: of the rest, those that may have some of it in their titles come first.
    """

    titled: list[int]
    others: list[int]
    notes: tuple[Phrase, ...] = ()


@dataclass(slots=True)
class _Question:
    """A question to SQLite: conditions on rows of `articles` that all hold, their values, and what is to be said."""

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

    def indexed(self, index: Index, expression: str) -> str:
        """Give the condition that an index holds this of an article, as an expression of FTS5."""
        return f"key IN (SELECT rowid FROM search_{index}({self.value(expression)}))"  # noqa: S608


class CandidateStore(Store):
    """Asks the index."""

    def candidates(self, query: Query, within: View, *, by_date: bool, only: Sequence[int] | None = None) -> Candidates:
        """Give the articles that may fit a query, newest first; those in whose titles it is first, unless `by_date`."""
        question = _Question()
        texts, titles = conditions(query.clauses)
        source = "articles"
        if texts:
            source = f"search_texts({question.value(texts)}) AS found CROSS JOIN articles ON key = found.rowid"
        if titles:
            question.conditions.append(question.indexed("titles", titles))
        question.conditions += [
            f"NOT {question.indexed('titles' if term.in_title else 'texts', term.condition)}"
            for term in _decided_against(query.clauses)
        ]
        for choice in query.choices:
            parts = (f"{'NOT ' if each.without else ''}({self._filter(each, question)})" for each in choice)
            question.conditions.append(f"({' OR '.join(parts)})")
        if only is not None:
            question.conditions.append(f"key IN {question.among(only)}")
        _narrow(question, within)
        tier = "2" if by_date else _tier(query.clauses, question)
        rows = self._rows(
            f"SELECT key, {tier} AS tier FROM {source} WHERE {' AND '.join(question.conditions) or '1'} "  # noqa: S608
            "ORDER BY tier, published DESC, id DESC, key DESC",
            question.values,
        )
        titled = [key for key, number in rows if number == 0]
        return Candidates(titled, [key for key, _ in rows[len(titled) :]], tuple(question.notes))

    def _filter(self, wanted: Filter, question: _Question) -> str:
        value = wanted.value
        match wanted.kind:
            case "is":
                return _STATES[value]
            case "has":
                return question.indexed("texts", f'"{part_token(value)}"')
            case "since":
                return f"coalesce(published >= {question.value(value)}, 0)"
            case "until":
                return f"coalesce(substr(published, 1, {len(value)}) <= {question.value(value)}, 0)"
            case "source":
                known = [each for (each,) in self._rows("SELECT DISTINCT source FROM articles WHERE source NOT NULL")]
                fitting = [each for each in known if value in fold(each)]
                if not fitting:
                    question.notes.append(_NO_SOURCE.fill(name=value))
                return f"coalesce(source IN {question.among(fitting)}, 0)"
            case "category":
                return self._in_category(value, question)

    def _in_category(self, given: str, question: _Question) -> str:
        known = self._rows("SELECT number, name, slug FROM categories WHERE position NOT NULL")
        fitting = list[tuple[int, str]]()
        for name in filter(None, (fold_name(each) for each in given.replace("、", ",").split(","))):
            called = [
                (number, known_name)
                for number, known_name, slug in known
                if name in fold_name(fold(known_name)) or slug.startswith(name)
            ]
            if not called:
                question.notes.append(_NO_CATEGORY.fill(name=name))
            fitting += called
        numbers, names = question.among(number for number, _ in fitting), question.among(name for _, name in fitting)
        listed = f"key IN (SELECT key FROM listings WHERE category IN {numbers})"  # noqa: S608
        return f"{listed} OR coalesce(articles.category IN {names}, 0)"


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
        for clause in query.clauses
    )


def _decided_against(clauses: Sequence[Clause]) -> list[Term]:
    return [term for [term, *others] in clauses if not others and term.without and term.is_decided]


def _tier(clauses: Sequence[Clause], question: _Question) -> str:
    """Give an expression for how much of what is searched for may stand in the title: 0 all, 1 some, 2 none."""
    known = [_any([term.condition for term in clause if term.condition]) for clause in _positive(clauses)]
    if not known or not all(known):
        return "2"
    tiers = [question.indexed("titles", _all(known))]
    if len(known) > 1:
        tiers.append(question.indexed("titles", _any(known)))
    whens = " ".join(f"WHEN {condition} THEN {number}" for number, condition in enumerate(tiers))
    return f"CASE {whens} ELSE 2 END"


def _positive(clauses: Sequence[Clause]) -> list[Clause]:
    return [clause for clause in clauses if not all(term.without for term in clause)]


def _narrow(question: _Question, within: View) -> None:
    if within == _EVERY:
        return
    question.values |= asdict(within)
    question.conditions.append(NARROWED)
    if within.category is not None:
        listed = "SELECT key FROM listings WHERE category = (SELECT number FROM categories WHERE path = :category)"
        question.conditions.append(f"key IN ({listed})")


def _all(parts: Sequence[str]) -> str:
    return " AND ".join(f"({part})" for part in parts)


def _any(parts: Sequence[str]) -> str:
    return " OR ".join(f"({part})" for part in parts)
