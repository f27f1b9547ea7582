"""Completion in the shells: tried in the shells themselves, as far as they are here."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from achie_tui.cli.arguments import COMMANDS
from achie_tui.cli.common import COMMON
from tests.commands.shell import here

CATEGORIES = (
    "高新区新闻\tgxq\t3\t3\t1\n产业规划\tcygh\t1\t0\t0\n$(touch evil)\t`touch evil`\t0\t0\t0\n*\t;reboot\t0\t0\t0\n"
)

NOTES = json.dumps(
    [
        {"text": '#土地 "tags": ["$(touch evil)"]', "tags": ["土地", "产业/政策"], "colour": None},
        {"text": None, "tags": [], "colour": "red"},
        {"text": "#土地 #人才", "tags": ["土地", "人才"], "colour": "red"},
    ],
    ensure_ascii=False,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a folder with the scripts, a program that tells categories, one of them hostile, and a file."""
    for shell in ("bash", "zsh", "fish"):
        (tmp_path / f"script.{shell}").write_text(here("completions", shell, "--lang", "zh").out, encoding="utf-8")
    (tmp_path / "categories").write_text(CATEGORIES, encoding="utf-8")
    (tmp_path / "notes").write_text(NOTES, encoding="utf-8")
    program = tmp_path / "bin" / "achie-tui"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\n[ "$*" = "--offline categories" ] && cat {tmp_path}/categories\n'
        f'[ "$*" = "--offline notes --json" ] && cat {tmp_path}/notes\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    (tmp_path / "of mine.toml").touch()
    (tmp_path / "folder").mkdir()
    return tmp_path


