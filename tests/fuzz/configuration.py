"""A configuration as anybody may write it: it is taken, or told to be wrong in one sentence."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from achie_tui.config import SETTINGS, load
from achie_tui.errors import AchieError

NAMES = st.sampled_from((*SETTINGS, "keys", "nothing", '"字"', "a.b"))
VALUES = st.one_of(
    st.sampled_from(
        (
            *(
                "true",
                "1",
                "-1",
                "0",
                "1e400",
                "nan",
                "inf",
                "99999999999999999999",
                "[]",
                "{}",
                "''",
                '"dark"',
                "1979-05-27",
            ),
            *(
                '"http://[::1"',
                '"http://a:b@c:99999/"',
                '"~nobody/x"',
                '"\\u0000"',
                "[[1]]",
                '"zh"',
                '"a\\u202e"',
                "0x1F",
            ),
        )
    ),
    st.text(max_size=12).map(lambda text: f"'{text}'"),
)
LINES = st.one_of(
    st.builds("{} = {}".format, NAMES, VALUES),
    st.builds("[{}]".format, NAMES),
    st.builds("{} = {}".format, st.sampled_from(("star", "down", "quit", "nothing")), VALUES),
    st.text(max_size=10),
)
FILES = st.one_of(st.lists(LINES, max_size=6).map("\n".join).map(str.encode), st.binary(max_size=40))
SURROUNDINGS = st.dictionaries(
    st.sampled_from([f"ACHIE_TUI_{name.upper()}" for name in SETTINGS] + ["LANG", "LC_ALL"]),
    st.text(st.characters(exclude_characters="\0"), max_size=8),
    max_size=2,
)
INPUTS = st.tuples(FILES, SURROUNDINGS)
SEEDS: tuple[tuple[bytes, dict[str, str]], ...] = (
    (b"", {}),
    (b"\xff", {}),
    (b"[keys]\nstar = 'foo+bar'", {}),
    (b"data_dir = '\\u0000'", {}),
    (b"a = " + b"[" * 400, {}),
    (b"\r\x0b", {}),
    (b"[base_url]\n\r", {}),
)


def check(given: tuple[bytes, dict[str, str]]) -> None:
    content, surroundings = given
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_bytes(content)
        try:
            load({"config": str(file)}, {"HOME": folder, **surroundings})
        except AchieError as error:
            told = [error.sentence("zh"), error.sentence("en")]
        else:
            return
    assert all(told)
