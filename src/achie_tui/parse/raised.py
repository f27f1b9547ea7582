"""Raised and lowered characters as text that means the same: 10⁶, CO₂, and ^x _x where there is no such character."""

from typing import Literal

Shift = Literal["superscript", "subscript"]

# Superscripts and Subscripts (Unicode U+2070 to U+209F), and the three that Latin-1 has.
_SUPERSCRIPTS = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-−=()aehklmnopstx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕₖₗₘₙₒₚₛₜₓ", strict=True))
_FORMS = {"superscript": (_SUPERSCRIPTS, "^"), "subscript": (_SUBSCRIPTS, "_")}
_BRACKETS = ("([（〔【", ")]）〕】")


def raised(text: str, shift: Shift) -> str:
    """Give a cleaned text in raised or lowered characters; where one has no such form, behind a mark."""
    forms, mark = _FORMS[shift]
    if all(character in forms for character in text):
        return "".join(forms[character] for character in text)
    if len(text) == 1 or (text[0] in _BRACKETS[0] and text[-1] in _BRACKETS[1]):
        return mark + text
    return f"{mark}({text})"
