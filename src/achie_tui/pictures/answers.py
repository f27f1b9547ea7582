"""What the terminal answers, taken out of what it sends, and never waited for.

The questions are sent once; what comes is for the most part keys, and an answer may come among them: whole, in
pieces, late, broken, or never. Nobody types `ESC [ ?` and a number, nor what begins the other answers, so that these
are answers whenever they come. Of what ends too soon the rest is waited for; then it is dropped, as it is no key.

Only the first character or two might be keys as well. While answers are still due, they are held back for a moment:
for as long as Textual itself waits for more, and no longer.

Sources: XTerm Control Sequences (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html) for DA1, XTVERSION and
XTSMGRAPHICS; https://sw.kovidgoyal.net/kitty/graphics-protocol/#querying-support-and-available-transmission-mediums.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

_IDENTITY = 4021
"""Of the picture that the terminal is asked about; by it the answer is known."""

WHO = "\x1b[>q"
"""XTVERSION: which program the terminal is."""
KITTY = f"\x1b_Gi={_IDENTITY},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""Whether it could take a picture by kitty's protocol; nothing is shown."""
WHAT = "\x1b[c"
"""DA1: what it can. Every terminal answers that, and in order: what has not come by then never does."""
HOW_MUCH = "\x1b[?1;1;0S\x1b[?2;4;0S"
"""XTSMGRAPHICS: how many colours sixels may have, and how large a picture of them may ever be."""

DUE = 5.0
"""Seconds in which answers may be expected at all."""
MOMENT = 0.1
"""Seconds for which what might be a key is held back while they are; Textual's own, which then waits no more."""
REST = 5.0
"""Seconds in which the rest of an answer that has begun may come."""

_SIXEL = 4
_COLOURS, _SIZE = 1, 2

_REPORT = re.compile(r"\x1b\[\?([\d;:]*)(\$y|[cSn])")
_GRAPHICS = re.compile(r"\x1b_Gi=(\d+)(?:,\w=\d*)*;(OK|E[A-Z]*(?::[ -~]*)?)(?:\x1b\\|\x07)")
_PROGRAM = re.compile(r"\x1bP>\|([ -~]{0,100})(?:\x1b\\|\x07)")
_BEGUN = (
    re.compile(r"\x1b\[\?[\d;:]*\$?"),
    re.compile(r"\x1b_Gi=\d*(?:,(?:\w(?:=\d*)?)?)*(?:;(?:OK?|E[A-Z]*(?::[ -~]*)?)?\x1b?)?"),
    re.compile(r"\x1bP>\|[ -~]{0,100}\x1b?"),
)
"""As much of each as there may be when it is not whole yet."""

_SURE = re.compile(r"\x1b(?:\[\?\d|_Gi=|P>\|)")
"""How an answer begins that is nothing else."""
_OURS = "cS"
_UNSURE = ("\x1b[?", "\x1b_Gi", "\x1b_G", "\x1bP>")
_LIKE_KEYS = ("\x1b[", "\x1b_", "\x1bP", "\x1b")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a terminal has said of itself by now."""

    program: str = ""
    """Its name and version, as `XTerm(379)`."""
    kitty: bool = False
    sixel: bool = False
    colours: int = 0
    """How many colours sixels may have; 0 where it has not said so, as for the next."""
    largest: tuple[int, int] = (0, 0)
    are_all: bool = False
    """Whether no others are to come."""


NONE = Answers()


class Listener:
    """Takes answers out of what a terminal sends, and gives back the rest: keys and all else."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.answers = NONE
        self._clock = clock
        self._held = ""
        self._heard = 0.0
        self._due_until = 0.0
        self._forms = (
            (_REPORT, self._note_report),
            (_GRAPHICS, self._note_graphics),
            (_PROGRAM, self._note_program),
        )

    def asked(self) -> None:
        """Expect answers from now on."""
        self._due_until = self._clock() + DUE

    @property
    def _are_due(self) -> bool:
        return self._clock() < self._due_until and not self.answers.are_all

    @property
    def is_waiting(self) -> bool:
        """Whether something is held back."""
        return bool(self._held)

    def hear(self, text: str) -> str:
        """Give what of a text is no answer."""
        text, self._held, self._heard = self._held + text, "", self._clock()
        rest: list[str] = []
        at = 0
        while (escape := text.find("\x1b", at)) >= 0:
            rest.append(text[at:escape])
            at, passed = self._take(text, escape)
            rest.append(passed)
        rest.append(text[at:])
        return "".join(rest)

    def give_up(self) -> str:
        """Give what is held back and waits in vain, once that is so; of an answer, nothing."""
        patience = MOMENT if self._held in _LIKE_KEYS else REST
        if not self._held or self._clock() - self._heard < patience:
            return ""
        held, self._held = self._held, ""
        return "" if _SURE.match(held) is not None else held

    def _take(self, text: str, start: int) -> tuple[int, str]:
        """Deal with what begins with an escape; gives how far that went, and what of it is to be passed on."""
        for form, note in self._forms:
            if (found := form.match(text, start)) is not None:
                return found.end(), note(found)
        if _SURE.match(text, start) is not None:
            return self._begin(text, start), ""
        rest = text[start:]
        if rest in _UNSURE or (rest in _LIKE_KEYS and self._are_due):
            self._held = rest
            return len(text), ""
        return start + 1, "\x1b"

    def _begin(self, text: str, start: int) -> int:
        """Hold back an answer that is not whole; where it goes on in another way it is broken, and ends there."""
        end = max(begun.end() for each in _BEGUN if (begun := each.match(text, start)) is not None)
        if end == len(text):
            self._held = text[start:]
        elif text[end - 1] == "\x1b":  # of what follows
            end -= 1
        return end

    def _note_report(self, found: re.Match[str]) -> str:
        """Note what a report of numbers says, and pass on what is none of ours."""
        final, numbers = found[2], [int(number or 0) for number in re.split("[;:]", found[1])]
        match final, numbers:
            case "c", [_, *able]:
                self._learn(sixel=_SIXEL in able, are_all=_SIXEL not in able)
            case "S", [item, 0, colours] if item == _COLOURS:
                self._learn(colours=colours)
            case "S", [item, 0, width, height] if item == _SIZE:
                self._learn(largest=(width, height), are_all=True)
            case "S", [item, *_] if item == _SIZE:
                self._learn(are_all=True)
        return "" if final in _OURS else found[0]

    def _note_graphics(self, found: re.Match[str]) -> str:
        if int(found[1]) == _IDENTITY:
            self._learn(kitty=found[2] == "OK")
        return ""

    def _note_program(self, found: re.Match[str]) -> str:
        self._learn(program=found[1])
        return ""

    def _learn(self, **what: Any) -> None:
        self.answers = replace(self.answers, **what)
