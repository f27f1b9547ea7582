"""Months and years as headings: where they stand, and where there are none."""

import random

import pytest

from achie_tui.tui.periods import Heading, headings

AUTUMN = ["2025-09"] * 3 + ["2025-08"] * 4 + ["2025-06"] * 2


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (AUTUMN, [(0, "2025-09"), (3, "2025-08"), (7, "2025-06")]),
        (AUTUMN[::-1], [(0, "2025-06"), (2, "2025-08"), (6, "2025-09")]),
        (["2023-01", *AUTUMN], [(1, "2025-09"), (4, "2025-08"), (8, "2025-06")]),
        ([*AUTUMN[:5], "2025-09", *AUTUMN[5:]], [(0, "2025-09"), (3, "2025-08"), (8, "2025-06")]),
        ([*AUTUMN[:5], "", *AUTUMN[5:], ""], [(0, "2025-09"), (3, "2025-08"), (8, "2025-06")]),
        (["2025-11", "2025-07", "2024-12", "2024-02"], [(0, "2025"), (2, "2024")]),
        (["2025-11", "2024-07", "2023-12", "2022-02"], []),
        (["2025-09", "2019-02", "2025-01", "2021-05"] * 5, []),
        ([month for month in ("2023-05", "2025-09", "2021-01", "2024-07") for _ in range(4)], []),
        (["", "", ""], []),
        ([], []),
    ],
    ids=[
        "falling",
        "rising",
        "kept-on-top",
        "further-down",
        "undated",
        "years",
        "sparse",
        "no-order",
        "other-order",
        "no-date",
        "none",
    ],
)
def test_headings(months: list[str], expected: list[tuple[int, str]]) -> None:
    assert headings(months) == tuple(Heading(*each) for each in expected)


def test_rows_out_of_order_cost_no_heading_of_a_long_list() -> None:
    chance = random.Random(7)
    in_order = [f"{2025 - row // 1200}-{12 - row // 100 % 12:02}" for row in range(20_000)]
    months = [chance.choice(in_order) if chance.random() < 0.05 else month for month in in_order]
    found = headings(months)
    assert [heading.period for heading in found] == sorted(set(in_order), reverse=True)
    assert sum(abs(heading.row - 100 * number) for number, heading in enumerate(found)) < 100
