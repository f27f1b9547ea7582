"""Headlines as lines: in columns at a terminal, parted by tabs in a pipe."""

from collections.abc import Iterator, Sequence
from functools import partial

from achie_tui.commands.output import Output
from achie_tui.model import Headline
from achie_tui.typeset.width import cell_width, cut, fit

_GAP = "  "
_DATE_WIDTH, _LEAST_TITLE = 10, 10


def plain_line(headline: Headline, output: Output, *more: str) -> str:
    """Give a headline as date, category, title, what `more` is to be told of it, and address, which stands last."""
    date, category, title = _date(headline, output), output.text(headline.category or ""), output.text(headline.title)
    return "\t".join((date, category, title, *map(output.text, more), output.address(headline.path)))


def terminal_lines(
    headlines: Sequence[Headline], output: Output, *, with_category: bool, ambiguous_wide: bool
) -> Iterator[str]:
    """Give headlines in columns: marks, the number that `read` takes, date, title, category.

    What finds no room is left out, the category first and then the date; a title is cut where it has to be.
    """
    width = partial(cell_width, ambiguous_wide=ambiguous_wide)
    titles = [output.text(headline.title) for headline in headlines]
    categories = [output.text(headline.category or "") if with_category else "" for headline in headlines]
    numbers = [output.text(str(headline.id or "")) for headline in headlines]
    number_width = max(map(len, numbers), default=0)
    tail_width = max(map(width, categories), default=0)
    # Two marks and a space before the number.
    room = output.width - 3 - number_width - len(_GAP)
    if dated := room - _DATE_WIDTH - len(_GAP) >= _LEAST_TITLE:
        room -= _DATE_WIDTH + len(_GAP)
    if has_tail := tail_width > 0 and room - tail_width - len(_GAP) >= 2 * _LEAST_TITLE:
        room -= tail_width + len(_GAP)
    title_width = min(room, max(map(width, titles), default=0))
    for headline, title, category, number in zip(headlines, titles, categories, numbers, strict=True):
        shown = _cut(title, room, ambiguous_wide=ambiguous_wide)
        linked = output.link(shown if headline.read else output.bold(shown), headline.path)
        marks = f"{'*' if headline.starred else ' '}{' ' if headline.read else '|'} "
        columns = [output.dim(number.rjust(number_width))]
        columns += [output.dim(fit(_date(headline, output), _DATE_WIDTH))] if dated else []
        columns += [linked]
        line = marks + _GAP.join(columns)
        if has_tail and category:
            line += " " * (title_width - width(shown)) + _GAP + output.dim(category)
        yield line


def _date(headline: Headline, output: Output) -> str:
    return output.text(str(headline.published or "")[:_DATE_WIDTH])


def _cut(title: str, room: int, *, ambiguous_wide: bool) -> str:
    """Cut a title to so many cells, with an ellipsis where it goes on."""
    if cell_width(title, ambiguous_wide=ambiguous_wide) <= room:
        return title
    ellipsis_width = cell_width("…", ambiguous_wide=ambiguous_wide)
    return cut(title, room - ellipsis_width, ambiguous_wide=ambiguous_wide).rstrip() + "…"
