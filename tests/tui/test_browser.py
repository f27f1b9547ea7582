"""The browser gets an address and nothing else, whatever a page calls one."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from achie_tui.config import load
from achie_tui.errors import NoBrowserError, WrongValueError
from achie_tui.site.address import Addresses
from achie_tui.tui.browser import browser_of, open_url, safe_url

SITE = Addresses("http://www.achie.org/")
PATIENCE = 60.0
REFUSED = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>x</script>",
    "vbscript:x",
    "ftp://h/",
    "http://a b/",
    "http://h\x1b[31m/",
    "http://[::1",
]
HANDED_OVER = {
    "-x": "http://www.achie.org/-x",
    "--version": "http://www.achie.org/--version",
    "%action": "http://www.achie.org/%25action",
    "http://h/a b": "http://h/a%20b",
    "http://h/'\"`": "http://h/%27%22%60",
    "http://h/$(id);x|y&z": "http://h/$(id);x%7Cy&z",
    "http://h/?q=a b&c='": "http://h/?q=a%20b&c=%27",
    "http://me:secret@h/x": "http://h/x",
    "http://h/\u202ex": "http://h/%E2%80%AEx",
}
START = """
import sys
from achie_tui.tui.browser import open_url
sys.exit(not open_url(sys.argv[1]))
"""


@pytest.mark.fault(6)
@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert safe_url(url, SITE) is None


@pytest.mark.fault(6)
@pytest.mark.parametrize(("url", "expected"), HANDED_OVER.items())
def test_the_browsers_arguments_are_the_address_alone(tmp_path: Path, url: str, expected: str) -> None:
    safe = safe_url(url, SITE)
    assert safe is not None
    note = tmp_path / "arguments"
    fake = tmp_path / "xdg-open"
    # Written beside and moved: whoever finds the note finds it whole.
    fake.write_text(
        f"#!{sys.executable}\nimport json, os, sys\nfrom pathlib import Path\n"
        f"new = Path({str(note)!r} + '.new')\nnew.write_text(json.dumps(sys.argv[1:]))\nos.rename(new, {str(note)!r})\n"
    )
    fake.chmod(0o755)
    environment = {"PATH": str(tmp_path), "DISPLAY": ":0"}
    subprocess.run([sys.executable, "-c", START, safe], env=environment, check=True, timeout=PATIENCE)  # noqa: S603
    deadline = time.monotonic() + PATIENCE
    while not note.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert json.loads(note.read_text()) == [expected]


def test_a_configured_browser_is_given_its_words_and_the_address_last() -> None:
    lent: list[list[str]] = []

    def lend(command: Sequence[str]) -> None:
        lent.append([*command])

    for command, in_terminal in ((["/usr/bin/w3m", "-N"], False), (["env", "A=$(id)", "w3m"], True)):
        assert browser_of(command, in_terminal, lend)("http://h/x")
        assert lent.pop() == [*command, "http://h/x"]
    assert browser_of([], False, lend) is open_url


def test_a_browser_that_is_not_there_is_told_of() -> None:
    with pytest.raises(NoBrowserError, match="/no/such/browser"):
        browser_of(["/no/such/browser"], False, lambda _: None)("http://h/x")


@pytest.mark.parametrize("value", ['"w3m"', '["w3m", 3]', '["w3m", ""]', "true"])
def test_what_is_no_command_is_told_of(tmp_path: Path, value: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"browser = {value}\n", encoding="utf-8")
    with pytest.raises(WrongValueError, match=r'\["w3m", "-N"\]'):
        load({"config": str(file)}, {})


def test_the_environment_names_it_as_a_shell_would(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('browser = ["lynx"]\n', encoding="utf-8")
    assert load({"config": str(file)}, {}).browser == ("lynx",)
    given = {"ACHIE_TUI_BROWSER": "w3m -o 'a b'"}
    assert load({"config": str(file)}, given).browser == ("w3m", "-o", "a b")
