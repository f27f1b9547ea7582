"""`achie-tui attachments`, and attachments in `read`, `search`, `sync`, `prune` and `doctor`."""

import io
import json
from pathlib import Path

import pytest

from achie_tui.commands.attachment_lines import attachment_lines
from achie_tui.commands.output import Output
from achie_tui.model import Attachment, ListBlock
from achie_tui.tui.widgets.sheet import article_sheet
from achie_tui.typeset.numbered import numbered
from tests.commands.shell import User
from tests.export import editions
from tests.site.articles import TruthArticle
from tests.site.attached import OLE, PDF, attach
from tests.site.build import Site
from tests.site.faults import Status
from tests.site.serve import Server

PLAN, TABLE, SAME = "/uploads/soft/jihua.pdf", "/uploads/soft/biao.xls", "/uploads/soft/2/jihua.pdf"
OTHER = PDF.replace(b"xx", b"zz", 1)
FILES = {PLAN: ("行动计划", PDF), TABLE: ("点击下载", OLE), SAME: ("行动计划", OTHER)}


@pytest.fixture
def article(site: Site, user: User) -> TruthArticle:
    article = attach(site, FILES)
    assert user.run("read", article.path).status == 0
    return article


def saved(folder: Path) -> dict[str, bytes]:
    assert not {file.stat().st_mode & 0o111 for file in folder.iterdir()} - {0}
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_attachments_are_listed_below_the_text_and_found_by_name(
    user: User, article: TruthArticle, site: Site, server: Server
) -> None:
    lines = user.run("read", article.path).out.splitlines()
    at = lines.index("附件")
    assert lines[at + 1 :] == [
        f"1. 行动计划  PDF  {server.base_url}{PLAN}",
        f"2. biao  XLS  {server.base_url}{TABLE}",
        f"3. 行动计划  PDF  {server.base_url}{SAME}",
    ]
    assert [row["url"] for row in user.run("search", "biao", "has:attachment", "--json").values()] == [
        server.base_url + article.path
    ]
    assert user.run("attachments", article.path).out.splitlines() == lines[at + 1 :]
    other = next(each for each in site.articles() if each.path != article.path)
    of_two = user.run("attachments", other.path, article.path)
    assert of_two.out.splitlines() == [article.title, *lines[at + 1 :]], "what has none is told beside"
    assert other.title in of_two.err
    assert not [path for path in server.paths() if path in FILES]
    english = user.run("read", article.path, "--lang", "en", "--width", "60").out.splitlines()
    assert "Attachments" in english


def test_a_name_that_begins_with_a_number_is_told_from_the_number_before_it() -> None:
    assert numbered("1.2025年度指南") == "“1.2025年度指南”"
    assert numbered("2025年“揭榜”指南") == "“2025年‘揭榜’指南”"
    assert numbered("附件1") == "附件1"
    files = (Attachment(PLAN, "1.2025年度指南", "pdf"), Attachment(TABLE, "申报表", "xls"))
    told = editions.article(attachments=files)
    lines = attachment_lines(told, {}, Output("zh", editions.ADDRESSES, stdout=io.StringIO()))
    assert [line.partition("  ")[0] for line in lines] == ["1. “1.2025年度指南”", "2. 申报表"]
    shown = [each for each in article_sheet(told, "zh").blocks if isinstance(each, ListBlock)][-1]
    assert [item.text.partition("  ")[0] for item in shown.items] == ["“1.2025年度指南”", "申报表"]
    [link, _] = [span for item in shown.items for span in item.spans]
    assert (link.start, link.end) == (0, len("“1.2025年度指南”"))


def test_they_are_saved_to_a_folder_and_nothing_there_is_written_over(
    user: User, article: TruthArticle, server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "biao.xls").write_bytes(b"mine")
    (folder / "biao.xls").chmod(0o600)
    (folder / "biao (2).xls").symlink_to(tmp_path / "outside")
    said = user.run("attachments", article.path, "--save", str(folder), "--json")
    assert said.status == 0, said.err
    assert [(row["number"], row["kept"], row["size"], Path(row["file"]).name) for row in said.value()] == [
        (1, True, len(PDF), "行动计划.pdf"),
        (2, True, len(OLE), "biao (3).xls"),
        (3, True, len(OTHER), "行动计划 (2).pdf"),
    ]
    assert not (tmp_path / "outside").exists()
    (folder / "biao (2).xls").unlink()
    there = {"biao.xls": b"mine", "biao (3).xls": OLE, "行动计划.pdf": PDF, "行动计划 (2).pdf": OTHER}
    assert saved(folder) == there
    # Again, offline: the same files under the same names.
    server.log.clear()
    (folder / "biao (2).xls").write_bytes(b"")
    again = user.run("attachments", article.path, "--save", str(folder), "--offline")
    assert (again.status, server.paths()) == (0, [])
    assert "行动计划 (2).pdf" in again.err
    assert "4.0 KB 已存" in again.out
    (folder / "biao (2).xls").unlink()
    assert saved(folder) == there


