"""The program as a user runs it: inside this process where that is enough, in one of its own where it is not."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import IO, Any, TextIO

from achie_tui.cli.main import main
from achie_tui.library.library import Library

# How long to wait for what must come; it never takes that long, save where it does not come at all.
PATIENCE = 60.0
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a run said: its exit status and its two streams."""

    status: int
    out: str
    err: str

    def value(self) -> Any:
        """Give the one JSON value on stdout."""
        [line] = self.out.splitlines()
        return json.loads(line)

    def values(self) -> list[Any]:
        """Give the JSON Lines on stdout."""
        return [json.loads(line) for line in self.out.split("\n")[:-1]]

    @property
    def sentence(self) -> str:
        """The one sentence on stderr; it is no traceback, and nothing that a terminal obeys."""
        [line] = self.err.splitlines()
        assert line.strip()
        assert line.isprintable()
        assert "Traceback" not in line
        return line


def here(*arguments: str, given: str | TextIO | None = None) -> Said:
    """Run the program inside this process; `given` is what stands on its standard input, None: nothing is read."""
    out, err, ours = StringIO(), StringIO(), sys.stdin
    if given is not None:
        sys.stdin = StringIO(given) if isinstance(given, str) else given
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main(arguments)
    finally:
        sys.stdin = ours
    return Said(status, out.getvalue(), err.getvalue())


@contextmanager
def started(
    *arguments: str,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    environment: Mapping[str, str] | None = None,
) -> "Iterator[subprocess.Popen[bytes]]":
    """Start the program in a process of its own; it ends with the block at the latest."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "achie_tui", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **(environment or {})},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: "subprocess.Popen[bytes]") -> Said:
    """Wait for a started program."""
    out, err = process.communicate(timeout=PATIENCE)
    return Said(process.returncode, (out or b"").decode(), err.decode())


def apart(*arguments: str, **environment: str) -> Said:
    """Run the program in a process of its own."""
    with started(*arguments, environment=environment) as process:
        return ended(process)


@dataclass(frozen=True)
class User:
    """Somebody with a library, and a site to read: what every run of theirs begins with."""

    base_url: str
    folder: Path

    @property
    def options(self) -> tuple[str, ...]:
        """The options that name both."""
        return "--base-url", self.base_url, "--data-dir", str(self.folder)

    def run(self, *arguments: str, given: str | TextIO | None = None) -> Said:
        """Run the program inside this process (see `here`)."""
        return here(*arguments, *self.options, given=given)

    def shell(self, script: str) -> Said:
        """Run a line of shell in which `achie` is the program, with this library and site."""
        program = shlex.join([sys.executable, "-m", "achie_tui"])
        done = subprocess.run(  # noqa: S603 - our own program
            ["/bin/sh", "-c", f'achie() {{ {program} "$@" {shlex.join(self.options)}; }}; {script}'],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            check=False,
            timeout=PATIENCE,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def sync(self, *arguments: str) -> Said:
        """Take the site along, as fast as it goes."""
        return self.run("sync", "--json", "--delay", "0", "--concurrency", "4", *arguments)

    def library(self) -> Library:
        """Open the library, as the program does."""
        return Library.open(self.folder)
