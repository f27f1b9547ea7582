"""`achie-tui profile`: what is known of the site, as data; learned of a new one, too."""

from collections import Counter
from pathlib import Path
from typing import Any, Literal

from achie_tui.commands.config import toml
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config, of_site
from achie_tui.language import Phrase
from achie_tui.library.folder import temporary_folder
from achie_tui.library.library import View
from achie_tui.model import CategoryCount
from achie_tui.newsroom import Newsroom
from achie_tui.parse.template import SiteTemplates, Template
from achie_tui.redaction import without_secrets
from achie_tui.survey import Description, Survey

Action = Literal["show", "learn"]

_LOOKED_AT = 30  # articles of each category
_LOOKING = Phrase("正在看 {path}", "looking at {path}")
_NONE = Phrase(
    "还没有学到网页版式；先同步几篇文章，再运行 achie-tui profile show",
    "no template is learned yet; sync some articles, then run achie-tui profile show again",
)
_UNLEARNED = Phrase(
    "{articles} 篇文章里没有学出共同的版式，说明文件里没有选择器；文章多了再试",
    "no common template in {articles} articles, so the profile has no selectors; try again with more",
)
_SITE = Phrase("网站\t{name}\t{base_url}", "site\t{name}\t{base_url}")
_TEMPLATE = Phrase(
    "版式 {number}\t{pages} 篇文章\t标题与列表一致 {agreed} 篇\t正文齐全 {held} 篇",
    "template {number}\t{pages} articles\ttitle as listed on {agreed}\ttext held on {held}",
)
_CATEGORY = Phrase(
    "{name}\t{path}\t看了 {looked} 篇\t{how}\t存疑 {doubted} 篇",
    "{name}\t{path}\tlooked at {looked}\t{how}\tdoubted {doubted}",
)
_PLACES = {
    "title": Phrase("标题", "title"),
    "date": Phrase("日期", "date"),
    "source": Phrase("来源", "source"),
    "text": Phrase("正文", "text"),
}
_HOW = {
    "selector": Phrase("选择器", "selector"),
    "anchor": Phrase("标签行", "anchor"),
    "template": Phrase("版式", "template"),
    "density": Phrase("密度", "density"),
}


async def run(config: Config, output: Output, *, action: Action, url: str | None = None) -> int:
    """Show what is known of the site, or look at it and print a profile of it as TOML.

    A site that there is no profile of is looked at with a library that lives only as long.
    """
    if url is None:
        return await _run(config, output, action)
    with temporary_folder("survey-") as folder:
        return await _run(of_site(config, url, Path(folder) / "library"), output, action)


async def _run(config: Config, output: Output, action: Action) -> int:
    async with opened(config, output) as newsroom:
        await (_learn if action == "learn" else _show)(newsroom, output)
    return 0


async def _show(newsroom: Newsroom, output: Output) -> None:
    await newsroom.learn()
    known = newsroom.library.knowledge.current()
    templates = SiteTemplates.from_data(known.data)
    categories = [(count, *_readings(newsroom, count)) for count in newsroom.categories()]
    if output.json:
        output.value(_record(newsroom, templates, categories))
        return
    profile = newsroom.config.profile
    base_url = output.text(without_secrets(newsroom.config.base_url))
    output.line(_SITE.say(output.language, name=output.text(profile.name), base_url=base_url))
    if not templates:
        output.tell(_NONE.say(output.language))
    for number, template in enumerate(templates.templates, 1):
        counts: dict[str, object] = {
            "number": number,
            "pages": template.pages,
            "agreed": template.agreed,
            "held": template.held,
        }
        output.line(_TEMPLATE.say(output.language, **counts))
        for place, phrase in _PLACES.items():
            chain = getattr(template, place)
            output.line(f"  {phrase.say(output.language)}\t{output.text(chain) if chain else '-'}")
    for count, read, doubted in categories:
        how = " ".join(f"{_HOW[name].say(output.language)} {number}" for name, number in read.most_common())
        shown = {"name": output.text(count.category.name), "path": output.text(count.category.path)}
        output.line(_CATEGORY.say(output.language, looked=read.total(), how=how or "-", doubted=doubted, **shown))


def _readings(newsroom: Newsroom, count: CategoryCount) -> tuple[Counter[str], int]:
    """Count how the newest kept articles of a category were read, and how many of them are doubted."""
    read: Counter[str] = Counter()
    doubted = 0
    for headline in newsroom.headlines(newsroom.keys(View(count.category.path))[: 2 * _LOOKED_AT]):
        kept = newsroom.kept(headline.path) if headline.cached and read.total() < _LOOKED_AT else None
        if kept is not None:
            read[kept.article.extraction] += 1
            doubted += kept.article.doubt is not None
    return read, doubted


def _record(
    newsroom: Newsroom, templates: SiteTemplates, categories: list[tuple[CategoryCount, Counter[str], int]]
) -> dict[str, Any]:
    profile = newsroom.config.profile
    return {
        "name": profile.name,
        "base_url": without_secrets(newsroom.config.base_url),
        "news": profile.news,
        "selectors": {"title": list(profile.selectors.title), "body": list(profile.selectors.body)},
        "templates": [_template_record(template) for template in templates.templates],
        "categories": [
            {"name": count.category.name, "path": count.category.path, "read": dict(read), "doubted": doubted}
            for count, read, doubted in categories
        ],
    }


def _template_record(template: Template) -> dict[str, Any]:
    places = {place: getattr(template, place) for place in _PLACES}
    return {"articles": template.pages, **places, "agreed": template.agreed, "held": template.held}


async def _learn(newsroom: Newsroom, output: Output) -> None:
    survey = Survey(newsroom.config, newsroom.library, newsroom.fetcher, newsroom.on_thread)
    async for path in survey.run():
        output.tell(_LOOKING.say(output.language, path=path))
    description = survey.description
    assert description is not None  # noqa: S101 - a survey that ran to its end describes
    if not description.templates:
        output.tell(_UNLEARNED.say(output.language, articles=description.articles))
    if output.json:
        output.value(_described(description))
    else:
        output.line(to_toml(_described(description)))


def _described(description: Description) -> dict[str, Any]:
    """Give a profile's content; the best known template's chains come first."""
    templates = description.templates.templates
    labels = description.traits.labels()
    return {
        "name": description.name,
        "base_url": without_secrets(description.base_url),
        "hosts": list(description.traits.hosts()),
        "image_hosts": [],
        "news": description.news,
        "categories": [category.name for category in description.categories],
        "selectors": {
            "title": [template.title for template in templates if template.title],
            "body": [template.text for template in templates if template.text and template.holds_text],
        },
        "labels": {
            "source": list(labels.source),
            "author": list(labels.author),
            "published": list(labels.published),
            "views": list(labels.views),
        },
    }


def to_toml(content: dict[str, Any]) -> str:
    """Write a profile as TOML: texts and lists of texts, in tables one level deep."""
    lines = [f"{key} = {_toml(value)}" for key, value in content.items() if not isinstance(value, dict)]
    for name, table in content.items():
        if isinstance(table, dict):
            lines += ["", f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items() if value)]
    return "\n".join(lines)


def _toml(value: str | list[str]) -> str:
    if isinstance(value, str):
        return toml(value)
    return f"[{', '.join(map(_toml, value))}]"
