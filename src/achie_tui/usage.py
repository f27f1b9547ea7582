"""A parser of the command line that speaks the user's language: its help, and one sentence for wrong usage."""

import argparse
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from unicodedata import east_asian_width

from achie_tui.errors import WrongArgumentsError
from achie_tui.language import Language, Phrase, nearest

_NO_OPTION = Phrase("没有 {name} 这个选项", "there is no option {name}")
# argparse hands over nothing but its own English sentence, so what is wrong is made out from that.
_WRONG: tuple[tuple[str, Phrase], ...] = (
    (r"argument (?P<name>[^:]+): expected one argument", Phrase("{name} 后面要写一个值", "{name} needs a value")),
    (
        r"argument (?P<name>[^:]+): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)",
        Phrase("{name} 不能是“{value}”，可用的有 {choices}", "{name} cannot be “{value}”, choose from {choices}"),
    ),
    (
        r"argument (?P<name>[^:]+): ignored explicit argument '?(?P<value>.*?)'?",
        Phrase("{name} 后面不写值，多了“{value}”", "{name} takes no value, but “{value}” was given"),
    ),
    (
        r"argument (?P<name>[^:]+): not allowed with argument (?P<other>.+)",
        Phrase("{name} 和 {other} 不能一起用", "{name} and {other} cannot be used together"),
    ),
    (r"argument (?P<name>[^:]+): (?P<rest>.+)", Phrase("{name} {rest}", "{name} {rest}")),
    (r"the following arguments are required: (?P<name>.+)", Phrase("缺少“{name}”", "{name} is missing")),
    (r"unrecognized arguments: (?P<name>-[^\s=]+).*", _NO_OPTION),
    (r"unrecognized arguments: (?P<name>.+)", Phrase("多写了“{name}”", "“{name}” is one too many")),
)
_UNCLEAR = Phrase("参数有误（{message}）", "{message}")
_NEAREST = Phrase("{reason}（是不是 {nearest}）", "{reason} (did you mean {nearest})")
_WRONG_VALUE = Phrase("应为{what}，不能是“{text}”", "must be {what}, not “{text}”")
_USAGE = Phrase("用法：", "usage: ")
_HEADING = Phrase("{title}：", "{title}:")
_INDENT, _GAP, _WIDEST_NAME, _LEAST_ROOM = 2, 2, 24, 20
# What a line may be broken after: an ASCII word or any other character, each with the punctuation that closes it.
_PIECE = re.compile(r"(?:[!-~]+|\S)[，。；：、）”]*\s*")


@dataclass(frozen=True, slots=True)
class Value:
    """What an option takes: how it is read from what was written, and what it has to be."""

    read: Callable[[str], object]
    what: Phrase
    language: Language

    def __call__(self, text: str) -> object:
        """Read a value, as argparse asks it of a type."""
        try:
            return self.read(text)
        except ValueError as error:
            said = _WRONG_VALUE.say(self.language, what=self.what.say(self.language), text=text)
            raise argparse.ArgumentTypeError(said) from error


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in the user's language."""

    def __init__(self, prog: str, language: Language, *, usage: Phrase, about: Phrase) -> None:
        super().__init__(prog=prog, usage=usage.say(language), add_help=False, allow_abbrev=False)
        self.language = language
        self._about = about.say(language)
        self._sections: list[tuple[str, list[tuple[str, str]]]] = []

    def section(self, title: Phrase, rows: Sequence[tuple[str, Phrase]] = ()) -> None:
        """Begin a section of the help, with rows; what is taken from now on is told in it."""
        self._sections.append((title.say(self.language), [(name, what.say(self.language)) for name, what in rows]))

    def take(
        self,
        *names: str,
        zh: str,
        en: str,
        value: Phrase | None = None,
        add: Callable[..., argparse.Action] | None = None,
        **settings: Any,
    ) -> None:
        """Take an option or an argument, told in the help by `zh` or `en`; `value` is what its value is called."""
        said = value.say(self.language) if value else ""
        if said:
            settings["metavar"] = said
        if "choices" in settings:
            said = "|".join(settings["choices"])
        (add or self.add_argument)(*names, **settings)
        shown = [", ".join(names)] if names[0].startswith("-") else []
        self._sections[-1][1].append((" ".join([*shown, *filter(None, [said])]), Phrase(zh, en).say(self.language)))

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong as one sentence, which says where to look, too."""
        raise WrongArgumentsError(reason=self._reason(message), command=self.prog)

    def _reason(self, message: str) -> Phrase:
        for form, phrase in _WRONG:
            if found := re.fullmatch(form, message, re.DOTALL):
                parts = {name: part.replace("', '", ", ").strip("'") for name, part in found.groupdict().items()}
                reason = phrase.fill(**parts)
                meant = self._nearest(parts["name"]) if phrase is _NO_OPTION else None
                return _NEAREST.fill(reason=reason, nearest=meant) if meant else reason
        return _UNCLEAR.fill(message=message)

    def _nearest(self, option: str) -> str | None:
        rows = [name for _, rows in self._sections for name, _ in rows]
        return nearest(option, [word for name in rows for word in re.findall(r"--[\w-]+", name)])

    def format_help(self) -> str:
        """Give the help, laid out by cells: argparse itself takes a Chinese character for one."""
        names = [_cells(name) for _, rows in self._sections for name, _ in rows]
        column = max((cells for cells in names if cells <= _WIDEST_NAME), default=0) + _INDENT + _GAP
        columns = shutil.get_terminal_size().columns
        parts = [f"{_USAGE.say(self.language)}{self.usage}", "\n".join(_broken(self._about, columns))]
        for title, rows in self._sections:
            lines = [_HEADING.say(self.language, title=title)]
            for name, what in rows:
                head = " " * _INDENT + name
                first, *others = _broken(what, max(_LEAST_ROOM, columns - column))
                gap = column - _cells(head)
                lines += [head + " " * gap + first] if gap >= _GAP else [head, " " * column + first]
                lines += [" " * column + line for line in others]
            parts.append("\n".join(lines))
        return "\n\n".join(parts) + "\n"


def _cells(text: str) -> int:
    # The table of typeset.width comes with Rich, which is too heavy for a help text of our own words.
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _broken(text: str, room: int) -> Iterator[str]:
    """Break a text into lines of so many cells, one at least."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and _cells(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()
