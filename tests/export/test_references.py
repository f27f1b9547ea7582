"""References as the standards and programs for them have them, against what a person would write by hand."""

import json

import pytest

from achie_tui.export.authors import authors
from achie_tui.export.formats import FORMATS
from achie_tui.export.references import bibtex, csl_json, gbt7714, ris
from tests.export.editions import article, edition

SIGNED = edition(article())
UNSIGNED = edition(article(9, title="统计快报", author="admin", source=None, published=None))


@pytest.fixture(autouse=True)
def _in_china(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where the day begins eight hours before that of Greenwich."""
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()


def test_a_citation_by_the_chinese_standard() -> None:
    assert "".join(gbt7714(SIGNED)) == (
        "林远, 周宁. 园区设备补助：怎么领[EB/OL]. (2024-01-02)[2025-09-26]. http://www.achie.org/news/gxq/202401017.html.\n"
    )
    assert "".join(gbt7714(UNSIGNED)) == (
        "高新院. 统计快报[EB/OL]. [2025-09-26]. http://www.achie.org/news/gxq/202401019.html.\n"
    )


def test_an_entry_for_bibtex() -> None:
    assert "".join(bibtex(SIGNED)) == (
        "@online{achie7,\n"
        "  author = {{林远} and {周宁}},\n"
        "  title = {{园区设备补助：怎么领}},\n"
        "  organization = {{高新院}},\n"
        "  date = {2024-01-02},\n"
        "  url = {http://www.achie.org/news/gxq/202401017.html},\n"
        "  urldate = {2025-09-26},\n"
        "  langid = {chinese},\n"
        "}\n"
    )
    assert "date = {2024" not in "".join(bibtex(UNSIGNED))
    assert "author = {{高新院}}" in "".join(bibtex(UNSIGNED))


def test_no_title_is_a_command_of_tex_or_ends_its_field() -> None:
    entry = "".join(bibtex(edition(article(title=r"}, note = {50% \input{x} $a_b^c~d# & {"))))
    assert r"\input" not in entry
    assert entry.count("{") == entry.count("}")
    [title] = [line for line in entry.splitlines() if line.startswith("  title")]
    assert title == (
        r"  title = {{\textbraceright{}, note = \textbraceleft{}50\% \textbackslash{}input\textbraceleft{}x"
        r"\textbraceright{} \$a\_b\textasciicircum{}c\textasciitilde{}d\# \& \textbraceleft{}}},"
    )


def test_a_record_of_ris() -> None:
    assert "".join(ris(SIGNED)) == (
        "TY  - ELEC\r\nAU  - 林远\r\nAU  - 周宁\r\nTI  - 园区设备补助：怎么领\r\nT2  - 高新院\r\nPB  - 高新院\r\n"
        "PY  - 2024\r\nDA  - 2024/01/02/\r\nUR  - http://www.achie.org/news/gxq/202401017.html\r\n"
        "Y2  - 2025/09/26/\r\nLA  - zh\r\nER  - \r\n"
    )


def test_a_title_of_several_lines_is_one_field_of_ris() -> None:
    record = "".join(ris(edition(article(title="甲\nER  - \r\nTY  - BOOK"))))
    assert record.count("\r\nER  - ") == 1
    assert record.count("TY  - ELEC\r\n") == 1
    assert "\nTY" not in record


def test_an_item_of_csl() -> None:
    assert json.loads("".join(csl_json(SIGNED))) == [
        {
            "id": "achie7",
            "type": "webpage",
            "title": "园区设备补助：怎么领",
            "author": [{"literal": "林远"}, {"literal": "周宁"}],
            "container-title": "高新院",
            "publisher": "高新院",
            "issued": {"date-parts": [[2024, 1, 2]]},
            "accessed": {"date-parts": [[2025, 9, 26]]},
            "URL": "http://www.achie.org/news/gxq/202401017.html",
            "language": "zh-CN",
        }
    ]
    [item] = json.loads("".join(csl_json(UNSIGNED)))
    assert "issued" not in item


def test_each_entry_has_a_key_of_its_own() -> None:
    same = edition(article(), article(8, id=7), article(9, id=None), article(10, id=None))
    keys = [item["id"] for item in json.loads("".join(csl_json(same)))]
    assert keys[0] == "achie7"
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("记者 林远", ["林远"]),
        ("本报记者林远 通讯员周宁", ["林远", "周宁"]),
        ("新华社记者 林远、周宁", ["林远", "周宁"]),
        ("作者：林远", ["林远"]),
        ("记者 林　远", ["林远"]),
        ("林远/文 周宁/图", ["林远", "周宁"]),
        ("文/林远", ["林远"]),
        ("林远（记者）", ["林远"]),
        ("责任编辑：阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("作者 未知", []),
        ("科技部、财政部", ["科技部", "财政部"]),
        # Not clear who is who: the words stay.
        ("新华社 记者 林远", ["新华社 记者 林远"]),
        ("高新区管委会 供稿", ["高新区管委会 供稿"]),
        ("本刊编辑部", ["本刊编辑部"]),
        ("记者站", ["记者站"]),
        ("本报记者", ["本报记者"]),
        ("欧阳 文", ["欧阳 文"]),
        ("文强", ["文强"]),
        ("林远 周宁", ["林远 周宁"]),
        ("John Smith", ["John Smith"]),
    ],
)
def test_a_role_is_no_part_of_an_author(words: str, people: list[str]) -> None:
    assert authors(words) == people


def test_all_forms_name_the_same_authors() -> None:
    signed = edition(article(author="本报记者 林远 通讯员 周宁", source="人民网"))
    assert "".join(gbt7714(signed)).startswith("林远, 周宁. 园区")
    assert "author = {{林远} and {周宁}}" in "".join(bibtex(signed))
    assert "AU  - 林远\r\nAU  - 周宁\r\n" in "".join(ris(signed))
    [item] = json.loads("".join(csl_json(signed)))
    assert item["author"] == [{"literal": "林远"}, {"literal": "周宁"}]
    many = edition(article(author="林远、周宁、何青、方圆"))
    assert "".join(gbt7714(many)).startswith("林远, 周宁, 何青, 等. 园区")
    assert "{方圆}" in "".join(bibtex(many))
    assert 'author: "本报记者 林远 通讯员 周宁"' in "".join(FORMATS["markdown"].text(signed))


def test_the_site_s_own_name_is_not_the_author_of_what_has_a_source() -> None:
    taken = edition(article(author="高新院", source="人民网"))
    assert "".join(gbt7714(taken)).startswith("人民网. 园区")
    assert "author = {{人民网}}" in "".join(bibtex(taken))
    assert "AU  - 人民网\r\n" in "".join(ris(taken))
    assert json.loads("".join(csl_json(taken)))[0]["author"] == [{"literal": "人民网"}]
    for source in (None, "本站", "高新院", "高新院 achie.org"):
        assert "".join(gbt7714(edition(article(author="高新院", source=source)))).startswith("高新院. 园区")
