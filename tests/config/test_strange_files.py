"""Files that the user wrote, of every kind: each is read, or refused in one sentence, soon."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from achie_tui.config import load
from achie_tui.errors import UnreadableFileError, UsageError, WrongValueError
from achie_tui.language import Phrase
from achie_tui.site.profile import read_profile
from achie_tui.tomlfile import read_toml

WHAT = Phrase("配置文件", "configuration file")
HEAD = 'base_url = "https://sister.example/"\ncategories = ["要闻"]\n'

pytestmark = pytest.mark.fault(40)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "given.toml"


def refusal(file: Path) -> str:
    with pytest.raises(UnreadableFileError) as raised:
        read_toml(file, WHAT)
    for language in ("zh", "en"):
        assert str(file) in raised.value.sentence(language)
    return raised.value.sentence("en")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_byte_order_mark_is_no_part_of_the_text(file: Path, newline: str) -> None:
    file.write_text(newline.join(['lang = "en"', "measure = 30", ""]), encoding="utf-8-sig", newline="")
    assert read_toml(file, WHAT) == {"lang": "en", "measure": 30}
    config = load({"config": str(file)}, {})
    assert (config.lang, config.measure) == ("en", 30)
    file.write_text(HEAD, encoding="utf-8-sig")
    assert read_profile(file).categories == ("要闻",)


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 5000}{']' * 5000}",
        f"a = {'{a=' * 5000}1{'}' * 5000}",
        f"{'.'.join('a' * 50_000)} = 1",
        f"[{'.'.join('a' * 50_000)}]",
        "a = {" + " . ".join(['"b c"'] * 50_000) + " = 1}",
    ],
)
def test_what_is_nested_too_deeply_is_refused_at_once(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert "nested too deeply" in refusal(file)


@pytest.mark.parametrize(
    "content", ['lang = "en"'.encode("utf-16"), 'a = "高"'.encode("gbk"), b"\x7fELF\x02\x01", b"\xff" * 100]
)
def test_what_is_no_utf_8_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert refusal(file)


@pytest.mark.parametrize(
    "text", [f"a = {'9' * 5000}", "a = \0", 'a = "\ud800"', "a = 1\na = 2", "a", "= 1", "[a", 'a = "']
)
def test_what_is_no_toml_is_refused(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", errors="surrogatepass")
    assert refusal(file)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_what_never_ends_is_refused(device: str) -> None:
    assert "larger than 1 MB" in refusal(Path(device))


def test_a_large_file_is_refused(file: Path) -> None:
    file.write_text("# much\n" * 200_000, encoding="utf-8")
    assert "larger than 1 MB" in refusal(file)


def test_nothing_is_an_empty_file() -> None:
    assert read_toml(Path(os.devnull), WHAT) == {}


def test_a_pipe_that_nobody_writes_to_is_waited_for_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.streams.PATIENCE", 0.2)
    os.mkfifo(file)
    assert "nothing came" in refusal(file)
    monkeypatch.setattr("achie_tui.streams.PATIENCE", 60.0)
    begin = time.monotonic()
    assert "nothing came" in refusal(file)
    assert time.monotonic() - begin < 30


def test_what_comes_of_a_pipe_is_there_for_who_asks_again(pipe: tuple[Path, int]) -> None:
    path, writing = pipe
    with os.fdopen(writing, "w", encoding="utf-8") as written:
        written.write('lang = "en"')
    assert [read_toml(path, WHAT) for _ in range(2)] == [{"lang": "en"}] * 2


@pytest.fixture
def pipe() -> Iterator[tuple[Path, int]]:
    reading, writing = os.pipe()
    yield Path(f"/dev/fd/{reading}"), writing
    os.close(reading)


def test_a_pipe_is_read_to_its_end(pipe: tuple[Path, int]) -> None:
    path, writing = pipe

    def write() -> None:
        with os.fdopen(writing, "w", encoding="utf-8") as written:
            for number in range(3000):
                written.write(f"a{number} = {number}\n")

    writer = threading.Thread(target=write)
    writer.start()
    assert len(read_toml(path, WHAT)) == 3000
    writer.join()


@pytest.mark.parametrize("kind", ["folder", "below a file", *(["closed to us"] if os.geteuid() else [])])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, file: Path, kind: str) -> None:
    file.write_text("a = 1", encoding="utf-8")
    file.chmod(0)
    assert refusal({"folder": tmp_path, "below a file": file / "x.toml", "closed to us": file}[kind])


@pytest.mark.parametrize(
    "host", ["xn--zzzzz---999999999", "xn--0.pt", "xn--", "xn--a中", "XN--0.example", "ａ.example"]
)
def test_an_address_whose_name_means_nothing_is_refused(file: Path, host: str) -> None:
    for flags, text in (({"base_url": f"http://{host}/"}, ""), ({}, f'base_url = "http://{host}/"')):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(WrongValueError):
            load({"config": str(file), **flags}, {})
    file.write_text(f'base_url = "http://{host}/"\ncategories = []\n', encoding="utf-8")
    with pytest.raises(WrongValueError):
        read_profile(file)
    for key in ("hosts", "image_hosts"):
        file.write_text(f'{HEAD}{key} = ["{host}"]\n', encoding="utf-8")
        with pytest.raises(WrongValueError, match="name of a host"):
            read_profile(file)


@pytest.mark.parametrize(
    "host", ["中国.example", "xn--fiqs8s.example", "例え。テスト", "a_b.example", "127.0.0.1", "[::1]"]
)
def test_an_address_of_any_script_is_taken(file: Path, host: str) -> None:
    file.write_text(f'base_url = "http://{host}/"', encoding="utf-8")
    assert load({"config": str(file)}, {}).base_url == f"http://{host}/"


@pytest.mark.parametrize("name", ["data_dir", "profile"])
def test_a_path_with_a_zero_in_it_is_refused(file: Path, name: str) -> None:
    file.write_text(f'{name} = "a\\u0000b"\n', encoding="utf-8")
    with pytest.raises(UsageError):
        load({"config": str(file)}, {})
