"""Learning a site's templates from some of its pages: which chains of elements show title, date, source and text."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from achie_tui.parse.dates import DATE, find_date
from achie_tui.parse.listing import read_listing
from achie_tui.parse.opening import Opener
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.template.knowledge import SiteTemplates, Template, fingerprint
from achie_tui.parse.template.sample import Sample
from achie_tui.parse.template.witnesses import Witnesses
from achie_tui.parse.view import Listed
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile

# From fewer pages of its own no template is learned: what one page repeats, and what is its text, cannot be told.
FEWEST = 3
MOST_ARTICLES, MOST_LISTS = 40, 10
_SAME_TEMPLATE = 0.5
_MOST = 0.8
_OFTEN, _SOMETIMES = 0.6, 0.4
_PAGE_CAP = 1_500
_LITTLE = 30
_EVERYWHERE = 0.8
_META_LENGTH = 160


class Learner:
    """Learns a site's templates from its list pages and some of its articles, the newest first where there are many."""

    def __init__(self, profile: Profile, addresses: Addresses) -> None:
        self._opener = Opener(profile, addresses)
        self._witnesses = Witnesses()
        self._samples: dict[str, Sample] = {}
        self._lists: list[set[int]] = []

    def add_list(self, raw: bytes, path: str, *, charset: str | None = None) -> None:
        """Take a list page as a witness."""
        view = self._opener.open(raw, path, charset=charset)
        if isinstance(view, Stranger):
            return
        self._witnesses.add_rows(read_listing(view).rows)
        self._witnesses.add_links(view)
        if len(self._lists) < MOST_LISTS:
            self._lists.append({fingerprint(line.text) for line in view.tree.lines})

    def add_article(self, raw: bytes, path: str, *, charset: str | None = None) -> None:
        """Take a page of an article."""
        view = self._opener.open(raw, path, charset=charset, listed=Listed())
        if isinstance(view, Stranger):
            return
        self._witnesses.add_links(view)
        if len(self._samples) < MOST_ARTICLES:
            self._samples[path] = Sample(view)

    def listed(self, path: str) -> Listed | None:
        """Give what the pages seen so far say of an article."""
        return self._witnesses.listed(path)

    def learn(self) -> SiteTemplates:
        """Give the templates that the pages seen so far show, the best known first; none where they show none."""
        chrome = self._chrome()
        groups = (group for group in _by_template(self._samples.values()) if len(group) >= FEWEST)
        learned = [_Group(group, self._witnesses).learn() for group in groups]
        return SiteTemplates(tuple(sorted(learned, key=lambda template: -template.pages)), chrome)

    def _chrome(self) -> frozenset[int]:
        """Give the lines that at least two, and two in five, of the list pages share."""
        counts = Counter(line for lines in self._lists for line in lines)
        enough = max(2, _SOMETIMES * len(self._lists))
        return frozenset(line for line, count in counts.items() if count >= enough)


def _by_template(samples: Iterable[Sample]) -> list[list[Sample]]:
    """Sort pages by template: those of one share most of their chains."""
    groups: list[list[Sample]] = []
    cores: list[Counter[int]] = []
    for sample in samples:
        best, similarity = -1, _SAME_TEMPLATE
        for number, core in enumerate(cores):
            common = {mark for mark, count in core.items() if 2 * count >= len(groups[number])}
            both = len(common & sample.marks)
            share = both / max(1, len(common | sample.marks))
            if share >= similarity:
                best, similarity = number, share
        if best < 0:
            groups.append([])
            cores.append(Counter())
            best = len(groups) - 1
        groups[best].append(sample)
        cores[best].update(sample.marks)
    return groups


