"""What is near an article: what shares with it the words that it says again and again and few others say at all."""

import re
from collections import Counter, defaultdict
from math import log
from operator import add

from achie_tui.library.articles import sound
from achie_tui.library.connections import Store
from achie_tui.library.search.index import BORDER, article_texts
from achie_tui.library.search.terms import tokens
from achie_tui.typeset.folding import fold

_RUN = re.compile(r"[^\W_]+")
_COMMON, _FEW = 40, 200  # what more have than one article in so many tells nothing, unless these are few
_TRIED, _TAKEN = 150, 50  # tokens of the article that are looked up, and that count
_SHARED = 3  # tokens that near ones have in common
_ENOUGH = 0.2  # of what all these tokens weigh: a near one has so much of it
_IN_TITLE = 3  # times that a title's token counts


class Similar(Store):
    """Compares articles by what the index knows of them."""

    def near(self, path: str, limit: int) -> list[int]:
        """Give the keys of the articles that are nearest to one, the nearest first; none where none is like it."""
        rows = self._rows(
            "SELECT a.key, a.title, b.body, b.hash FROM articles AS a LEFT JOIN bodies AS b ON b.key = a.key "
            "WHERE a.path = ?",
            (path,),
        )
        if not rows:
            return []
        [(key, title, body, digest)] = rows
        article = None if body is None else sound(body, digest)
        total = int(self._value("SELECT count(*) FROM articles"))
        most = min(total // 4, max(_FEW, total // _COMMON))
        shared, scores, taken, whole = Counter[int](), defaultdict[int, float](float), 0, 0.0
        for token, times in _said(title, BORDER.join(article_texts(article)) if article else "").most_common(_TRIED):
            having = self._rows(f"SELECT rowid FROM search_texts(?) LIMIT {most + 1}", (f'"{token}"',))  # noqa: S608
            if not 1 < len(having) <= most:
                continue
            weight = (1 + log(times)) * log(total / len(having))
            for (other,) in having:
                shared[other] += 1
                scores[other] += weight
            whole += weight
            taken += 1
            if taken == _TAKEN:
                break
        least = _ENOUGH * whole
        scores.pop(key, None)
        near = [other for other, score in scores.items() if shared[other] >= _SHARED and score >= least]
        return sorted(near, key=lambda other: (-scores[other], -other))[:limit]


def _said(title: str, text: str) -> Counter[str]:
    """Count how often an article says each pair of characters and each word."""
    said = Counter[str]()
    for folded, times in ((fold(title), _IN_TITLE), (fold(text), 1)):
        known = tokens(folded)
        for run in _RUN.findall(folded):
            for token in (run, *map(add, run, run[1:])):
                if token in known and len(token) > 1:
                    said[token] += times
    return said
