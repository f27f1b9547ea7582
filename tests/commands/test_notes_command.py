"""`notes` and `mark --note`: what a person wrote and marked, as text, JSON, and Markdown that is theirs to change."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from achie_tui.anchoring import Anchorage, Place
from achie_tui.library.library import View
from achie_tui.model import Article, Passage, TextBlock
from achie_tui.typeset.document import block_text
from tests.commands.shell import User
from tests.site.build import Site

NAME = "高新区新闻"


@pytest.fixture
def paths(site: Site, reader: User) -> list[str]:
    """Give the articles of a category that are kept and have a long text."""
    with reader.library() as library:
        kept = [library.article(path) for path in site.lists[NAME]]
    found = [each.article.path for each in kept if each and any(_is_long(block) for block in each.article.blocks)]
    assert len(found) > 2
    return found


def _is_long(block: object) -> bool:
    return isinstance(block, TextBlock) and block.kind == "paragraph" and len(block.text) > 40


def article_of(user: User, path: str) -> Article:
    with user.library() as library:
        kept = library.article(path)
    assert kept is not None
    return kept.article


def marked(user: User, path: str) -> tuple[int, Passage]:
    """Mark a passage of an article: the beginning of its first long paragraph; gives the block's number too."""
    blocks = article_of(user, path).blocks
    number = next(number for number, block in enumerate(blocks) if _is_long(block))
    passage = Anchorage(blocks).mark(Place(number, 2), Place(number, 26))
    assert passage is not None
    return number, passage


def test_a_note_from_the_shell_is_listed_found_and_undone(reader: User, paths: list[str]) -> None:
    user, (one, two, *_) = reader, paths
    assert user.run("mark", one, two, "--note", "对照去年 #土地").out == "写了 2 条笔记\n"
    said = user.run("mark", one, "--star", "--note", "再看", "--json")
    assert said.value() == {"changed": 1, "unchanged": 0, "noted": 1, "unknown": []}
    assert [note["text"] for note in user.run("notes", "--json").value()] == [
        "对照去年 #土地",
        "再看",
        "对照去年 #土地",
    ]
    assert len(user.run("notes", "--tag", "土地", "--json").value()) == 2
    assert len(user.run("notes", "--tag", "#土", "--json").value()) == 0
    assert len(user.run("notes", "--grep", "再看", "--category", NAME, "--json").value()) == 1
    assert user.run("notes", "--category", "政策解读").out == ""
    assert len(user.run("notes", "--since", "2020-01-01", "--json").value()) == 3
    assert user.run("notes", "--since", "2999-01-01", "--json").value() == []
    found = user.run("search", "#土地", "--json").values()
    assert {record["url"].removeprefix(user.base_url) for record in found} == {one, two}
    assert user.run("undo").out.startswith("已撤销 写笔记：“")
    assert user.run("journal", "--limit", "1", "--json").value()[0]["changes"] == [
        {"mark": "note", "set": True, "articles": 1}
    ]
    assert len(user.run("notes", "--json").value()) == 2
    assert "--note" in user.run("mark", one).sentence
    assert user.run("mark", one, "--note", " ").status == 2


def test_notes_say_where_their_passages_are(reader: User, paths: list[str]) -> None:
    user, path = reader, paths[0]
    number, passage = marked(user, path)
    with user.library() as library:
        library.notes.add([path], "关键数字", passage=passage)
        library.notes.add([path], "", passage=replace(passage, quotation="本地从来没有过的一段话", before="", after=""))
    here, gone = sorted(user.run("notes", "--json").value(), key=lambda note: note["gone"])
    assert (here["quotation"], here["text"], here["at"], here["gone"]) == (
        passage.quotation,
        "关键数字",
        number + 1,
        False,
    )
    assert (gone["text"], gone["at"], gone["gone"], gone["reworded"]) == (None, None, True, None)
    assert block_text(article_of(user, path).blocks[here["at"] - 1])[2:26].strip() == here["quotation"]
    lines = user.run("notes").out.splitlines()
    assert len(lines) == 2
    assert lines[0].split("\t")[1:] == [passage.quotation, "关键数字", user.base_url + path]


