"""Mirror copies restored: never an error, and what is no mirror copy stays as it is."""

from hypothesis import strategies as st

from achie_tui.parse.restore import restore

GARBLED = st.sampled_from(
    ("當(dāng)前", "發(fa)展", "企業(yè)", "進(jìn)入", "會(hui)議", "后(hòu)", "萬(ha)", "(", ")", "（ü）")
)
PLAIN = st.text('园区企业发展的是在a1<>"=()（）áü\U00020000', max_size=12)
INPUTS = st.lists(st.one_of(GARBLED, PLAIN), max_size=30).map("".join)
SEEDS = ("", "當(dāng)" * 3, "ü" * 40, "（" * 40 + "當" * 40)


def check(text: str) -> None:
    restored, is_mirror = restore(text)
    assert is_mirror or restored == text
    again, _ = restore(restored)
    assert len(again) <= max(len(restored), 1)
