"""Keys as the fingers of those know them who come from another program; the rest keeps its own.

What a preset gives to an action is taken from all others, as with the user's own keys, which go over it. It knows
nothing of Textual.
"""

from collections.abc import Mapping

from achie_tui.config.settings import Preset
from achie_tui.tui.actions import ACTIONS, given_keys, split_keys

_OWN = {action.id: split_keys(action.keys) for action in ACTIONS}

_GIVEN: Mapping[Preset, Mapping[str, str]] = {
    "achie": {},
    # j and k, which go from feed to feed there, move here as they do everywhere else.
    "newsboat": {
        "read": "N",
        "read_all": "A,C",
        "previous_match": "P",
        "browser": "o,O",
        "qr": "ctrl+o",
        "star": "f,ctrl+e",
        "later": "L,ctrl+b",
        "links": "u,;",
        "unread_only": "l,.",
        "sort": "g,comma",
        "first": "home",
        "last": "end",
        "colour": "X",
    },
    "mutt": {
        "next_unread": "tab,n",
        "previous_unread": "shift+tab,p",
        "next_match": "n",
        "previous_match": "P",
        "read": "N",
        "star": "F",
        "filter": "l",
        "refresh": "$,r,f5",
        "first": "=,g,home",
        "last": "*,G,end",
        "half_down": "],ctrl+d",
        "half_up": "[,ctrl+u",
        "page_down": "space,z,pagedown",
        "page_up": "-,Z,b,pageup",
        "choose": "t,v",
        "choose_all": "V",
        "choose_on": "space",
        "older": "}",
        "newest": "{",
        "sort": "o,comma",
        "browser": "B",
        "links": "ctrl+b,;",
        "undo": "u,U",
        "pause": "p",
        "slower": "_",
        "zen": "w",
        "search_site": "W",
        "script": "X",
    },
}


def keys_of(preset: Preset) -> dict[str, tuple[str, ...]]:
    """Give the keys of all actions, before the user's own."""
    return given_keys(_OWN, _GIVEN[preset])
