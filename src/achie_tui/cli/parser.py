"""A parser of the command line that speaks the user's language: its help, and one sentence for wrong usage."""

import argparse
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NoReturn
from unicodedata import east_asian_width

from achie_tui.errors import WrongArgumentsError
from achie_tui.language import QUESTION, Language, Phrase, nearest

# The messages of argparse that our parsers can give, as its own source writes them.
_MESSAGES: dict[str, Phrase] = {
    "argument %(argument_name)s: %(message)s": Phrase("%(argument_name)s %(message)s", "%(argument_name)s %(message)s"),
    "expected one argument": Phrase("后面要写一个值", "needs a value"),
    "ignored explicit argument %r": Phrase("后面不写值，多了“%s”", "takes no value, but “%s” was given"),
    "not allowed with argument %s": Phrase("和 %s 不能一起用", "and %s cannot be used together"),
    "the following arguments are required: %s": Phrase("缺少“%s”", "%s is missing"),
}
_NO_OPTION = Phrase("没有 {name} 这个选项", "there is no option {name}")
_NOT_MEANT = Phrase("不是选项就写在 -- 后面", "what is no option stands behind --")
_TOO_MANY = Phrase("多写了“{words}”", "“{words}” is one too many")
_ASKING = Phrase("{reason}（{question}）", "{reason} ({question})")
_ANY = Phrase("", "")
_WRONG_VALUE = Phrase("应为{allowed}，不能是“{text}”", "must be {allowed}, not “{text}”")
_WRONG_WORD = Phrase("不能是“{text}”，可用的有 {allowed}", "cannot be “{text}”, choose from {allowed}")
_USAGE = Phrase("用法：", "usage: ")
_HEADING = Phrase("{title}：", "{title}:")
_MARK = "\0"  # before a word that begins with a dash and is no option: no argument of a program can hold it
_SHORT = len("-v")
_FOREIGN, _SHORT_ONES = re.compile("-[^A-Za-z-]"), re.compile("-[A-Za-z]")
_INDENT, _GAP, _WIDEST_NAME, _LEAST_ROOM = 2, 2, 24, 20
# What a line may be broken after: an ASCII word or any other character, each with the punctuation that closes it.
_PIECE = re.compile(r"(?:[!-~]+|\S)[，。；：、）”]*\s*")


Source = Literal["files", "folders", "categories", "tags"]


@dataclass(frozen=True, slots=True)
class Value:
    """What an argument takes: what the help calls it, how it is read from a word, and which words are allowed.

    `read` raises ValueError where a word is not; then `wrong` is said. `words` are what a shell may offer, or where it
    has that from.
    """

    name: Phrase
    read: Callable[[str], object] = str
    allowed: Phrase = _ANY
    wrong: Phrase = _WRONG_VALUE
    words: tuple[str, ...] | Source = ()


