"""Keys for the actions: as Textual binds them, as the user has them, as they are written for people.

A binding's `id` is the name the user's configuration knows it by. Keys that take the same action in every pane
(`down`, `open` …) are bound by the panes themselves, with `moves`; the others by the screen or the app, with
`bindings`.
"""

import unicodedata
from collections.abc import Collection, Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType

from achie_tui.language import Language
from achie_tui.tui.actions import ACTIONS, BY_ID, GROUPS, HINTS, Action, Aid, Group, Pane, split_keys

__all__ = [
    "ACTIONS",
    "BY_ID",
    "GROUPS",
    "HINTS",
    "NO_KEY",
    "Action",
    "Aid",
    "Group",
    "Hint",
    "Keys",
    "Pane",
    "as_typed",
    "bindings",
    "dispatched",
    "everywhere",
    "hint",
    "hints",
    "label",
    "moves",
    "name",
]


def bindings(*groups: Group) -> list[BindingType]:
    """Bind the actions of some groups to the methods of their names."""
    return [
        Binding(action.keys, action.id, action.title.zh, id=action.id, show=False)
        for action in ACTIONS
        if action.group in groups
    ]


def dispatched(*groups: Group) -> list[BindingType]:
    """Bind the actions of some groups to one method, `action_do`, which is given their names."""
    return [
        Binding(action.keys, f"do('{action.id}')", action.title.zh, id=action.id, show=False)
        for action in ACTIONS
        if action.group in groups
    ]


def moves(**actions: str) -> list[BindingType]:
    """Bind moves to a widget's own actions, as in `moves(down="cursor_down")`."""
    return [
        Binding(BY_ID[name].keys, action, BY_ID[name].title.zh, id=name, show=False) for name, action in actions.items()
    ]


def option_moves() -> list[BindingType]:
    """Bind moves to the actions of Textual's OptionList, instead of its own bindings."""
    return moves(
        down="cursor_down",
        up="cursor_up",
        first="first",
        last="last",
        half_down="page_down",
        half_up="page_up",
        page_down="page_down",
        page_up="page_up",
        open="select",
    )


def everywhere() -> list[BindingType]:
    """Bind what is to work on a modal screen too, which leaves the app no keys."""
    return moves(theme="app.theme", suspend="app.suspend", quit="app.quit")


NO_KEY = "no-key"
"""Textual takes an empty entry of a keymap for none at all; no terminal sends this one."""


class Keys:
    """The keys in effect: the defaults with the user's own over them.

    A key the user gives to an action is taken from any other that has it by default. `unknown` holds the names
    of the configuration that are no action's.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        self.unknown = tuple(name for name in given if name not in BY_ID)
        chosen = {name: split_keys(keys) for name, keys in given.items() if name in BY_ID}
        taken = {key for keys in chosen.values() for key in keys}
        self._keys = {
            action.id: chosen[action.id]
            if action.id in chosen
            else tuple(key for key in split_keys(action.keys) if key not in taken)
            for action in ACTIONS
        }

    def of(self, name: str) -> tuple[str, ...]:
        """Give the keys of an action, the handiest first."""
        return self._keys[name]

    def shown(self, name: str) -> str:
        """Give the handiest key of an action as it is written for people, "" where it has none."""
        return next((label(key) for key in self._keys[name]), "")

    def keymap(self) -> dict[str, str]:
        """Give the actions whose keys differ from the default, as Textual wants them."""
        return {
            name: ",".join(keys) or NO_KEY for name, keys in self._keys.items() if keys != split_keys(BY_ID[name].keys)
        }


_LABELS = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "ctrl": "Ctrl",
    "shift": "Shift",
    "alt": "Alt",
}


def label(key: str) -> str:
    """Write a key for people: `ctrl+r` as Ctrl+r, `f5` as F5; letters stay what is typed."""
    return "+".join(_label(part) for part in key.split("+")) if len(key) > 1 else key


def _label(part: str) -> str:
    if part in _LABELS:
        return _LABELS[part]
    if len(part) > 1 and part[0] == "f" and part[1:].isdigit():
        return part.upper()
    try:
        return unicodedata.lookup(part.replace("_", " "))
    except KeyError:
        return part


# The full-width forms stand in the order of ASCII; the Chinese marks are what an input method makes of a key.
_AS_TYPED = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | dict(
    zip("\u3000、。【】《》", " /.[]<>", strict=True)
)


def as_typed(character: str | None) -> str | None:
    """Give the key that an input method made a character of: `?` for `？`, `j` for `ｊ`, `/` for `、`, else None."""
    return _AS_TYPED.get(character) if character else None


def name(key: str) -> str:
    """Give a key the name that Textual's key events have, `question_mark` for `?`."""
    # Textual takes a comma for what parts keys, and strips blanks.
    return _PARTING.get(key) or next(iter(Binding.make_bindings([(key, "")]))).key


_PARTING = {",": "comma", " ": "space"}


class Hint(NamedTuple):
    """A key to press and the word for what it does."""

    key: str
    word: str


def hints(pane: Pane | Aid, keys: Keys, language: Language, idle: Collection[str] = ()) -> tuple[Hint, ...]:
    """Give the hints of a pane, or of an aid, but for the actions that could do nothing now."""
    given = (hint(name, keys, language) for name in HINTS[pane] if name not in idle)
    return tuple(each for each in given if each is not None)


def hint(name: str, keys: Keys, language: Language) -> Hint | None:
    """Give the hint of an action, where it has a key."""
    action, key = BY_ID[name], next(iter(keys.of(name)), None)
    return Hint(key, action.hint.say(language)) if action.hint and key else None