class _Group:
    """Pages of one template, and what they have in common."""

    def __init__(self, samples: Sequence[Sample], witnesses: Witnesses) -> None:
        self._samples, self._witnesses = samples, witnesses
        self._repeated = Counter(line for sample in samples for line in set(sample.prints))

    def learn(self) -> Template:
        title, agreed = self._title()
        date = self._date()
        text, held = self._text(title, date)
        marks = Counter(mark for sample in self._samples for mark in sample.marks)
        return Template(
            pages=len(self._samples),
            title=title,
            date=date,
            source=self._source(),
            text=text,
            held=held,
            agreed=agreed,
            marks=frozenset(mark for mark, count in marks.items() if count >= _OFTEN * len(self._samples)),
            repeated={line: count for line, count in self._repeated.items() if count > 1},
            own_places=self._own_places(text) if text else frozenset(),
        )

    # What is witnessed.

    def _title(self) -> tuple[str | None, int]:
        """Give the chain whose text is what lists and neighbours call the page, and on how many pages it is."""

        def shown(sample: Sample, text: str) -> bool:
            return any(_same(text, title) for title in self._titles(sample))

        return self._witnessed(
            lambda sample: self._places(sample, lambda text: shown(sample, text)), Sample.title_at, shown
        )

    def _titles(self, sample: Sample) -> tuple[str, ...]:
        own = sample.view.title.text
        return (*self._witnesses.titles(sample.view.at), *([own] if own else []))

    def _date(self) -> str | None:
        """Give the chain whose date is the one that lists tell."""

        def shown(sample: Sample, text: str) -> bool:
            day = (find_date(text) or "")[:10]
            return bool(day) and len(text) <= _META_LENGTH and day in self._days(sample)

        return self._witnessed(lambda sample: self._dated_places(sample, shown), Sample.line_at, shown)[0]

    def _dated_places(self, sample: Sample, shown: Callable[[Sample, str], bool]) -> Iterator[str]:
        """Give the chains of the elements that show such a day right in their own text."""
        tree = sample.view.tree
        for line in tree.lines:
            if shown(sample, line.text):
                dated = (node for node in range(line.start, line.end) if DATE.search(tree.text[node]))
                yield sample.chains.of(tree.parent[next(dated, line.start)])

    def _days(self, sample: Sample) -> set[str]:
        own = sample.view.head.published if sample.view.head else None
        return {date[:10] for date in (*self._witnesses.dates(sample.view.at), own) if date}

    def _source(self) -> str | None:
        """Give the chain whose text is the source that lists or labels tell."""

        def shown(sample: Sample, text: str) -> bool:
            own = sample.view.head.source if sample.view.head else None
            return any(text == source for source in (*self._witnesses.sources(sample.view.at), own) if source)

        return self._witnessed(
            lambda sample: self._places(sample, lambda text: shown(sample, text)), Sample.line_at, shown
        )[0]

    def _places(self, sample: Sample, shown: Callable[[str], bool]) -> Iterator[str]:
        for line in sample.view.tree.lines:
            if shown(line.text) or shown(sample.without_date(line.text)):
                yield sample.chains.of(line.start)

    def _witnessed(
        self,
        places: Callable[[Sample], Iterator[str]],
        read: Callable[[Sample, str], str | None],
        shown: Callable[[Sample, str], bool],
    ) -> tuple[str | None, int]:
        """Give the chain that shows a thing on most pages, and shows it wherever it shows anything."""
        votes = Counter(chain for sample in self._samples for chain in dict.fromkeys(places(sample)))
        for chain, _ in votes.most_common(_CANDIDATES):
            found = [text for sample in self._samples if (text := read(sample, chain))]
            right = sum(shown(sample, text) for sample in self._samples if (text := read(sample, chain)))
            if right >= _OFTEN * len(found) and right >= min(FEWEST, _SOMETIMES * len(self._samples)):
                return chain, right
        return None, 0

    # The text.

    def _text(self, title: str | None, date: str | None) -> tuple[str | None, int]:
        """Give the chain of the element that holds most of what stands on no other page, and on how many pages it does.

        From the body down, the child that holds it. A chain of several elements counts by the one that holds most.
        """
        weights = [self._weights(sample, title, date) for sample in self._samples]
        totals = [sum(weight.values()) for weight in weights]
        if sum(total >= _LITTLE for total in totals) < FEWEST:
            return None, 0
        by_chain: dict[str, list[dict[int, float]]] = defaultdict(lambda: [{} for _ in self._samples])
        for number, (sample, weight) in enumerate(zip(self._samples, weights, strict=True)):
            tree, cap = sample.view.tree, min(1.0, _PAGE_CAP / max(totals[number], 1))
            for line, own in weight.items():
                for node in tree.ancestors(tree.lines[line].start):
                    nodes = by_chain[sample.chains.of(node)][number]
                    nodes[node] = nodes.get(node, 0.0) + own * cap
        held = {chain: [max(nodes.values(), default=0.0) for nodes in pages] for chain, pages in by_chain.items()}
        here = "body"
        while True:
            total = sum(held[here])
            below = (chain for chain in held if chain.rpartition(" > ")[0] == here)
            best = max(below, key=lambda chain: sum(held[chain]), default=None)
            if (
                best is None
                or sum(held[best]) < _MOST * total
                or best.rpartition(" > ")[2].partition(".")[0] in _PARAGRAPHS
            ):
                break
            here = best
        pages = sum(
            own >= _MOST * min(total, _PAGE_CAP)
            for own, total in zip(held[here], totals, strict=True)
            if total >= _LITTLE
        )
        return here, pages

    def _weights(self, sample: Sample, title: str | None, date: str | None) -> dict[int, int]:
        """Give the characters, outside links, of the lines no other page has; a sentence of some others counts half."""
        tree = sample.view.tree
        meta = {sample.chains_node(chain) for chain in (title, date) if chain}
        found: dict[int, int] = {}
        for number, (line, print_) in enumerate(zip(tree.lines, sample.prints, strict=True)):
            own = sample.own[number]
            count = self._repeated[print_]
            if (
                not own
                or sample.is_said_again(number)
                or any(node is not None and tree.inside(line.start, node) for node in meta)
            ):
                continue
            if count == 1:
                found[number] = own
            elif count < _EVERYWHERE * len(self._samples) and sample.is_sentence(number):
                found[number] = own // 2
        return found

    def _own_places(self, text: str) -> frozenset[str]:
        """Give the chains, inside the text's element, of elements that hold only lines which other pages have, too."""
        enough = max(2, _SOMETIMES * len(self._samples))
        places: Counter[str] = Counter()
        against: Counter[str] = Counter()
        for sample in self._samples:
            tree = sample.view.tree
            container = sample.chains_node(text)
            if container is None:
                continue
            seen: set[str] = set()
            for number in sample.numbers_in(container):
                line = tree.lines[number]
                is_often = self._repeated[sample.prints[number]] >= enough
                for node in islice(tree.ancestors(line.start), _CLIMB):
                    if node <= container:
                        break
                    chain = sample.chains.of(node)
                    if "." in chain.rpartition(" > ")[2] or "#" in chain.rpartition(" > ")[2]:
                        if is_often:
                            seen.add(chain)
                        else:
                            against[chain] += 1
            places.update(seen)
        return frozenset(chain for chain, count in places.items() if count >= enough and not against[chain])


_CANDIDATES = 5
_CLIMB = 6
_PARAGRAPHS = frozenset(("p", "span", "font", "b", "strong", "a", "em", "i"))


def _same(text: str, title: str) -> bool:
    """Tell whether a line is a title, or one that was cut begins it."""
    one, other = "".join(text.split()), "".join(title.split()).rstrip(".…")
    return one == other or (len(other) >= _CUT_TITLE and one.startswith(other) and len(one) <= 3 * len(other))


_CUT_TITLE = 8
