"""Text that may be written to a terminal: what could command it is shown as a mark instead.

The first wall against hostile text stands where pages are parsed. This is the second, for whatever got past it,
say out of a library that an older version wrote: everything that is drawn or printed goes through it.
"""

import unicodedata

# Cf holds the bidirectional controls, the zero-width and the tag characters; Zl and Zp break lines.
_UNCLEAN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINER = "\u200d"  # makes one emoji of several; it is measured as one, so it must stay one
_SUBSTITUTE = "␦"  # U+2426: one cell wide in every terminal, which U+FFFD is not
_PICTURES = 0x2400  # ␀ ␁ ␂ …: a picture of each control character below the space, in their order


def is_clean(character: str) -> bool:
    """Tell whether a character does nothing on a terminal but show."""
    return unicodedata.category(character) not in _UNCLEAN_CATEGORIES or character == _JOINER


class _Pictures(dict[int, str]):
    """What stands for each character on the screen, for `str.translate`; filled in as characters turn up."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        if character == "\n" or is_clean(character):
            shown = character
        elif character.isspace():  # tabs, separators of lines and paragraphs
            shown = " "
        elif code_point < ord(" "):
            shown = chr(_PICTURES + code_point)
        else:
            shown = _SUBSTITUTE
        self[code_point] = shown
        return shown


_PICTURE_OF = _Pictures()


def clean_for_screen(text: str) -> str:
    """Put visible marks in the place of control, bidirectional, zero-width and tag characters.

    A newline stays, and the result is exactly as long as the text.
    """
    return text if text.isprintable() else text.translate(_PICTURE_OF)


def clean_line(text: str) -> str:
    """Clean a text that has one line only, such as a title: a newline becomes a space too."""
    return clean_for_screen(text).replace("\n", " ")
