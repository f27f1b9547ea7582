"""The terminal that the app runs in: what it takes of it, and how it behaves when the terminal misbehaves.

Textual's driver ends the app for a byte that is no UTF-8 (its issue 6456): its decoder is strict, and made within the
function that reads. So that function stands here, with a decoder that fails at nothing. Besides, Textual's driver
paints nothing after a suspension, starts anew when it is resumed without one, waits for ever for itself where a signal
to stop comes while it writes, and waits for ever to write to a terminal that is gone. What the terminal is asked, and
answers, goes through here too: nobody waits for an answer, and none is taken for keys.
"""

import os
import select
import signal
import termios
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from achie_tui.tui.pastes import Pastes
from achie_tui.tui.typed_bytes import TypedBytes

if TYPE_CHECKING:
    from achie_tui.pictures.answers import Answers, Listener

_TICK = 0.1
"""Seconds between two looks whether a sequence has ended, as Textual has it."""
_SOON = 0.02
"""The same while something is held back that may be the beginning of an answer."""
_SILENCE = 0.5
"""Seconds after which the rest of a character, or of a mark, does not come any more."""
_AT_ONCE = 4096
_LARGEST = Size(2_000, 1_000)
"""More columns and lines than any screen has room for: whoever reports more is mistaken, and all would stand still."""
_NO_PIXELS = "\x1b[?1016l"
"""Has the mouse reported by cells again, which Textual's driver forgets to ask for."""
_PLAIN = b"\x1b[?1000l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h"
"""Takes back what the driver asks of a terminal when it starts."""


class Terminal(LinuxDriver):
    """Reads and writes a terminal of whatever manners."""

    class Answered(Message):
        """The terminal has said something of itself."""

        def __init__(self, answers: "Answers") -> None:
            super().__init__()
            self.answers = answers

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._listener: Listener | None = None  # there once something is asked
        self._file = _Output(self._file)  # type: ignore[assignment]
        self._parser = XTermParser(self._debug)
        self.is_leaving: Callable[[], bool] = bool
        """Tells whether the app is to end."""
        self.last_words: Callable[[], str] = str
        """Gives what the terminal is sent before it is left, for a while or for good."""

    def ask(self, questions: str) -> None:
        """Send questions of `pictures.answers`; what is answered comes as a message, if it does."""
        if self.input_tty and self._listener is None:
            from achie_tui.pictures.answers import Listener

            listener = Listener()
            listener.asked()
            self._listener = listener
            self.write(questions)

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has not taken all yet that it was sent."""
        return self._writer_thread is not None and self._writer_thread._queue.qsize() > 0  # noqa: SLF001

    def run_input_thread(self) -> None:
        """Read until the app is to end, or until there is nothing to read from any more."""
        self._parser, typed, heard = XTermParser(self._debug), TypedBytes(), monotonic()
        pastes = Pastes()
        while not self.exit_event.is_set():
            text, has_waited = "", False
            holds_back = self._listener is not None and self._listener.is_waiting
            if select.select([self.fileno], [], [], _SOON if holds_back else _TICK)[0]:
                data = self._read()
                if not data:
                    return
                text, heard = typed.decode(data), monotonic()
            is_silent = not text and monotonic() - heard > _SILENCE
            if is_silent:
                text = typed.flush()
            if self._listener is not None:
                has_waited = not text
                text = self._without_answers(self._listener, text)
            text = pastes.hear(text) if text or not is_silent else pastes.give_up()
            for event in self._events(text, has_waited=has_waited):
                if not isinstance(event, Resize) or self._may_be_size(event.size):
                    self.process_message(event)

    def _events(self, text: str, *, has_waited: bool) -> Iterator[Message]:
        """Give what the terminal says with a text, one by one; a sequence with numbers that mean nothing is lost."""
        parser = self._parser
        try:
            if text:
                yield from parser.feed(text)
                if has_waited and parser._timeout_time is not None:  # noqa: SLF001
                    parser._timeout_time = 0.0  # noqa: SLF001 - long enough to be a key by itself
            yield from parser.tick()
        except (ValueError, ArithmeticError):
            self._parser = XTermParser(self._debug)

    def _may_be_size(self, size: Size) -> bool:
        """Tell whether a terminal may have such a size; the parser, which divides by it, must not count with another.

        Some report cells alone, and no pixels.
        """
        may_be = 0 < size.width <= _LARGEST.width and 0 < size.height <= _LARGEST.height
        if not may_be:
            self._parser.terminal_size = None
        if not may_be or 0 in (self._parser.terminal_pixel_size or (0,)):
            self._parser.terminal_pixel_size = None
        return may_be

    def _without_answers(self, listener: "Listener", text: str) -> str:
        """Take answers out of what came, and tell of them."""
        known = listener.answers
        text = listener.hear(text) if text else listener.give_up()
        if listener.answers != known:
            from achie_tui.pictures.answers import HOW_MUCH

            if listener.answers.sixel and not known.sixel:
                self.write(HOW_MUCH)
            self.send_message(self.Answered(listener.answers))
        return text

    def _read(self) -> bytes:
        """Read what there is; of a terminal that is gone, nothing."""
        with suppress(OSError):
            return os.read(self.fileno, _AT_ONCE)
        return b""

    def _sigtstp_application(self, *_: object) -> None:
        self._soon(self._stop)

    def _sigcont_application(self, *_: object) -> None:
        self._soon(super()._sigcont_application)

    def _soon(self, work: Callable[[], None]) -> None:
        """Do what a signal asks for in a turn of the event loop: whoever it interrupts may hold what that needs."""
        with suppress(RuntimeError):  # the app has ended
            self._loop.call_soon_threadsafe(work)

    def _stop(self) -> None:
        """Stop, unless the app is to end, or the terminal was closed meanwhile: nobody could have the process go on."""
        self.suspend_application_mode()
        self._must_signal_resume = True
        if not self.is_leaving() and not is_gone(self.fileno):
            os.kill(os.getpid(), signal.SIGSTOP)

    def stop_application_mode(self) -> None:
        """Leave the terminal, and nothing in its memory."""
        if self._mouse_pixels:
            self.write(_NO_PIXELS)
        if words := self.last_words():
            self.write(words)
        super().stop_application_mode()

    def resume_application_mode(self) -> None:
        """Go on after a suspension; the app is told, and has everything to paint anew.

        A process may also be stopped and sent on without having been told before. Then nothing was put away.
        """
        if self._writer_thread is not None and self._writer_thread.is_alive():
            self.send_message(self.SignalResume())
        else:
            super().resume_application_mode()

    def give_back(self, words: str = "") -> None:
        """Leave the terminal as it was found, at once, whatever is still to be written to it, with some words."""
        with suppress(termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with suppress(OSError):
            if select.select([], [self.fileno], [], 0)[1]:
                os.write(self.fileno, _PLAIN + (words and f"achie-tui: {words}\r\n").encode())


def is_gone(terminal: int) -> bool:
    """Tell whether the other end of a terminal is closed."""
    poll = select.poll()
    poll.register(terminal, 0)  # errors and hang-ups are told unasked
    return bool(poll.poll(0))


class _Output:
    """What is written to the terminal; once that is gone, nobody is left who could be told."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file or StringIO()

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()
