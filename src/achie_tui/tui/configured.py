"""What the configuration gives the app: keys and a theme; what of it means nothing, or does more than it says.

Every command tells of it, so this knows nothing of Textual, save where a theme is none of ours.
"""

import re
import unicodedata
from collections.abc import Iterator

from achie_tui.config import Config
from achie_tui.errors import WrongValueError
from achie_tui.language import QUESTION, Phrase, hint, nearest
from achie_tui.tui.actions import ACTIONS, BY_ID, split_keys
from achie_tui.tui.presets import keys_of

OUR_THEMES = ("achie-dark", "achie-light", "achie-contrast", "achie-terminal")

_MODIFIERS = {"ctrl", "shift", "alt"}
_NAMED = re.compile(
    r"enter|escape|space|tab|backspace|delete|insert|home|end|pageup|pagedown|up|down|left|right|f(?:[1-9]|1\d|2[0-4])"
    r"|slash|backslash|at|minus|plus|underscore"
)
_ALLOWED = Phrase(
    "键名，如 j、J、ctrl+d、f5、pagedown，几个键用逗号隔开",
    "names of keys such as j, J, ctrl+d, f5, pagedown, with commas between them",
)
_KEY = Phrase(
    '配置文件 {file} 里 [keys] 的 {name} = "{value}"', 'In the configuration file {file}, [keys] {name} = "{value}"'
)
_NO_ACTION = Phrase(
    "配置文件 {file} 里 [keys] 的 {name} 不是动作，没有用它；{allowed}",
    "[keys] {name} in the configuration file {file} is no action and not used; {allowed}",
)
_KNOWN = Phrase("可用的有：{names}", "there are: {names}")
_NO_THEME = Phrase(
    "没有叫“{theme}”的主题，用的是 {used}；{hint}可用的有：{names}",
    "No theme is called “{theme}”, {used} is used; {hint}there are: {names}",
)
_TAKEN = Phrase("{key} 给了 {taker}，{loser} 不再用它，{left}", "{key} is {taker} now and not {loser}, {left}")
_LEFT = Phrase("还有 {keys}", "which still has {keys}")
_NONE_LEFT = Phrase("没有键了", "which has no key now")


def check_keys(config: Config) -> None:
    """Raise WrongValueError for a key that no terminal can send."""
    for name, given in config.keys.items():
        if not all(map(_is_key, split_keys(given))):
            place = _KEY.fill(file=config.config_file, name=name, value=given)
            raise WrongValueError(place=place, allowed=_ALLOWED)


def in_vain(config: Config) -> Iterator[Phrase]:
    """Tell what is named that does not exist."""
    for name in config.keys:
        if name not in BY_ID:
            meant = nearest(name, list(BY_ID))
            allowed = QUESTION.fill(meant=meant) if meant else _KNOWN.fill(names=", ".join(BY_ID))
            yield _NO_ACTION.fill(file=config.config_file, name=name, allowed=allowed)
    if config.theme not in OUR_THEMES:
        from textual.theme import BUILTIN_THEMES

        if config.theme not in BUILTIN_THEMES:
            known = (*OUR_THEMES, *sorted(BUILTIN_THEMES))
            near = hint(nearest(config.theme, OUR_THEMES) or nearest(config.theme, known))
            yield _NO_THEME.fill(theme=config.theme, used=OUR_THEMES[0], hint=near, names=", ".join(known))


def taken(config: Config) -> Iterator[Phrase]:
    """Tell which keys an action has lost because they were given to another."""
    given = {key: name for name, keys in config.keys.items() if name in BY_ID for key in split_keys(keys)}
    before = keys_of(config.preset)
    for action in ACTIONS:
        keys = split_keys(config.keys[action.id]) if action.id in config.keys else before[action.id]
        left = ", ".join(key for key in keys if given.get(key, action.id) == action.id)
        for key in keys:
            taker = given.get(key, action.id)
            if taker != action.id:
                yield _TAKEN.fill(
                    key=key, taker=taker, loser=action.id, left=_LEFT.fill(keys=left) if left else _NONE_LEFT
                )


def _is_key(key: str) -> bool:
    """Tell whether a terminal can send a key: a character, or a named one, with what is held down before it."""
    *held, last = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(held) or len(set(held)) < len(held):
        return False
    if len(last) == 1:
        # Who holds Shift types another character.
        return last.isprintable() and not last.isspace() and "shift" not in held
    return _NAMED.fullmatch(last) is not None or _is_sign(last)


def _is_sign(name: str) -> bool:
    """Tell whether this is Textual's name of a punctuation mark, `question_mark` for `?`."""
    try:
        return not unicodedata.lookup(name.replace("_", " ")).isalnum()
    except KeyError:
        return False