def test_what_cannot_be_had_is_told_and_the_others_are_saved(
    user: User, article: TruthArticle, server: Server, tmp_path: Path
) -> None:
    server.faults[TABLE] = Status(404)
    said = user.run("attachments", article.path, "--save", str(tmp_path / "out"))
    assert (said.status, set(saved(tmp_path / "out"))) == (1, {"行动计划.pdf", "行动计划 (2).pdf"})
    assert "biao" in said.err
    offline = user.run("attachments", article.path, "--save", str(tmp_path / "out"), "--offline", "--lang", "en")
    assert (offline.status, "it needs the network" in offline.err) == (3, True)
    (tmp_path / "file").write_text("x")
    wrong = user.run("attachments", article.path, "--save", str(tmp_path / "file"))
    assert (wrong.status, "Traceback" in wrong.err) == (1, False)


def test_refresh_asks_on_condition_and_keeps_what_is_there_where_that_fails(
    user: User, article: TruthArticle, server: Server, site: Site, tmp_path: Path
) -> None:
    assert user.run("attachments", article.path, "--save", str(tmp_path / "out")).status == 0
    server.log.clear()
    site.files[PLAN] = newer = PDF.replace(b"xx", b"yy", 1)
    server.faults[SAME] = Status(410)
    said = user.run("attachments", article.path, "--refresh", "--save", str(tmp_path / "new"))
    assert {(hit.status, hit.path) for hit in server.log if hit.path in FILES} == {
        (200, PLAN),
        (304, TABLE),
        (410, SAME),
    }
    assert said.status == 1
    assert saved(tmp_path / "new") == {"行动计划.pdf": newer, "biao.xls": OLE, "行动计划 (2).pdf": OTHER}


def test_a_sync_counts_them_only_where_they_are_wanted(user: User, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    article = attach(site, FILES)
    assert "attachments" not in user.sync(article.category).value()
    report = user.sync(article.category, "--attachments").value()
    assert list(report) == [
        "listing_pages",
        "new",
        "updated",
        "unchanged",
        "images",
        "attachments",
        "failed",
        "seconds",
    ]
    assert report["attachments"] == 3
    said = user.run("sync", article.category, "--attachments", "--delay", "0").out
    assert "附件 0 个" in said
    monkeypatch.setenv("ACHIE_TUI_ATTACHMENTS", "true")
    assert user.sync(article.category).value()["attachments"] == 0
    assert "attachments" not in user.sync(article.category, "--no-attachments").value()


def test_pruning_takes_them_first_and_never_those_of_starred_articles(user: User, site: Site) -> None:
    first = attach(site, FILES)
    other = attach(site, {"/b.pdf": ("别的", OTHER.replace(b"zz", b"ww"))}, number=1)
    assert user.sync("--all", "--attachments").value()["attachments"] == 4
    uses = user.run("prune", "--json").value()["uses"]
    assert uses["attachments"] == 3 * len(PDF) + len(OLE)
    assert user.run("mark", first.path, "--star").status == 0
    dry = user.run("prune", "--attachments-older-than", "0", "--dry-run", "--json").value()
    assert (dry["removed"]["attachments"], dry["removed"]["bytes"]) == (1, len(PDF))
    done = user.run("prune", "--attachments-older-than", "0", "--json").value()
    assert done["removed"] == dry["removed"]
    assert done["uses"]["attachments"] == uses["attachments"] - len(PDF)
    assert done["freed"] >= len(PDF)
    assert done["removed"]["articles"] == 0
    [row] = user.run("attachments", other.path, "--offline", "--json").value()
    assert (row["kept"], row["size"]) == (False, None)
    assert all(row["kept"] for row in user.run("attachments", first.path, "--offline", "--json").value())
    report = json.loads(user.run("doctor", "--json", "--offline").out)
    assert '"attachments": ' + str(done["uses"]["attachments"]) in json.dumps(report)


def test_a_category_is_pruned_with_its_attachments(user: User, site: Site) -> None:
    article = attach(site, FILES)
    assert user.sync(article.category, "--all", "--attachments").status == 0
    removed = user.run("prune", "--category", article.category, "--json").value()["removed"]
    assert removed["attachments"] == 3
    assert list((user.folder / "attachments").iterdir()) == []


def test_hostile_names_stay_in_the_folder(user: User, site: Site, tmp_path: Path) -> None:
    names = (
        "../../x.pdf",
        "a\u202efdp.exe",
        "长" * 300,
        "行动\u0085计划",
        "/etc/passwd",
        "con",
        "-rf",
        ".bashrc",
        "..",
    )
    files = {f"/h/{number}.pdf": (name, PDF + b"%%" + bytes([65 + number])) for number, name in enumerate(names)}
    article = attach(site, files)
    inner = tmp_path / "a" / "b" / "out"
    said = user.run("attachments", article.path, "--save", str(inner))
    assert said.status == 0, said.err
    assert said.err.replace("\n", "").isprintable()
    assert len(saved(inner)) == len(names)
    assert [each.name for each in (tmp_path / "a").rglob("*") if each.is_file() and each.parent != inner] == []
    for name in saved(inner):
        assert name.endswith(".pdf")
        assert name.isprintable()
        assert not name.startswith((".", "-"))
        assert len(name.encode()) <= 200
