"""The manual page: all of both tables, in both languages, as troff takes it."""

import re
import shutil
import subprocess

import pytest

from achie_tui.cli.arguments import COMMANDS
from achie_tui.cli.common import COMMON
from achie_tui.config import SETTINGS
from achie_tui.language import Language
from tests.commands.shell import here


def page(language: Language) -> str:
    said = here("man", "--lang", language)
    assert said.status == 0
    return said.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_tells_of_every_command_option_and_setting(language: Language) -> None:
    text = page(language).replace(r"\-", "-").replace(r"\(dq", '"').replace(r"\:", "")
    for name, command in COMMANDS.items():
        section = text.split(f".SS {name}\n")[1].split("\n.S")[0]
        assert command.about.say(language) in section
        for argument in command.each_argument():
            assert argument.about.say(language).replace("\\", "\\e") in section
            assert not argument.is_option or rf"\fB{argument.name}\fR" in section
    for option in COMMON:
        assert option.about.say(language) in text
    for setting in SETTINGS.values():
        assert (rf"\fB{setting.name}\fR" in text) == setting.in_file
    assert SETTINGS["measure"].kind.allowed.say(language) in text
    if language == "en":
        assert not re.search("[\u4e00-\u9fff]", text.replace("高新院", ""))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_is_a_request_of_ours_or_text(language: Language) -> None:
    coding, *lines = page(language).splitlines()
    assert "utf-8" in coding
    for line in lines:
        assert re.match(r"\.(TH|SH|SS|TP|PP|br|nh|ad) ?", line) or line[:1] not in ("", ".", "'"), line
        assert not re.search(r"\\(?!-|e|\(dq|fB|fI|fR|&|:)", line), line


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [78, 46])
def test_troff_sets_it(language: Language, width: int) -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("there is no groff here")
    done = subprocess.run(  # noqa: S603 - it reads the page alone
        [groff, "-k", "-man", "-Tutf8", "-P-cbou", "-ww", f"-rLL={width}n"],
        input=page(language).encode(),
        capture_output=True,
        timeout=30,
        check=True,
    )
    set_lines = done.stdout.decode()
    assert "--images-older-than" in set_lines
    assert not re.search(r"^ *[、，。；：）”]", set_lines, re.MULTILINE)
    assert not done.stderr
