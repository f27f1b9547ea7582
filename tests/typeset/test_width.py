"""Cell widths: agreement with Rich, ambiguous characters, and rows of an exact width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from achie_tui.typeset.width import cell_width, cumulative_widths, cut, fit

EMOJI = ["👨\u200d👩\u200d👧", "❤\ufe0f", "🇨🇳", "👍🏽", "1\ufe0f\u20e3", "e\u0301", "\u200b", "中", "a"]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(EMOJI)).map("".join))


@pytest.mark.parametrize(
    ("text", "narrow", "wide"),
    [
        ("新闻", 4, 4),
        ("“新”——……", 8, 14),
        ("列夫·托尔斯泰", 13, 14),
        ("25°×①", 5, 8),
        ("❤\ufe0f", 2, 2),
        ("", 0, 0),
    ],
)
def test_ambiguous_characters_take_two_cells_on_request(text: str, narrow: int, wide: int) -> None:
    assert cell_width(text) == narrow
    assert cell_width(text, ambiguous_wide=True) == wide


@given(TEXTS)
def test_every_prefix_is_as_wide_as_rich_says(text: str) -> None:
    assert cumulative_widths(text) == [cell_len(text[:end]) for end in range(len(text) + 1)]


@given(TEXTS, st.integers(0, 30), st.booleans())
def test_a_fitted_row_has_exactly_its_width(text: str, width: int, ambiguous_wide: bool) -> None:
    assert cell_width(fit(text, width, ambiguous_wide=ambiguous_wide), ambiguous_wide=ambiguous_wide) == width


@given(TEXTS, st.integers(-2, 30))
def test_a_cut_is_the_longest_beginning_that_fits(text: str, width: int) -> None:
    piece = cut(text, width)
    assert text.startswith(piece)
    assert cell_width(piece) <= max(width, 0)
    if piece != text and width > 0:
        assert cell_width(text[: len(piece) + 1]) > width


def test_a_double_cell_is_not_halved() -> None:
    assert fit("园区要闻", 5) == "园区 "
    assert fit("园区", 6) == "园区  "
    assert fit("园区", 0) == ""
