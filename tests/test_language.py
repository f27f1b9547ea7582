"""Everything said to the user is there in both languages, with the same fields to fill."""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import achie_tui
from achie_tui import errors
from achie_tui.errors import AchieError
from achie_tui.language import Phrase

PACKAGE = Path(achie_tui.__file__).parent


class Said(NamedTuple):
    """A phrase where the source says it; None where a language is not a constant."""

    place: str
    zh: str | None
    en: str | None


def phrases() -> Iterator[Said]:
    """Give every phrase of the package's source: `Phrase(zh, en)`, and calls with `zh=` and `en=`."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            is_phrase = isinstance(node.func, ast.Name) and node.func.id == "Phrase"
            arguments = node.args if is_phrase else []
            zh = named.get("zh", arguments[0] if arguments else None)
            en = named.get("en", arguments[1] if len(arguments) > 1 else None)
            if is_phrase or {"zh", "en"} & {*named}:
                yield Said(f"{file.relative_to(PACKAGE)}:{node.lineno}", _text(zh), _text(en))


def _text(node: ast.expr | None) -> str | None:
    """Give a constant text; of an f-string, what stays constant, each value as `{}`."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    return None


ALL = list(phrases())


def complete(said: Said) -> bool:
    """Tell whether a phrase is there in both languages, with the same fields."""
    if not (said.zh and said.zh.strip() and said.en and said.en.strip()):
        return False
    return fields(said.zh) == fields(said.en)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_source_says_something() -> None:
    assert len(ALL) > 80
    assert {said.place.partition(":")[0] for said in ALL} >= {"cli/main.py", "errors/library.py", "parse/strangers.py"}


def test_every_phrase_is_there_in_both_languages_with_the_same_fields() -> None:
    assert [said for said in ALL if (said.zh or said.en) and not complete(said)] == []


def test_every_error_has_a_sentence_of_its_own() -> None:
    for module in pkgutil.walk_packages(achie_tui.__path__, "achie_tui."):
        import_module(module.name)
    pending, found = [AchieError], set()
    while pending:
        error = pending.pop()
        pending += error.__subclasses__()
        found.add(error)
        assert error.exit_status in {1, 2, 3, 4}
        assert isinstance(error.phrase, Phrase)
    named = {value for value in vars(errors).values() if isinstance(value, type)}
    assert {value for value in named if issubclass(value, AchieError)} <= found


def test_a_phrase_fills_its_fields_and_leaves_braces_alone_without_any() -> None:
    phrase = Phrase("共 {n} 篇", "{n} articles")
    assert phrase.say("zh", n=3) == "共 3 篇"
    assert phrase.say("en", n=3) == "3 articles"
    assert Phrase("{", "}").say("en") == "}"
    assert AchieError(reason="{n}").sentence("zh").endswith("{n}")


def test_quotation_marks_within_others_are_single_ones() -> None:
    title = "“低空经济”如何落地？"
    said = Phrase("收藏：“{title}” {title}", "starred: “{title}”")
    assert said.say("en", title=title) == "starred: “‘低空经济’如何落地？”"
    assert said.fill(title=title).en == said.say("en", title=title)
    assert Phrase("{title}：{count:,} 篇", "").say("zh", title=title, count=1507) == f"{title}：1,507 篇"
