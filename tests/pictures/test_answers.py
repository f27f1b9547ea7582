"""What terminals answer, as they were seen to: whole, in pieces, late, broken, never, and with keys around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.pictures.answers import DUE, MOMENT, NONE, REST, Answers, Listener

XTERM = "\x1bP>|XTerm(379)\x1b\\\x1b[?63;1;2;4;6;9;15;16;22;28c\x1b[?1;0;1024S\x1b[?2;0;1000;1000S"
KITTY = "\x1bP>|kitty(0.26.5)\x1b\\\x1b_Gi=4021;OK\x1b\\\x1b[?62;c"
PLAIN = "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"
SAID = {
    XTERM: Answers("XTerm(379)", sixel=True, colours=1024, largest=(1000, 1000), are_all=True),
    KITTY: Answers("kitty(0.26.5)", kitty=True, are_all=True),
    PLAIN: Answers(are_all=True),
}
KEYS = (
    "j",
    "\x1b[A",
    "\x1b",
    "\x1bOP",
    "\x1b[1;5C",
    "园",
    "\x1b[200~贴\x1b[201~",
    "\x1b[<0;12;9M",
    "\x1b[I",
    "\x1bj",
    "\x1bP",
    "\x1b_",
    "\x1b_x",
    "?",
    "\r",
    "\x1b[?2026;2$y",
)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give a clock."""
    return Clock()


@pytest.mark.parametrize("said", [XTERM, KITTY, PLAIN])
@pytest.mark.parametrize("is_due", [True, False])
@given(data=st.data())
def test_answers_are_taken_out_of_keys_however_they_are_cut(said: str, is_due: bool, data: st.DataObject) -> None:
    clock = Clock()
    listener = Listener(clock)
    if is_due:
        listener.asked()
    before, after = (data.draw(st.lists(st.sampled_from(KEYS)).map("".join)) for _ in range(2))
    whole = before + said + after
    like_keys = () if is_due else ("\x1b", "\x1b[", "\x1b_", "\x1bP")
    places = [at for at in range(1, len(whole)) if not whole[:at].endswith(like_keys)]
    cuts = sorted(data.draw(st.lists(st.sampled_from(places))))
    rest = ""
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        clock.now += MOMENT / 2
        rest += listener.hear(whole[start:end])
    clock.now += REST
    rest += listener.give_up()
    assert rest == before + after
    assert listener.answers == SAID[said]


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (
            ("\x1bP>|XT", "erm(379)", "\x1b", "\\\x1b[?6", "3;1;2;4", ";6c\x1b[?1;0", ";1024S\x1b[?2", ";0;1000;1000S"),
            XTERM,
        ),
        (("\x1bP>|", "kitty(0.26.5)\x1b", "\\\x1b_Gi=", "4021", ";", "O", "K", "\x1b", "\\\x1b[?6", "2;", "c"), KITTY),
    ],
)
def test_an_answer_may_take_its_time(pieces: tuple[str, ...], said: str, clock: Clock) -> None:
    """Long after it was due, and with pauses in it: none of it is a key."""
    listener = Listener(clock)
    listener.asked()
    clock.now = 10 * DUE
    for piece in pieces:
        assert listener.hear(piece) == ""
        clock.now += REST / 2
        assert listener.give_up() == ""
    assert listener.answers == SAID[said]


def test_what_is_cut_off_is_dropped_and_what_follows_is_a_key(clock: Clock) -> None:
    for cut in ("\x1b[?62;4", "\x1b_Gi=40", "\x1b_Gi=4021;ENO", "\x1bP>|kit", "\x1b_Gi=4021;OK\x1b"):
        listener = Listener(clock)
        assert listener.hear(cut) == ""
        clock.now += REST
        assert listener.is_waiting
        assert listener.give_up() == ""
        assert not listener.is_waiting
        assert listener.hear("j4c") == "j4c"
        assert listener.answers == NONE


@pytest.mark.parametrize("key", ["j", "\r", "\x1b[A", "园", "\x1b"])
def test_a_key_in_what_is_cut_off_is_a_key_at_once(key: str, clock: Clock) -> None:
    for cut in ("\x1b[?62;4", "\x1b_Gi=40", "\x1b_Gi=4021;OK"):
        listener = Listener(clock)
        assert listener.hear(cut) + listener.hear(key) + listener.hear("k") == key + "k"


def test_broken_ones_say_nothing(clock: Clock) -> None:
    for broken in ("\x1b[?c", "\x1b[?;;c", "\x1b[?1;3S", "\x1b[?2;0;9S", "\x1b[?7;0;9S", "\x1b_Gi=77;OK\x1b\\"):
        listener = Listener(clock)
        assert listener.hear(broken) in ("", broken)
        assert (listener.answers.sixel, listener.answers.kitty, listener.answers.colours) == (False, False, 0)
        assert listener.answers.largest == (0, 0)
    listener = Listener(clock)
    assert listener.hear("\x1b_Gi=4021;EINVAL:no such thing\x1b\\j") == "j"
    assert not listener.answers.kitty


def test_without_an_answer_keys_are_themselves(clock: Clock) -> None:
    """What might begin one is held for a moment as long as one is due, and not at all later, nor once all have come."""
    listener = Listener(clock)
    listener.asked()
    for _ in range(3):
        assert listener.hear("\x1b") == ""
        assert listener.give_up() == ""
        clock.now += MOMENT
        assert listener.give_up() == "\x1b"
    assert listener.hear("\x1b") + listener.hear("[A") == "\x1b[A"
    clock.now += DUE
    for key in KEYS:
        assert listener.hear(key) == key
    assert not listener.is_waiting
    listener.asked()
    listener.hear(PLAIN)
    assert listener.hear("\x1b") == "\x1b"


def test_what_begins_like_an_answer_and_is_typed_is_not_lost(clock: Clock) -> None:
    listener = Listener(clock)
    for typed in ("\x1b[?", "\x1b_G", "\x1bP>"):
        assert listener.hear(typed) == ""
        clock.now += REST
        assert listener.give_up() == typed
    assert listener.hear("\x1b_Gj") == "\x1b_Gj"


@given(st.lists(st.text(alphabet="\x1b[?_GPi=;0123456789,OKE:S c$y>|\\\x07j园", max_size=12)))
def test_whatever_comes_nothing_waits_for_ever(pieces: list[str]) -> None:
    clock = Clock()
    listener = Listener(clock)
    for piece in pieces:
        listener.hear(piece)
    clock.now += REST
    listener.give_up()
    assert not listener.is_waiting
    assert listener.hear("j") == "j"
