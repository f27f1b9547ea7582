"""Names of files on the disk, whatever a page calls them."""

import unicodedata
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from achie_tui.export.attached_files import file_name, write_out
from achie_tui.model import Attachment

HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list('./\\:*?"<>|%- \0\n\r\t\x1b\x7f\x85\u200b\u202e\u2066\ufeff\u200d\ud800COMcon1prnaux')),
        st.characters(),
    ),
    max_size=300,
)


@settings(max_examples=400)
@given(HOSTILE, st.sampled_from(["pdf", "XLSX", "7z", "", "../sh", "a" * 50]), st.integers(1, 10**6))
def test_a_name_only_names(name: str, kind: str, number: int) -> None:
    given_name = file_name(Attachment("/a", name, kind), number)
    assert given_name == Path(given_name).name
    assert 0 < len(given_name.encode()) <= 200
    assert given_name == unicodedata.normalize("NFC", given_name)
    assert not set(given_name) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"} for each in given_name)
    assert given_name[0] not in ". -"
    assert given_name[-1] not in ". "
    assert given_name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert given_name.split(".")[0].split(" ")[0] != ""


def test_names_are_kept_as_far_as_they_are_harmless() -> None:
    def named(name: str, number: int = 1, kind: str = "pdf") -> str:
        return file_name(Attachment("/a", name, kind), number)

    assert named("2025年申报指南（试行）.pdf") == "2025年申报指南（试行）.pdf"
    assert named("2025年申报指南.PDF", 2) == "2025年申报指南 (2).pdf"
    assert named("附件1：汇总表", kind="XLSX") == "附件1：汇总表.xlsx"
    assert named("a\u202efdp.exe") == "afdp.exe.pdf"
    assert named("../../x") == "x.pdf"
    assert named("con") == "_con.pdf"
    assert named("...") == "achie-tui.pdf"
    assert len(named("长" * 300, 12).encode()) <= 200


def test_the_same_file_is_written_once_and_others_beside_it(tmp_path: Path) -> None:
    attachment = Attachment("/a.pdf", "同名", "pdf")
    first, again, other = (write_out(data, tmp_path, attachment) for data in (b"1", b"1", b"2"))
    assert (first.name, again, other.name) == ("同名.pdf", first, "同名 (2).pdf")
    assert first.stat().st_mode & 0o111 == 0
    assert write_out(b"4", tmp_path / "own", attachment, private=True).stat().st_mode & 0o777 == 0o600
    first.write_bytes(b"a note of mine")
    assert write_out(b"1", tmp_path, attachment).name == "同名 (3).pdf"
    assert first.read_bytes() == b"a note of mine"
