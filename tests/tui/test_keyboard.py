"""The keyboard: keys in their order, each when what the one before has set off is done."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.message_pump import MessagePump

from achie_tui.tui import keyboard
from achie_tui.tui.keyboard import Keyboard


class Pump(MessagePump):
    """A part of the path: its queue is dealt with when `passed` is set; one that is `closed` takes nothing."""

    def __init__(self, log: list[str], name: str, *, closed: bool = False) -> None:
        super().__init__()
        self._log = log
        self._name = name
        self._is_shut = closed
        self.passed = asyncio.Event()
        self.passed.set()

    def call_later(self, callback: Callable[..., Any], *_: Any, **__: Any) -> bool:
        """Call it when the queue is dealt with."""
        if not self._is_shut:
            self._log.append(f"ask {self._name}")
            self._call = asyncio.ensure_future(self._after(callback))
        return not self._is_shut

    def call_after_refresh(self, callback: Callable[..., Any], *given: Any, **_: Any) -> bool:
        """Call it when what is new is laid out, which here it is."""
        callback(*given)
        return True

    async def _after(self, callback: Callable[..., Any]) -> None:
        await self.passed.wait()
        self._log.append(f"passed {self._name}")
        callback()


@dataclass
class Desk:
    """What a keyboard stands on: `path` is the way of a key, `log` what happened, `tasks` what runs."""

    path: list[MessagePump] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Future[None]] = field(default_factory=list)
    on_key: Callable[[], None] = lambda: None
    is_held: bool = False

    def __post_init__(self) -> None:
        self.answering.set()
        self.keyboard = Keyboard(lambda: self.path, self._deliver, self._answered, self._batch, self._run)

    async def _deliver(self, key: Key | Paste) -> None:
        self.log.append(key.key if isinstance(key, Key) else key.text)
        self.on_key()

    @contextmanager
    def _batch(self) -> Iterator[None]:
        self.is_held = True
        yield
        self.is_held = False

    async def _answered(self) -> None:
        await self.answering.wait()
        self.log.append("answered")

    def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        self.tasks.append(asyncio.ensure_future(work()))

    def press(self, *keys: str) -> None:
        """Press keys, all at once."""
        for key in keys:
            self.keyboard.press(Key(key, key))

    async def done(self) -> None:
        """Wait until all keys are handed on."""
        await asyncio.gather(*self.tasks)

    @property
    def keys(self) -> list[str]:
        """The keys that were handed on."""
        return [entry for entry in self.log if len(entry) == 1]


@pytest.fixture(autouse=True)
def all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "PATIENCE", 60.0)


async def a_moment() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_keys_come_in_their_order_one_after_another() -> None:
    desk = Desk()
    desk.press("j", "k")
    desk.press("o")
    assert desk.keys == [], "a key is handed on beside whoever took it"
    await desk.done()
    assert desk.log == ["j", "answered", "k", "answered", "o", "answered"]
    assert len(desk.tasks) == 1
    desk.press("q")
    await desk.done()
    assert desk.keys == ["j", "k", "o", "q"]


async def test_what_is_pasted_comes_in_its_turn() -> None:
    desk = Desk()
    desk.press("/")
    desk.keyboard.press(Paste("园"))
    desk.press("k")
    await desk.done()
    assert desk.keys == ["/", "园", "k"]


async def test_the_next_key_waits_until_the_one_before_has_passed_all_the_way() -> None:
    desk = Desk()
    widget, app = Pump(desk.log, "widget"), Pump(desk.log, "app")
    desk.path = [widget, app]
    app.passed.clear()
    desk.press("j", "k")
    await a_moment()
    assert desk.log == ["j", "ask widget", "passed widget", "ask app"]
    app.passed.set()
    await desk.done()
    assert desk.keys == ["j", "k"]


async def test_the_next_key_waits_for_what_the_one_before_has_moved_the_focus_to_and_for_its_answer() -> None:
    desk = Desk()
    former, present = Pump(desk.log, "former"), Pump(desk.log, "present")
    desk.path = [former]

    def move() -> None:
        desk.path = [present]

    desk.on_key = move
    present.passed.clear()
    desk.answering.clear()
    desk.press("j", "k")
    await a_moment()
    assert desk.log == ["j", "ask former", "passed former", "ask present"]
    present.passed.set()
    await a_moment()
    assert desk.keys == ["j"]
    desk.answering.set()
    await desk.done()
    assert desk.log[3:7] == ["ask present", "passed present", "answered", "k"]


@pytest.mark.parametrize("hung", ["a widget", "an answer"])
async def test_no_key_waits_longer_than_its_patience(monkeypatch: pytest.MonkeyPatch, hung: str) -> None:
    monkeypatch.setattr(keyboard, "PATIENCE", 0.01)
    desk = Desk()
    pump = Pump(desk.log, "widget")
    desk.path = [pump]
    (pump.passed if hung == "a widget" else desk.answering).clear()
    desk.press("j", "k", "o")
    await desk.done()
    assert desk.keys == ["j", "k", "o"]
    assert "answered" not in desk.log
    pump.passed.set()
    await a_moment()


async def test_what_is_closed_holds_no_key_up() -> None:
    desk = Desk()
    desk.path = [Pump(desk.log, "closed", closed=True), Pump(desk.log, "open")]
    desk.press("j", "k")
    async with asyncio.timeout(10):
        await desk.done()
    assert desk.log[:6] == ["j", "ask open", "passed open", "ask open", "passed open", "answered"]
    assert desk.keys == ["j", "k"]


async def test_a_key_that_fails_does_not_end_the_keyboard() -> None:
    desk = Desk()

    def fail() -> None:
        desk.on_key = lambda: None
        raise ZeroDivisionError

    desk.on_key = fail
    desk.press("j")
    with pytest.raises(ZeroDivisionError):
        await desk.done()
    desk.tasks.clear()
    desk.press("k")
    await desk.done()
    assert desk.keys == ["j", "k"]


async def test_a_change_is_painted_with_what_it_asks_for() -> None:
    desk = Desk()
    desk.answering.clear()
    painting = asyncio.ensure_future(desk.keyboard.paint_together(lambda: desk.log.append("changed")))
    await a_moment()
    assert desk.log == ["changed"]
    assert desk.is_held, "painted before the answer is there"
    desk.answering.set()
    await painting
    assert desk.log == ["changed", "answered"]
    assert not desk.is_held


async def test_a_change_is_painted_soon_whatever_it_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "FRAME", 0.0)
    desk = Desk()
    desk.answering.clear()
    await desk.keyboard.paint_together(lambda: desk.log.append("changed"))
    assert desk.log == ["changed"]
    assert not desk.is_held


async def test_all_is_typed_when_the_last_key_is_dealt_with() -> None:
    desk = Desk()
    await desk.keyboard.typed_out()
    desk.answering.clear()
    desk.press("低", "空")
    typed = asyncio.ensure_future(desk.keyboard.typed_out())
    await a_moment()
    assert not typed.done()
    desk.answering.set()
    await typed
    assert desk.keys == ["低", "空"]
