"""`achie-tui categories`: the categories, with counts."""

from collections.abc import Sequence

from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import EmptyLibraryError
from achie_tui.export.records import category_record
from achie_tui.language import Phrase
from achie_tui.model import CategoryCount
from achie_tui.typeset.width import fit

_HEADING = Phrase("栏目\t代号\t文章\t已缓存\t未读", "Category\tSlug\tArticles\tCached\tUnread")
_NAME_WIDTH, _SLUG_WIDTH, _COUNT_WIDTH = 24, 14, 8


async def run(config: Config, output: Output) -> int:
    """Print the categories, discovered first where none is known yet."""
    async with opened(config, output) as newsroom:
        counts = newsroom.categories()
        if not counts:
            if config.offline:
                raise EmptyLibraryError
            counts = await newsroom.refresh_categories()
    if output.json:
        output.value([category_record(count, config.addresses) for count in counts])
    else:
        _print(counts, output)
    return 0


def _print(counts: Sequence[CategoryCount], output: Output) -> None:
    rows = [
        (
            output.text(count.category.name),
            output.text(count.category.slug),
            str(count.articles),
            str(count.cached),
            str(count.unread),
        )
        for count in counts
    ]
    if not output.is_terminal:
        for row in rows:
            output.line("\t".join(row))
        return
    output.line(output.dim(_aligned(_HEADING.say(output.language).split("\t"))))
    for row in rows:
        output.line(_aligned(row))


def _aligned(row: Sequence[str]) -> str:
    name, slug, *numbers = row
    return fit(name, _NAME_WIDTH) + fit(slug, _SLUG_WIDTH) + "".join(n.rjust(_COUNT_WIDTH) for n in numbers)
