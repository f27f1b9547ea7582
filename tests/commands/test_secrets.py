"""What is secret stays so, whatever goes wrong: all that is written is searched for it."""

import os
from pathlib import Path

import pytest

from tests.commands.shell import User, apart, here
from tests.site.faults import BadGzip, Body, Fault, GzipBomb, Redirect, Reset, Status, Truncate
from tests.site.serve import Server

PASSWORD, COOKIE, TOKEN = "hunter2", "c00kie", "t0ken"
SET = {"Set-Cookie": f"id={COOKIE}; path=/"}
FAULTS: dict[str, Fault | None] = {
    "well": None,
    "login": Status(401, SET),
    "proxy login": Status(407, SET),
    "too many": Status(429, {**SET, "Retry-After": "900"}),
    "error": Status(500, SET),
    "portal": Body("<html><title>上网认证</title><form><input type=password></form></html>".encode(), SET),
    "redirect": Redirect(f"http://me:{PASSWORD}@elsewhere.example/?token={TOKEN}"),
    "loop": Redirect(f"http://news.example/?token={TOKEN}", hops=1),
    "gzip": BadGzip(),
    "bomb": GzipBomb(5_000_000),
    "cut": Truncate(300),
    "reset": Reset(0),
}
COMMANDS = (
    ("sync", "--pages", "1"),
    ("list", "--refresh"),
    ("read", "/news/gxq/202509251378.html"),
    ("categories",),
    ("config",),
    ("doctor",),
    ("doctor", "--json"),
)


@pytest.mark.fault(38)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_no_secret_is_written_whatever_goes_wrong(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault | None
) -> None:
    if fault is not None:
        server.faults["*"] = fault
    proxy = server.base_url.replace("http://", f"http://me:{PASSWORD}@")
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    # By way of the proxy, which is the site itself, and directly.
    for address in (f"http://me:{PASSWORD}@news.example/?token={TOKEN}", f"{proxy}/?token={TOKEN}"):
        for command in COMMANDS:
            said = here(*command, "--verbose", "--base-url", address, "--data-dir", str(tmp_path / "library"))
            for secret in (PASSWORD, COOKIE, TOKEN):
                assert secret not in said.out + said.err, (command, said)
            assert "Traceback" not in said.err
    for file in filter(Path.is_file, (tmp_path / "library").rglob("*")):
        content = file.read_bytes()
        assert PASSWORD.encode() not in content
        assert COOKIE.encode() not in content


@pytest.mark.fault(38)
def test_no_secret_and_no_home_directory_is_in_what_it_tells_of_its_requests(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://me:{PASSWORD}@127.0.0.1:9")
    options = ("--base-url", "http://news.example/", "--data-dir", str(Path(os.environ["HOME"]) / "library"))
    said = apart("sync", "--verbose", *options)
    assert said.status == 4
    assert "127.0.0.1:9" in said.err
    for secret in (PASSWORD, os.environ["HOME"], str(user.folder)):
        assert secret not in said.err
