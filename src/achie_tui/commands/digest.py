"""`achie-tui digest`: what is new, by watch word and category, to be read, sent or kept; from the library alone."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal

from achie_tui.commands.category_names import find_categories
from achie_tui.commands.kept import opened_kept
from achie_tui.commands.library_search import catch_up, understood
from achie_tui.commands.output import Output
from achie_tui.commands.periods import moment_of
from achie_tui.config import Config
from achie_tui.errors import WrongArgumentsError
from achie_tui.export.digest import Digest, Item, Section, to_mail_page, to_markdown, to_page, to_text
from achie_tui.export.mail import as_mail
from achie_tui.export.records import headline_record
from achie_tui.export.sentences import first_sentences, lead
from achie_tui.language import Phrase
from achie_tui.library import watch_words
from achie_tui.library.search.query import parse
from achie_tui.library.whats_new import Choice, Part, whats_new
from achie_tui.model import Headline
from achie_tui.newsroom import Newsroom
from achie_tui.site.address import SITE_TIME

Format = Literal["markdown", "html", "mail"]

_COMMAND = "achie-tui digest"
_NO_RECIPIENT = Phrase("写成邮件要用 --to 给出收件人", "a mail needs a recipient: --to")
_NO_MAIL = Phrase("--to 和 --from 只用于 --format mail", "--to and --from are for --format mail")


async def run(
    config: Config,
    output: Output,
    *,
    since: str = "7d",
    categories: Sequence[str] | None = None,
    searches: Sequence[str] | None = None,
    form: Format = "markdown",
    limit: int | None = None,
    sender: str | None = None,
    recipients: Sequence[str] | None = None,
    always: bool = False,
) -> int:
    """Print what is new since a time; where nothing is, nothing at all, so that cron has nothing to send."""
    if (form == "mail") != bool(recipients) or (sender is not None and form != "mail"):
        raise WrongArgumentsError(reason=_NO_RECIPIENT if form == "mail" else _NO_MAIL, command=_COMMAND)
    for typed in searches or ():
        for note in understood([typed], _COMMAND).notes:
            output.say(note)
    async with opened_kept(config, output) as newsroom:
        now = newsroom.now()
        begin = moment_of(since, now)
        choices = await _choices(newsroom, categories, searches)
        if any(choice.query for choice in choices):
            await catch_up(newsroom, output)
        parts = await newsroom.finder.seek(partial(whats_new, newsroom.library, begin, choices))
        digest = await newsroom.finder.seek(partial(_digest, newsroom, parts, (begin, now), limit))
    if output.json:
        output.value(_record(digest, parts, output))
        return 0
    if not digest.articles and not always:
        return 0
    language, addresses, written_to = output.language, output.addresses, recipients or ()
    if form == "mail":
        mail = as_mail(
            digest.title(language),
            to_text(digest, addresses, language),
            to_mail_page(digest, addresses, language),
            sender=written_to[0] if sender is None else sender,
            recipients=written_to,
            written=digest.until,
        )
        output.line(mail.as_string().rstrip("\n"))
    else:
        output.line((to_markdown if form == "markdown" else to_page)(digest, addresses, language))
    return 0


async def _choices(
    newsroom: Newsroom, categories: Sequence[str] | None, searches: Sequence[str] | None
) -> list[Choice]:
    """Give what is named; without anything named the kept searches, all categories, and what is in none."""
    if categories or searches:
        named = [Choice("search", typed, query=parse(typed)) for typed in dict.fromkeys(searches or ())]
        found = await find_categories(newsroom, categories or ())
        return [*named, *(Choice("category", each.name, category=each) for each in found)]
    library = newsroom.library
    words = watch_words.read(library.visits.setting(watch_words.REMEMBERED) or "")
    return [
        *(Choice("search", word.name, query=parse(word.text)) for word in words),
        *(Choice("category", each.name, category=each) for each in library.categories()),
        Choice("other"),
    ]


def _digest(newsroom: Newsroom, parts: Sequence[Part], period: tuple[float, float], limit: int | None) -> Digest:
    articles = {headline.key: headline for part in parts for headline in part.headlines}
    shown = {headline.key: headline for part in parts for headline in part.headlines[:limit]}
    items = {key: Item(headline, _lead(newsroom, headline)) for key, headline in shown.items()}
    sections = [
        Section(
            part.choice.name,
            part.choice.kind == "search",
            len(part.headlines),
            part.unread,
            [items[headline.key] for headline in part.headlines[:limit]],
        )
        for part in parts
    ]
    since, until = (datetime.fromtimestamp(int(moment), SITE_TIME) for moment in period)
    return Digest(
        newsroom.config.profile.name,
        since,
        until,
        len(articles),
        sum(not headline.read for headline in articles.values()),
        newsroom.totals().articles,
        sections,
        is_abroad=until.astimezone().utcoffset() != until.utcoffset(),
    )


def _lead(newsroom: Newsroom, headline: Headline) -> str:
    """Give an article's first sentences: of its text where that is kept, else of what the list says of it."""
    kept = newsroom.kept(headline.path)
    return (lead(kept.article) if kept else "") or first_sentences(headline.summary or "")


def _record(digest: Digest, parts: Sequence[Part], output: Output) -> dict[str, Any]:
    return {
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "articles": digest.articles,
        "unread": digest.unread,
        "sections": [
            {
                "kind": part.choice.kind,
                "name": section.name or None,
                "query": part.choice.query.text if part.choice.query else None,
                "articles": section.articles,
                "unread": section.unread,
                "items": [
                    {**headline_record(item.headline, output.addresses), "lead": item.lead} for item in section.items
                ],
            }
            for part, section in zip(parts, digest.sections, strict=True)
        ],
    }
