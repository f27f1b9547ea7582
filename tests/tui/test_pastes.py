"""Pastes: their text is text, whatever is in it and however it comes."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from achie_tui.tui.pastes import Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"
SILENCE = ""


def heard(*pieces: str) -> list[str]:
    """Give what the app gets of what comes in pieces: `paste:…`, and keys."""
    pastes, parser = Pastes(), XTermParser()
    texts = [pastes.hear(piece) if piece != SILENCE else pastes.give_up() for piece in pieces]
    events = [event for text in texts if text for event in parser.feed(text)]
    return [
        f"paste:{event.text}" if isinstance(event, Paste) else event.key
        for event in events
        if isinstance(event, Paste | Key)
    ]


@pytest.mark.fault(36)
@given(st.text(st.sampled_from("甲Qj\r\n [201~\x1b"), min_size=1, max_size=50), st.integers(1, 30), st.integers(0, 30))
@example("\x1b" + "Q" * 40, 100, 0)
@example("甲\x1b[31m乙", 100, 0)
def test_no_paste_has_a_key_in_it_whatever_it_says_and_however_it_is_cut(text: str, size: int, first: int) -> None:
    assume(END not in text)
    sent = f"k{BEGIN}{text}{END}j{BEGIN}乙{END}"
    pieces = [sent[: first + 1], *(sent[at : at + size] for at in range(first + 1, len(sent), size))]
    assert heard(*pieces) == ["k", "paste:" + text.replace("\x1b", ""), "j", "paste:乙"]


def test_ctrl_c_ends_a_paste_that_has_no_end_and_nothing_else() -> None:
    assert heard(f"{BEGIN}甲", "j", "\x03", "\x03") == ["paste:甲j", "ctrl+c", "ctrl+c"]
    assert heard(BEGIN[:3], f"{BEGIN[3:]}甲", "\x1b[99;5u")[0] == "paste:甲"  # as kitty has it
    assert heard(f"{BEGIN}甲{END}", "\x03") == ["paste:甲", "ctrl+c"]
    assert heard(f"{BEGIN}甲", END[:5], END[5:], "\x03") == ["paste:甲", "ctrl+c"]
    assert heard(f"{BEGIN}甲", "乙\x03丙", END) == ["paste:甲乙\x03丙"]


def test_escape_ends_a_paste_that_has_no_end_once_nothing_follows_it() -> None:
    assert heard(f"{BEGIN}甲", SILENCE, "\x1b", SILENCE, "j") == ["paste:甲", "j"]
    assert heard(f"{BEGIN}甲", "\x1b", END[1:], "j") == ["paste:甲", "j"]
    assert heard(f"{BEGIN}甲", "\x1b", SILENCE, f"{END[1:]}j") == ["paste:甲", "j"]
    assert heard(f"{BEGIN}甲", "\x1b[B", SILENCE, "Q", END) == ["paste:甲[BQ"]