def run(home: Path, shell: str, script: str, prepare: str = "") -> str:
    """Run a script in a shell that has loaded its completions; gives what it said."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    done = subprocess.run(  # noqa: S603 - a shell with a script of ours
        [shell, "-c", f"{prepare}source ./script.{shell}; {script}"],
        cwd=home,
        env={**os.environ, "PATH": f"{home}/bin:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert not done.stderr
    assert not (home / "evil").exists()
    return done.stdout


def bash(home: Path, *lines: str) -> list[list[str]]:
    """Give what bash would offer for the last word of each line."""
    script: list[str] = []
    for line in lines:
        words = line.replace("=", " = ").split(" ") if "=" in line else line.split(" ")  # as bash itself parts them
        script.append(f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _achie_tui")
        script.append('printf "%s\\n" "${COMPREPLY[@]}" --')
    said = run(home, "bash", "; ".join(script)).split("--\n")
    return [[word for word in part.splitlines() if word] for part in said[:-1]]


def names(options: Sequence[object]) -> set[str]:
    return {name for option in options for name in getattr(option, "names", ())}


def test_bash_offers_what_the_table_has(home: Path) -> None:
    lines = ["achie-tui ", *(f"achie-tui {name} -" for name in COMMANDS)]
    first, *options = bash(home, *lines)
    assert first == [*COMMANDS]
    for name, offered in zip(COMMANDS, options, strict=True):
        own = [argument for argument in COMMANDS[name].each_argument() if argument.is_option]
        assert {*offered} == names(own) | names(COMMON), name


def test_bash_knows_where_it_is_in_a_line(home: Path) -> None:
    cases = {
        "achie-tui li": ["list"],
        "achie-tui --lang ": ["zh", "en"],
        "achie-tui --lang=e": ["en"],
        "achie-tui --lang=": ["zh", "en"],
        "achie-tui --lang en li": ["list"],
        "achie-tui --lang=en --offline list --li": ["--limit"],
        "achie-tui list 高": ["高新区新闻"],
        "achie-tui list ": ["高新区新闻", "gxq", "产业规划", "cygh"],
        "achie-tui sync gxq c": ["cygh"],
        "achie-tui list gxq c": ["cygh"],
        "achie-tui feed gxq ": [],
        "achie-tui search list --category g": ["gxq"],
        "achie-tui list --category gxq,": ["gxq,高新区新闻", "gxq,gxq", "gxq,产业规划", "gxq,cygh"],
        "achie-tui list --category=gxq,c": ["gxq,cygh"],
        "achie-tui list --category 高新区新闻,gxq,产": ["高新区新闻,gxq,产业规划"],
        "achie-tui sync gxq,": [],
        "achie-tui notes --tag ": ["产业/政策", "人才", "土地"],
        "achie-tui notes --tag 土": ["土地"],
        "achie-tui list --limit ": [],
        "achie-tui read --format m": ["markdown"],
        "achie-tui completions ": ["bash", "zsh", "fish"],
        "achie-tui --config of": ["of mine.toml"],
        "achie-tui --data-dir f": ["folder"],
        "achie-tui /news/a.html ": [],
    }
    assert bash(home, *cases) == [*cases.values()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_shell_has_anything_against_its_script(home: Path, shell: str, lang: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    (home / "script").write_text(here("completions", shell, "--lang", lang).out, encoding="utf-8")
    done = subprocess.run([shell, "-n", "script"], cwd=home, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_that_is_made_of_the_table_is_quoted_as_its_shell_reads_it(lang: str) -> None:
    """Where the shells are not installed, too: whatever the words of the table are, each stays one word."""
    lines = [line.strip().removesuffix(" \\") for line in here("completions", "zsh", "--lang", lang).out.splitlines()]
    specs = [line for line in lines if line.startswith("'")]
    assert len(specs) > sum(len([*command.each_argument()]) for command in COMMANDS.values())
    for spec in specs:
        assert len(shlex.split(spec)) == 1, spec
    options = [word for [word] in map(shlex.split, specs) if re.match(r"(\([^)]*\)|\*)?-", word)]
    for option in options:
        assert re.fullmatch(r"(\([^)]*\)|\*)?--?[\w-]+=?\[(?:[^\[\]\\]|\\.)*\](:(?:[^:\\]|\\.)*:.*)?", option), option
    quoted = r"'(?:[^'\\]|\\['\\])*'"
    lines = here("completions", "fish", "--lang", lang).out.splitlines()
    for line in (line for line in lines if line.startswith("complete -c achie-tui ")):
        assert re.fullmatch(rf"complete( ({quoted}|\"__fish_seen_subcommand_from [a-z]+\"|[\w-]+))+", line), line


# zsh: its own completion system wants a terminal; what our script asks of it is written down instead.

ZSH = """
compdef() { print -r -- compdef "$@"; }
compadd() { print -rl -- ${(P)2}; }
_describe() { print -rl -- ${(P)4}; }
_arguments() {
    if [[ $1 == -C ]]; then state=$asked; line=($command); return 1; fi
    print -rl -- "$@"
}
"""


def zsh(home: Path, script: str) -> list[str]:
    return run(home, "zsh", script, ZSH).splitlines()[1:]


def test_zsh_takes_its_script(home: Path) -> None:
    prepare = "autoload -U compinit; compinit -u -D; "
    assert run(home, "zsh", "print -r -- $_comps[achie-tui]", prepare) == "_achie_tui\n"


def test_zsh_offers_what_the_table_has(home: Path) -> None:
    offered = zsh(home, "asked=command; _achie_tui")
    assert offered == [f"{name}:{command.about.zh}" for name, command in COMMANDS.items()]
    script = "; ".join(f"asked=rest; command={name}; print -r -- @@ {name}; _achie_tui" for name in COMMANDS)
    said = "\n".join(zsh(home, script)).split("@@ ")[1:]
    assert len(said) == len(COMMANDS)
    for part in said:
        name, _, specs = part.partition("\n")
        own = [argument for argument in COMMANDS[name].each_argument() if argument.is_option]
        found = {each[1] for each in re.finditer(r"^(?:\([^)]*\)|\*)?(--?[\w-]+)=?\[", specs, re.MULTILINE)}
        assert found == names(own) | names(COMMON), name


def test_zsh_offers_what_the_library_knows_as_it_is(home: Path) -> None:
    known = zsh(home, "_achie_tui_categories")
    assert known == ["高新区新闻", "gxq", "产业规划", "cygh", "$(touch evil)", "`touch evil`", "*", ";reboot"]
    assert {*zsh(home, "_achie_tui_tags")} == {"土地", "产业/政策", "人才"}


# fish.


def fish(home: Path, *lines: str) -> list[list[str]]:
    """Give what fish would offer for the last word of each line, with what it says of it."""
    script = "; ".join(f"complete -C {shlex.quote(line)}; echo ====" for line in lines)
    return [part.splitlines() for part in run(home, "fish", script).split("====\n")][:-1]


def test_fish_offers_the_same(home: Path) -> None:
    said = fish(home, "achie-tui li", "achie-tui list g", "achie-tui --lang ", "achie-tui notes --tag 土")
    assert said[0] == [f"list\t{COMMANDS['list'].about.zh}"]
    assert said[1] == ["gxq"]
    assert [word.partition("\t")[0] for word in said[2]] == ["en", "zh"]
    assert [word.partition("\t")[0] for word in said[3]] == ["土地"]


def test_fish_offers_what_the_table_has(home: Path) -> None:
    first, *options = fish(home, "achie-tui ", *(f"achie-tui {name} --" for name in COMMANDS))
    assert {word.partition("\t")[0] for word in first} == {*COMMANDS}
    for name, offered in zip(COMMANDS, options, strict=True):
        own = [argument for argument in COMMANDS[name].each_argument() if argument.is_option]
        wanted = {each for each in names(own) | names(COMMON) if each.startswith("--")}
        assert {word.partition("\t")[0].removesuffix("=") for word in offered} == wanted, name


def test_what_they_say_is_in_the_user_s_language() -> None:
    for shell in ("zsh", "fish"):
        assert COMMANDS["list"].about.en in here("completions", shell, "--lang", "en").out
    assert here("completions", "tcsh").status == 2
