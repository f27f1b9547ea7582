"""Steps of the journal as records, and told of."""

from datetime import UTC, datetime
from typing import Any

from achie_tui.commands.output import Output
from achie_tui.journal_words import in_words
from achie_tui.language import Phrase
from achie_tui.library.marks import Entry
from achie_tui.newsroom import Undone


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


def tell_steps(walk: Undone, each: Phrase, overruled: Phrase, output: Output) -> int:
    """Print what a walk through the journal did, a line for `each` step, and say which steps were `overruled`.

    Gives the exit status: where all were, nothing was changed.
    """
    if output.json:
        steps, left = ([entry_record(entry) for entry in entries] for entries in (walk.entries, walk.overruled))
        output.value({"articles": walk.articles, "steps": steps, "overruled": left})
    for entry in walk.overruled:
        output.say(overruled, step=in_words(entry, output.language, output.text))
    for entry in () if output.json else walk.entries:
        output.line(each.say(output.language, step=in_words(entry, output.language, output.text)))
    return 0 if walk.entries else 1