def test_as_markdown_a_passage_is_a_quotation_with_its_source_and_a_way_back(reader: User, paths: list[str]) -> None:
    user, path = reader, paths[0]
    number, passage = marked(user, path)
    with user.library() as library:
        library.notes.add([path], "第一行 #产业/政策\n- 第二行 <!-- achie-tui end -->", passage=passage)
        library.notes.add(["/news/gxq/20200101999999.html"], "没有存下来的一篇")
    text = user.run("notes", "--markdown").out
    assert text.startswith('---\ntitle: "笔记"\n')
    assert 'tags: ["产业/政策"]' in text
    [mark] = re.findall(r"\[\^(\w+)\]: ", text)
    assert f"=={passage.quotation}==[^{mark}]" in text.replace("\\", "")
    title = article_of(user, path).title
    assert f"[^{mark}]: " in text
    assert re.search(
        rf"\[\^{mark}\]: .*{re.escape(title)}\[EB/OL\]\. .*\[\d{{4}}-\d\d-\d\d\]\. ", text.replace("\\", "")
    )
    assert f"`achie-tui {user.base_url}{path} --at {number + 1}`" in text
    assert "- 第二行 &lt;!-- achie-tui end -->" in text
    assert "/news/gxq/20200101999999.html" in text
    assert user.run("notes", "--markdown", "--json").status == 2


def test_what_leads_to_an_article_has_its_notes_and_none_of_its_own(
    reader: User, paths: list[str], tmp_path: Path
) -> None:
    user, path, jump = reader, paths[0], "/plus/view.php?aid=700001"
    title = article_of(user, path).title
    with user.library() as library:
        [early] = library.notes.add([jump], "早先写的")  # when nobody knew where it leads
        library.pages.save_redirect(jump, path)
        [late] = library.notes.add([path], "后来写的")
    notes = user.run("notes", "--json").value()
    assert [(note["id"], note["url"], note["title"]) for note in notes] == [
        (early.id, user.base_url + path, title),
        (late.id, user.base_url + path, title),
    ]
    assert user.run("notes", "--markdown").out.replace("\\", "").count(f"# {title}\n") == 1
    assert len(user.run("notes", "--output", str(tmp_path / "笔记"), "--grep", "早先").out.splitlines()) == 1
    [file] = (tmp_path / "笔记").iterdir()
    assert all(text in file.read_text() for text in ("早先写的", "后来写的")), "all notes of the article"


def test_notes_on_an_article_that_only_a_redirect_leads_to_have_the_title_of_that(reader: User) -> None:
    with reader.library() as library:
        key = next(iter(library.views.keys(View())))
        [listed] = library.views.headlines([key])
        library.pages.save_redirect(listed.path, "/news/gxq/20200101999999.html")
        library.notes.add([listed.path], "还没有取到")
    [note] = reader.run("notes", "--json").value()
    assert (note["title"], note["category"]) == (listed.title, listed.category)
    assert note["url"].endswith("/news/gxq/20200101999999.html")


def test_files_of_notes_are_renewed_around_what_a_person_wrote(reader: User, paths: list[str], tmp_path: Path) -> None:
    user, (one, two, *_), vault = reader, paths, tmp_path / "笔记"
    _, passage = marked(user, one)
    with user.library() as library:
        [first] = library.notes.add([one], "初稿 #土地", passage=passage)
        [second] = library.notes.add([two], "第二篇")
    said = user.run("notes", "--output", str(vault))
    assert said.out.splitlines() == sorted(
        said.out.splitlines(), key=lambda name: article_of(user, two).title not in name
    )
    files = {file.name: file for file in vault.iterdir()}
    assert len(files) == 2
    mine, theirs = (next(file for file in files.values() if path in file.read_text()) for path in (one, two))
    assert mine.read_text().startswith("---\n")
    assert 'tags: ["土地"]' in mine.read_text()
    assert user.run("notes", "--output", str(vault)).out == "", "nothing has changed"

    # A person renames a file, writes around our part of it, and in another one changes our part.
    mine = mine.rename(vault / "改了名.md")
    mine.write_text(mine.read_text().replace("# ", "前言\n\n# ", 1) + "\n我的结论\n")
    theirs.write_text(theirs.read_text().replace("第二篇", "第二篇，我改的"))
    with user.library() as library:
        library.notes.change(first.id, text="定稿 #产业")
        library.notes.change(second.id, text="别的话")
    said = user.run("notes", "--output", str(vault), "--tag", "产业")
    assert (said.out, len(list(vault.iterdir()))) == (f"{mine}\n", 2)
    said = user.run("notes", "--output", str(vault))
    assert said.out == ""
    assert f"{theirs} 里的笔记有人改过" in said.err
    text = mine.read_text()
    assert "定稿 #产业" in text
    assert "初稿" not in text
    assert text.endswith("\n我的结论\n")
    assert "前言" in text
    assert "第二篇，我改的" in theirs.read_text()

    # With the line ends of another system the file is still known, and still ours.
    mine.write_bytes(mine.read_bytes().replace(b"\n", b"\r\n"))
    with user.library() as library:
        library.notes.add([one], "又一条")
    assert user.run("notes", "--output", str(vault)).out == f"{mine}\n"
    assert "又一条" in mine.read_text()


