"""Steps of the journal in words, and as records."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from achie_tui.commands.output import Output
from achie_tui.language import Phrase
from achie_tui.library.marks import Entry
from achie_tui.newsroom import Undone

_MARKS: dict[tuple[str, bool], Phrase] = {
    ("read", True): Phrase("标为已读", "marked as read"),
    ("read", False): Phrase("标为未读", "marked as unread"),
    ("starred", True): Phrase("收藏", "starred"),
    ("starred", False): Phrase("取消收藏", "unstarred"),
    ("later", True): Phrase("放进稍后读", "put aside for later"),
    ("later", False): Phrase("移出稍后读", "no longer for later"),
}
_AND = Phrase("、", ", ")
_ONE = Phrase("{what}：“{title}”", "{what}: “{title}”")
_SEVERAL = Phrase("{what}：“{title}”等 {articles} 篇", "{what}: {articles} articles, “{title}” among them")
_UNTITLED = Phrase("{what}：{articles} 篇", "{what}: {articles}")


def in_words(entry: Entry, output: Output) -> str:
    """Say what a step did, to which article or to how many."""
    language = output.language
    what = _AND.say(language).join(_MARKS[change.mark, change.set].say(language) for change in entry.changes)
    phrase = _UNTITLED if entry.title is None else _ONE if entry.articles == 1 else _SEVERAL
    title = "" if entry.title is None else output.text(entry.title)
    return phrase.say(language, what=what, title=title, articles=f"{entry.articles:,}")


def entry_record(entry: Entry) -> dict[str, Any]:
    """Give a step as JSON."""
    return {
        "number": entry.number,
        "at": datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds"),
        "undone": entry.undone,
        "articles": entry.articles,
        "title": entry.title,
        "changes": [{"mark": change.mark, "set": change.set, "articles": change.articles} for change in entry.changes],
    }


def tell_steps(walk: Undone, each: Phrase, output: Output) -> None:
    """Print what a walk through the journal did, a line for `each` step."""
    entries = [replace(entry, undone=not entry.undone) for entry in walk.entries]
    if output.json:
        output.value({"articles": walk.articles, "steps": [entry_record(entry) for entry in entries]})
        return
    for entry in entries:
        output.line(each.say(output.language, step=in_words(entry, output)))
