"""Help, and what is wrong with a command line: all of it in the user's language, and with what to do about it."""

import re
from pathlib import Path

import pytest

from achie_tui.cli.arguments import COMMANDS
from achie_tui.typeset.width import cell_width
from tests.commands.shell import apart, here

# What stands in Chinese sentences too: options, commands, values, and what the user wrote.
_NAMES = re.compile(r"“[^”]*”|--?[\w/-]+|achie-tui(?: [a-z]+)?|\b(?:text|json|markdown|html|zh|en|list)\b")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ("list --bogus", "没有 --bogus 这个选项", "there is no option --bogus"),
        ("list --limt 3", "（是不是 --limit？）", "(did you mean --limit?)"),
        ("lsit", "；是不是 list？命令有 ", "; did you mean list? the commands are "),
        ("catgories", "是不是 categories？", "did you mean categories?"),
        ("unde", "是不是 undo？", "did you mean undo?"),
        ("feed a b", "多写了“b”", "“b” is one too many"),
        ("search 量子 -open", "没有 -open 这个选项（不是选项就写在 -- 后面）", "(what is no option stands behind --)"),
        ("search 量子 -hire", "没有 -hire 这个选项", "no option -hire"),
        ("list --since 2026 --until 2025-12", "--since 2026 在 --until 2025-12 之后", "no day is both"),
        ("search 量子 --since 2026-02 --until 2026-01-31", "之后，没有这样的日子", "no day is both"),
        (
            "list --limit 0",
            "--limit 应为正整数，如 1、20，不能是“0”",
            "--limit must be a whole number, 1 or more, not “0”",
        ),
        ("list --limit -5", "“-5”", "“-5”"),
        ("list --limit", "--limit 后面要写一个值", "--limit needs a value"),
        ("list --limit 3 --all", "--all 和 --limit 不能一起用", "--all and --limit cannot be used together"),
        ("list --refresh=3", "--refresh 后面不写值", "--refresh takes no value"),
        ("read", "缺少“网址|路径|编号”", "URL|PATH|ID is missing"),
        ("read a --format pdf", "--format 不能是“pdf”，可用的有 text, json", "choose from text, json, markdown, html"),
        (
            "sync --since 2024-13-01",
            "或日期，如 2024-01-31、2024-01、2024、昨天、上周、本月，不能是“2024-13-01”",
            "or a date, such as 2024-01-31, 2024-01, 2024, yesterday, last-week or this-month",
        ),
        ("list --until 明天", "昨天、上周、本月，不能是“明天”", "yesterday, last-week or this-month, not “明天”"),
        ("sync --delay nan", "--delay 应为秒数", "--delay must be a number of seconds"),
        ("prune --images-older-than x", "应为天数", "a number of days"),
        ("list --data-dir", "--data-dir 后面要写一个值", "--data-dir needs a value"),
        ("--limit 3 list", "--limit 不是通用选项，要写在命令 list 后面", "has to stand behind list"),
        ("--bogus", "没有 --bogus 这个选项", "there is no option --bogus"),
        ("serach 高新", "“serach”既不是命令", "“serach” is neither a command"),
        ("serach", "命令有 categories, list, read", "the commands are categories, list, read"),
    ],
)
def test_wrong_usage_is_told_in_both_languages(arguments: str, zh: str, en: str) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        said = here(*arguments.split(), "--lang", lang)
        assert (said.status, said.out) == (2, "")
        assert words in said.sentence
        if lang == "zh" and "命令有" not in said.sentence:
            assert not re.search("[a-z]{2}", _NAMES.sub("", said.sentence)), said.sentence


def test_a_language_that_there_is_not_is_told_in_the_next_best() -> None:
    assert "choose from zh, en" in apart("list", "--lang", "fr", ACHIE_TUI_LANG="en").sentence
    assert "可用的有 zh, en" in apart("list", "--lang", "fr").sentence


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_all_chinese_and_aligned_by_cells(command: str) -> None:
    said = apart(*command.split(), "--help", COLUMNS="60")
    assert said.out.startswith("用法：achie-tui")
    assert not re.search(r"usage|options:|OPTIONS|CATEGORY|FILE|\bDIR\b|URL", said.out)
    lines = said.out.splitlines()
    assert max(map(cell_width, lines)) <= 60
    rows = [re.fullmatch(r"(  \S+(?: \S+)*)(  +)(\S.*)", line) for line in lines]
    columns = {cell_width(row[1] + row[2]) for row in rows if row}
    assert len(columns) == 1
    english = apart(*command.split(), "--help", "--lang", "en").out
    assert english.startswith("usage: achie-tui")
    assert not re.search("[\u4e00-\u9fff]", english.replace("高新院", ""))


def test_help_speaks_the_language_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('lang = "en"\n', encoding="utf-8")
    assert here("--help", "--config", str(file)).out.startswith("usage: ")
    assert here("--help", "--config", str(file), "--lang", "zh").out.startswith("用法：")
    file.write_text("lang = \n", encoding="utf-8")
    assert here("--help", f"--config={file}").out.startswith("用法：")