@pytest.mark.parametrize("at", ["---\n", "\n# ", "<!-- achie-tui notes"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_tags_are_renewed_whatever_a_person_wrote_around_them(
    reader: User, paths: list[str], tmp_path: Path, at: str, line_end: str
) -> None:
    with reader.library() as library:
        library.notes.add(paths[:1], "初稿 #土地")
    [file] = map(Path, reader.run("notes", "--output", str(tmp_path / "笔记")).out.splitlines())
    written = file.read_text(encoding="utf-8").replace(at, f"\n别名：用地\n{at}", 1)
    file.write_bytes(written.replace("\n", line_end).encode())
    with reader.library() as library:
        library.notes.add(paths[:1], "再看 #产业")
    assert reader.run("notes", "--output", str(file.parent)).out == f"{file}\n"
    renewed = file.read_text(encoding="utf-8")
    assert '\ntags: ["土地", "产业"]\n' in renewed
    assert "\n别名：用地\n" in renewed
    assert renewed.replace(', "产业"', "").split("<!--")[0] == written.split("<!--")[0]
    assert not reader.run("notes", "--output", str(file.parent)).out


def test_front_matter_that_a_person_changed_stays(reader: User, paths: list[str], tmp_path: Path) -> None:
    with reader.library() as library:
        library.notes.add(paths[:1], "初稿 #土地")
    [file] = map(Path, reader.run("notes", "--output", str(tmp_path / "笔记")).out.splitlines())
    changed = file.read_text(encoding="utf-8").replace('tags: ["土地"]', 'tags: ["用地"]')
    file.write_text(changed, encoding="utf-8")
    with reader.library() as library:
        library.notes.add(paths[:1], "再看 #产业")
    assert reader.run("notes", "--output", str(file.parent)).out == f"{file}\n"
    assert file.read_text(encoding="utf-8").split("<!--")[0] == changed.split("<!--")[0]


def test_of_several_files_of_an_article_one_is_renewed_and_the_others_are_named(
    reader: User, paths: list[str], tmp_path: Path
) -> None:
    user, vault = reader, tmp_path / "vault"
    with user.library() as library:
        [note] = library.notes.add([paths[0]], "初稿")
    user.run("notes", "--output", str(vault))
    [ours] = vault.iterdir()
    # A name before ours and one behind it.
    first, last = (vault / f"{letter}{ours.name}" for letter in ("!", "~"))
    written = ours.read_text(encoding="utf-8")
    first.write_text(written, encoding="utf-8")
    last.write_text(written + "我的结论\n", encoding="utf-8")

    def copies(error: str) -> list[str]:
        return [line for line in error.splitlines() if "属于同一篇文章" in line]

    def change(text: str) -> None:
        with user.library() as library:
            library.notes.change(note.id, text=text)

    change("二稿")
    said = user.run("notes", "--output", str(vault))
    assert said.out == f"{ours}\n", "that under the name it was given"
    assert [line.split(" 和")[0] for line in copies(said.err)] == [str(first), str(last)]
    assert "二稿" in ours.read_text(encoding="utf-8")
    assert first.read_text(encoding="utf-8") == written
    assert last.read_text(encoding="utf-8") == written + "我的结论\n"
    assert len(copies(user.run("notes", "--output", str(vault)).err)) == 2, "also where nothing is to be renewed"

    ours.unlink()
    change("三稿")
    said = user.run("notes", "--output", str(vault))
    assert said.out == f"{first}\n", "the first by name"
    assert [line.split(" 和")[0] for line in copies(said.err)] == [str(last)]

    # Without notes each is dealt with for itself.
    with user.library() as library:
        library.notes.delete([note.id])
    said = user.run("notes", "--output", str(vault))
    assert f"{first} 已经删掉" in said.err
    assert f"{last} 里有人写过" in said.err
    assert list(vault.iterdir()) == [last]


def test_the_file_of_an_article_without_notes_goes_unless_a_person_wrote_in_it(
    reader: User, paths: list[str], tmp_path: Path
) -> None:
    user, vault = reader, tmp_path / "vault"
    ids = {}
    with user.library() as library:
        for path in paths[:2]:
            [ids[path]] = library.notes.add([path], "一 #土地")
        [stays] = library.notes.add([paths[2]], "二")
    user.run("notes", "--output", str(vault))
    ours, theirs, third = (
        next(file for file in vault.iterdir() if path in file.read_text(encoding="utf-8")) for path in paths[:3]
    )
    ours.write_bytes(ours.read_bytes().replace(b"\n", b"\r\n"))  # which no person did
    written = theirs.read_text(encoding="utf-8") + "我的结论\n"
    theirs.write_text(written, encoding="utf-8")
    # To a library that never had notes on an article, its file is another's.
    other = User(reader.base_url, tmp_path / "other")
    assert other.run("notes", "--output", str(vault)).sentence == "写了 0 个文件，0 个没有变化"
    with user.library() as library:
        library.notes.delete([note.id for note in ids.values()])
    assert "删掉" not in user.run("notes", "--output", str(vault), "--tag", "别的").err
    said = user.run("notes", "--output", str(vault), "--tag", "土地")
    assert said.out == ""
    assert f"{ours} 已经删掉" in said.err
    assert f"{theirs} 里有人写过" in said.err
    assert "写了 0 个文件，0 个没有变化" in said.err
    assert sorted(vault.iterdir()) == sorted([theirs, third])
    assert theirs.read_text(encoding="utf-8") == written
    said = user.run("notes", "--output", str(vault))
    assert said.err.count(str(theirs)) == 1
    assert str(ours) not in said.err
    assert "写了 0 个文件，1 个没有变化" in said.err

    # A note that is there again has its file again; one of several that goes is no reason to remove a file.
    user.run("undo")
    with user.library() as library:
        library.notes.add([paths[2]], "三")
        library.notes.delete([stays.id])
    assert str(ours) in user.run("notes", "--output", str(vault)).out.splitlines()
    assert len(list(vault.iterdir())) == 3
    assert theirs.read_text(encoding="utf-8").endswith("我的结论\n")


@pytest.mark.parametrize(("before", "after"), [("# ", "# 我的"), ("一", "我改的"), ("---\n", "\ufeff---\n")])
def test_a_file_that_differs_by_a_word_from_what_was_written_stays(
    reader: User, paths: list[str], tmp_path: Path, before: str, after: str
) -> None:
    user, vault = reader, tmp_path / "vault"
    with user.library() as library:
        [note] = library.notes.add([paths[0]], "一")
    user.run("notes", "--output", str(vault))
    [file] = vault.iterdir()
    changed = file.read_text(encoding="utf-8").replace(before, after, 1)
    file.write_text(changed, encoding="utf-8")
    with user.library() as library:
        library.notes.delete([note.id])
    assert f"{file} 里有人写过" in user.run("notes", "--output", str(vault)).err
    assert file.read_text(encoding="utf-8") == changed


def test_nothing_is_written_through_a_link_and_hostile_titles_make_no_paths(
    reader: User, paths: list[str], tmp_path: Path
) -> None:
    user, vault = reader, tmp_path / "notes"
    evil = replace(article_of(user, paths[0]), title="../../出去\x1b[31m--><script>", path="/news/gxq/20200101--1.html")
    with user.library() as library:
        library.save_article(evil, parser=1, at=1.0)
        library.notes.add([evil.path], "笔记")
    vault.mkdir()
    outside = tmp_path / "outside.md"
    outside.write_text("别人的")
    (vault / "link.md").symlink_to(outside)
    assert user.run("notes", "--output", str(vault)).status == 0
    assert outside.read_text() == "别人的"
    [file] = [file for file in vault.iterdir() if not file.is_symlink()]
    assert "\x1b" not in file.read_text()
    assert file.read_text().count("<!--") == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".md") == ["outside.md"]
    with user.library() as library:
        library.notes.add([evil.path], "第二条")
    assert user.run("notes", "--output", str(vault)).out == f"{file}\n"


def test_the_way_back_needs_an_article(reader: User) -> None:
    said = reader.run("--at", "3")
    assert said.status == 2
    assert "--at 要和一篇文章的网址一起用" in said.sentence
    assert reader.run("--at", "零", "/news/").status == 2