def one_of(*words: str) -> Value:
    """Give a value that is one of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    name, allowed = "|".join(words), ", ".join(words)
    return Value(Phrase(name, name), read, Phrase(allowed, allowed), _WRONG_WORD, words)


@dataclass(frozen=True, slots=True)
class Argument:
    """An option (`--name`) or an operand of a command, and what the help says of it.

    An option without a value is a flag. `count` tells how many words an operand may be, where that is not one: one or
    none (`?`), or any number (`*`); an option of any number may be given several times, too, and so may one that
    `is_repeated`, with a value each. What was given goes to the command by the argument's name, or as `parameter`.
    """

    name: str
    about: Phrase
    value: Value | None = None
    count: Literal["?", "*"] | None = None
    default: object = None
    short: str | None = None
    parameter: str | None = None
    is_repeated: bool = False

    @property
    def is_option(self) -> bool:
        """Whether it is named where it is given."""
        return self.name.startswith("-")

    @property
    def names(self) -> tuple[str, ...]:
        """What an option is called, the short name first."""
        return (self.short, self.name) if self.short else (self.name,)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in the user's language."""

    def __init__(self, prog: str, language: Language, *, usage: Phrase, about: Phrase) -> None:
        super().__init__(prog=prog, usage=usage.say(language), add_help=False, allow_abbrev=False)
        self.language = language
        self._about = about.say(language)
        self._sections: list[tuple[str, list[tuple[str, str]]]] = []

    def describe(self, title: Phrase, rows: Iterable[Argument | tuple[str, Phrase]]) -> None:
        """Give the help a section: on arguments, or on what else has a name."""
        self._sections.append((title.say(self.language), [self._row(row) for row in rows]))

    def _row(self, row: Argument | tuple[str, Phrase]) -> tuple[str, str]:
        if not isinstance(row, Argument):
            name, about = row
            return name, about.say(self.language)
        names = ", ".join(row.names) if row.is_option else ""
        value = row.value.name.say(self.language) if row.value else ""
        value += " …" if names and row.count == "*" else ""
        return " ".join(filter(None, (names, value))), row.about.say(self.language)

    def take(self, *arguments: Argument) -> None:
        """Take an argument; of several, one at most."""
        group = self.add_mutually_exclusive_group() if len(arguments) > 1 else self
        for argument in arguments:
            settings: dict[str, Any] = {"action": "store_true"}
            if argument.value is not None:
                read, name = partial(self._read, argument.value), argument.value.name.say(self.language)
                settings = {"type": read, "metavar": name, "nargs": argument.count, "default": argument.default}
            if argument.is_option and argument.count == "*":
                settings["action"] = "extend"
            if argument.is_repeated:
                settings["action"] = "append"
            if argument.parameter is not None:
                settings["dest"] = argument.parameter
            group.add_argument(*argument.names, **settings)

    def _read(self, value: Value, marked: str) -> object:
        """Read a word, as argparse asks it of a type."""
        text = marked.removeprefix(_MARK)
        try:
            return value.read(text)
        except ValueError as error:
            wrong = value.wrong.fill(allowed=value.allowed, text=text)
            raise argparse.ArgumentTypeError(wrong.say(self.language)) from error

    def parse(self, words: Sequence[str]) -> dict[str, Any]:
        """Read a command line; gives the value of each argument. Raises WrongArgumentsError where it is wrong."""
        _translate_argparse(self.language)
        given, rest = self.parse_known_intermixed_args(list(self._marked(words)))
        if rest:
            self._refuse(self._surplus(rest))
        return vars(given)

    def parse_some(self, words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        """Read what there are arguments for, up to `--`; gives that, and the words that are left, from `--` on all."""
        _translate_argparse(self.language)
        end = words.index("--") if "--" in words else len(words)
        given, rest = self.parse_known_args(list(self._marked(words[:end])))
        return vars(given), [*(word.removeprefix(_MARK) for word in rest), *words[end:]]

    def _marked(self, words: Sequence[str]) -> Iterator[str]:
        """Mark the words that are no options whatever argparse says: all behind `--`, and those in no option's letters.

        A short option has no value, so that nothing but short options stands in one word with it.
        """
        behind, short = False, {name[1:] for name in self._option_string_actions if len(name) == _SHORT}

        def is_none(word: str) -> bool:
            if behind or _FOREIGN.match(word):
                return word.startswith("-")
            return bool(short) and _SHORT_ONES.match(word) is not None and not short.issuperset(word[1:])

        for word in words:
            if not behind and word == "--":
                behind = True
            else:
                yield _MARK + word if is_none(word) else word

    def error(self, message: str) -> NoReturn:
        """Raise what argparse says is wrong."""
        self._refuse(Phrase(message, message))

    def _refuse(self, reason: Phrase) -> NoReturn:
        raise WrongArgumentsError(reason=reason, command=self.prog)

    def _surplus(self, words: Sequence[str]) -> Phrase:
        """Say that there is no use for words."""
        option, options = words[0].partition("=")[0], self._options()
        if option == "-" or not option.startswith("-"):
            return _TOO_MANY.fill(words=" ".join(word.removeprefix(_MARK) for word in words))
        reason, meant = _NO_OPTION.fill(name=option), nearest(option, options)
        if option[1] != "-" and any(each.nargs == "*" and not each.option_strings for each in self._actions):
            return _ASKING.fill(reason=reason, question=_NOT_MEANT)
        return _ASKING.fill(reason=reason, question=QUESTION.fill(meant=meant)) if meant else reason

    def _options(self) -> list[str]:
        """Give the names of all options that the help tells of."""
        rows = [row for _, rows in self._sections for row, _ in rows]
        return [name for row in rows for name in re.findall(r"--[\w-]+", row)]

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


def _translate_argparse(language: Language) -> None:
    """Have argparse speak a language: it asks gettext for all that it says, by these two names of its module."""

    def gettext(message: str) -> str:
        return _MESSAGES[message].say(language) if message in _MESSAGES else message

    def ngettext(singular: str, plural: str, count: int) -> str:
        return gettext(singular if count == 1 else plural)

    vars(argparse).update({"_": gettext, "ngettext": ngettext})
