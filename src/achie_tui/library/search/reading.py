"""Candidates looked at: whether an article fits a query, how well, and what shows it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from achie_tui.library.articles import sound
from achie_tui.library.connections import Connections, Store
from achie_tui.library.search.index import BORDER, article_texts
from achie_tui.library.search.noted import NotedTexts
from achie_tui.library.search.query import Query
from achie_tui.library.search.results import Hit
from achie_tui.library.search.snippets import cut_snippet
from achie_tui.library.search.terms import Spans, Term
from achie_tui.library.typed import Rows
from achie_tui.typeset.visible import clean_line

_USUAL_LENGTH = 2_000  # characters of a text; a longer one holds more of any word
_SATURATED = 1.2
_ADDRESS = re.compile(r"\s*https?://\S+\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may fit: its title, its text ("" where none is kept), and what its list says of it.

    `notes` is what the user wrote on it and marked in it.
    """

    key: int
    path: str
    title: str
    summary: str
    text: str
    notes: str = ""
    _found: dict[Term, Spans] = field(default_factory=dict, compare=False, repr=False)

    def has(self, term: Term) -> bool:
        """Tell whether a term is in the article; one that is wanted may be in what the user wrote on it, too."""
        return self._says(term) or self._is_noted(term)

    def _says(self, term: Term) -> bool:
        return term.is_in(self.title) or (not term.in_title and term.is_in(self.text))

    def _is_noted(self, term: Term) -> bool:
        return bool(self.notes) and not term.in_title and not term.without and term.is_in(self.notes)

    def fits(self, query: Query) -> bool:
        """Tell whether all that has to hold does hold, as far as the text decides."""
        return all(any(self.has(term) is not term.without for term in clause) for clause in query.required)

    def score(self, query: Query) -> float:
        """Tell how much of it is about what is searched for."""
        room = _SATURATED * (0.25 + 0.75 * len(self.text) / _USUAL_LENGTH)
        score = 0.0
        for term in query.wanted:
            times = len(self._spans(term, self.text))
            score += times / (times + room) + term.is_in(self.title)
        return score

    def _spans(self, term: Term, text: str) -> Spans:
        """Give where a term stands in a text; its own is looked through once, for the score and for the snippet."""
        if text is not self.text:
            return list(term.spans(text))
        if term not in self._found:
            self._found[term] = list(term.spans(text))
        return self._found[term]

    def hit(self, query: Query) -> Hit:
        """Give it as what was found."""
        text = self.text
        in_note = any(self._is_noted(term) and not self._says(term) for term in query.wanted)
        if in_note:
            text = self.notes
        elif _ADDRESS.fullmatch(text) and not any(term.is_in(text) for term in query.wanted):
            text = ""  # of what leads elsewhere: it says nothing of what is there
        snippet = cut_snippet(text or self.summary, query.wanted, border=BORDER, spans=self._spans)
        return Hit(self.key, self.path, snippet.text, snippet.matches, has_all(self.title, query), in_note)


def has_all(title: str, query: Query) -> bool:
    """Tell whether a title has all that is searched for."""
    positive = [clause for clause in query.clauses if not all(term.without for term in clause)]
    return bool(positive) and all(any(term.is_in(title) for term in clause) for clause in positive)


class CandidateReader(Store):
    """Reads what candidates say."""

    def __init__(self, connections: Connections, noted: NotedTexts) -> None:
        super().__init__(connections)
        self._noted = noted

    def read(self, keys: Sequence[int]) -> Iterator[Candidate]:
        """Give these articles in their order; those that are there no more are left out."""
        rows = self._rows(
            "SELECT a.key, a.path, a.title, a.summary, b.body, b.hash FROM json_each(?) AS wanted "
            "CROSS JOIN articles AS a ON a.key = wanted.value LEFT JOIN bodies AS b ON b.key = a.key "
            "ORDER BY wanted.id",
            (json.dumps(list(keys)),),
        )
        notes = self._noted.all()
        for key, path, title, summary, body, digest in rows:
            article = None if body is None else sound(body, digest)
            text = BORDER.join(article_texts(article)) if article else ""
            yield Candidate(key, path, clean_line(title), clean_line(summary or ""), text, notes.get(key, ""))

    def titles(self, keys: Sequence[int]) -> Rows:
        """Give the keys of these articles and their titles."""
        return self._rows(
            "SELECT a.key, a.title FROM json_each(?) AS wanted CROSS JOIN articles AS a ON a.key = wanted.value "
            "ORDER BY wanted.id",
            (json.dumps(list(keys)),),
        )
