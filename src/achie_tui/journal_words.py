"""Steps of the journal of marks and notes, in words."""

from collections.abc import Callable

from achie_tui.language import Language, Phrase
from achie_tui.library.marks import Entry

UNDONE = Phrase("（已撤销）", "(undone) ")
NOT_UNDONE = Phrase(
    "没有撤销 {step}：后来又改过（例如在另一台机器上），以后来的为准",
    "Not undone: {step}; it was changed later, on another machine say, and that counts",
)
NOT_REDONE = Phrase(
    "没有重做 {step}：后来又改过（例如在另一台机器上），以后来的为准",
    "Not done again: {step}; it was changed later, on another machine say, and that counts",
)
_MARKS: dict[tuple[str, bool], Phrase] = {
    ("read", True): Phrase("标为已读", "marked as read"),
    ("read", False): Phrase("标为未读", "marked as unread"),
    ("starred", True): Phrase("收藏", "starred"),
    ("starred", False): Phrase("取消收藏", "unstarred"),
    ("later", True): Phrase("放进稍后读", "put aside for later"),
    ("later", False): Phrase("移出稍后读", "no longer for later"),
    ("note", True): Phrase("写笔记", "note written"),
    ("note", False): Phrase("删除笔记", "note deleted"),
    ("note-text", True): Phrase("改笔记", "note changed"),
    ("note-colour", True): Phrase("换划线颜色", "passage marked in another colour"),
    ("highlight", True): Phrase("划线", "passage marked"),
    ("highlight", False): Phrase("取消划线", "passage no longer marked"),
    ("search", False): Phrase("移除关注", "kept search removed"),
}
_AND = Phrase("、", ", ")
_ONE = Phrase("{what}：“{title}”", "{what}: “{title}”")
_SEVERAL = Phrase("{what}：“{title}”等 {articles} 篇", "{what}: {articles} articles, “{title}” among them")
_UNTITLED = Phrase("{what}：{articles} 篇", "{what}: {articles}")


def in_words(entry: Entry, language: Language, show: Callable[[str], str]) -> str:
    """Say what a step did, to which article or kept search, or to how many; `show` makes a title fit to be shown."""
    what = _AND.say(language).join(_MARKS[change.mark, change.set].say(language) for change in entry.changes)
    phrase = _UNTITLED if entry.title is None else _ONE if entry.articles <= 1 else _SEVERAL
    title = "" if entry.title is None else show(entry.title)
    return phrase.say(language, what=what, title=title, articles=f"{entry.articles:,}")
