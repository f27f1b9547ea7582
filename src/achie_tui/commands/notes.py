"""`achie-tui notes`: notes and marked passages, as text, JSON, or Markdown for a note program."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from achie_tui.commands.category_names import find_categories
from achie_tui.commands.output import Output
from achie_tui.commands.periods import day_of as day_since
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import UsageError
from achie_tui.export.noted import NotedArticle, PlacedNote, Wanted, day_of
from achie_tui.export.notes_folder import file_notes
from achie_tui.export.notes_markdown import Surroundings, notes_document
from achie_tui.language import Phrase

_EITHER = Phrase("--json 和 --markdown、--output 不能一起用", "--json cannot go with --markdown or --output")
_NONE = Phrase("还没有这样的笔记", "There are no such notes")
_FILED = Phrase(
    "写了 {written} 个文件，{unchanged} 个没有变化",
    "Files written: {written}, as they were: {unchanged}",
)
_LEFT_ALONE = Phrase(
    "{file} 里的笔记有人改过，没有动它；要重新写，请把它改名或移走",
    "The notes in {file} were changed by somebody; it was left alone: rename it or move it away to have it anew",
)
_COPY = Phrase(
    "{file} 和这里另一个文件属于同一篇文章，没有更新它",
    "{file} is of the same article as another file there, and was not renewed",
)
_REMOVED = Phrase(
    "{file} 已经删掉：这篇文章没有笔记了，里面也没有人写过别的",
    "{file} was removed: its article has no notes any more, and nobody had written in it",
)
_WITHOUT_NOTES = Phrase(
    "{file} 里有人写过，没有动它，可是这篇文章已经没有笔记了；不要了请自己删掉",
    "Somebody has written in {file}, so it was left alone, but its article has no notes any more; "
    "delete it if you no longer want it",
)
_GONE = Phrase("（原文里已经没有这一段）", " (gone from the article)")
_REWORDED = Phrase("（原文的这一段后来改过）", " (reworded by now)")


async def run(
    config: Config,
    output: Output,
    *,
    markdown: bool = False,
    categories: Sequence[str] | None = None,
    grep: str | None = None,
    tag: str | None = None,
    since: str | None = None,
    folder: str | None = None,
) -> int:
    """Print the notes, or write a file for each article into a folder; all of the notes of an article then.

    The files there of articles that have such notes no more, nor any, are removed.
    """
    if output.json and (markdown or folder):
        raise UsageError(reason=_EITHER)
    async with opened(config, output) as newsroom:
        named = frozenset(each.name for each in await find_categories(newsroom, categories or ()))
        wanted = Wanted(named, grep, tag, day_since(since, newsroom.now()))
        articles = await newsroom.query(partial(newsroom.notebook.articles, wanted, whole=folder is not None))
        gone = await newsroom.query(partial(newsroom.notebook.emptied, wanted)) if folder else []
    around = Surroundings(config.addresses, config.profile.name, datetime.now().astimezone().date(), output.language)
    if folder:
        _file(articles, gone, folder, around, output)
    elif markdown:
        for part in notes_document(articles, around):
            output.stdout.write(part)
    elif output.json:
        output.value([_record(placed, article, output) for article in articles for placed in article.notes])
    else:
        for number, article in enumerate(articles):
            _print(article, output, first=number == 0)
        if not articles:
            output.say(_NONE)
    return 0


def _file(
    articles: Sequence[NotedArticle], gone: Sequence[str], folder: str, around: Surroundings, output: Output
) -> None:
    """Write the files, and name those that are new or changed on stdout, all others that have to be named on stderr."""
    filed = file_notes(articles, Path(folder).expanduser(), around, gone)
    for phrase, files in (
        (_LEFT_ALONE, filed.left_alone),
        (_COPY, filed.copies),
        (_WITHOUT_NOTES, filed.without_notes),
        (_REMOVED, filed.removed),
    ):
        for file in files:
            output.say(phrase, file=file)
    output.say(_FILED, written=len(filed.written), unchanged=len(filed.unchanged))
    for file in filed.written:
        output.line(output.text(str(file)))


def _record(placed: PlacedNote, article: NotedArticle, output: Output) -> dict[str, Any]:
    """Give a note as JSON; `gone` is null where the article's text is not kept, or the note is on all of it."""
    note = placed.note
    knows = note.passage is not None and article.kept is not None
    return {
        "id": note.id,
        "url": output.addresses.url(article.path),
        "title": article.title if article.article or article.headline else None,
        "category": article.category,
        "published": article.published,
        "quotation": note.passage.quotation if note.passage else None,
        "text": note.text or None,
        "tags": list(note.tags),
        "colour": note.colour if note.passage else None,
        "at": placed.at,
        "gone": placed.is_gone if knows else None,
        "reworded": placed.anchored.reworded if placed.anchored else None,
        "created": _moment(note.created),
        "changed": _moment(note.changed),
    }


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _print(article: NotedArticle, output: Output, *, first: bool) -> None:
    """Print an article's notes: for a person under its title, into a pipe a line each with all in it."""
    if not output.is_terminal:
        for placed in article.notes:
            note = placed.note
            fields = (
                day_of(note.created),
                placed.line,
                note.text,
                output.address(article.path),
            )
            output.line("\t".join(map(output.text, fields)))
        return
    if not first:
        output.line()
    output.line(output.link(output.bold(output.text(article.title)), article.path))
    for placed in article.notes:
        if placed.note.passage:
            state = _GONE if placed.is_gone else _REWORDED if placed.anchored and placed.anchored.reworded else None
            said = output.dim(state.say(output.language)) if state else ""
            output.line(f"  {output.marked(output.text(placed.line))}{said}")
        for line in placed.note.text.splitlines():
            output.line(f"    {output.text(line)}" if placed.note.passage else f"  {output.text(line)}")
