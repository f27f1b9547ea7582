"""Every action once, as data: bindings, help, palette, hints, and what the configuration may name are made from it.

It knows nothing of Textual, so that commands can look at it too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from achie_tui.language import Phrase

Group = Literal[
    "move",
    "articles",
    "reading",
    "finding",
    "listing",
    "choosing",
    "noting",
    "marking",
    "taking",
    "panes",
    "app",
]
Pane = Literal["sidebar", "list", "reader"]
Aid = Literal[
    "choosing",
    "marking",
    "finding",
    "links",
    "rolling",
    "taking",
    "comparing",
    "asking",
    "journal",
    "noted",
    "counting",
]
"""What goes on besides reading, the last six on screens of their own; keys may then mean something else."""

GROUPS: dict[Group, Phrase] = {
    "move": Phrase("移动", "Moving"),
    "articles": Phrase("文章", "Articles"),
    "reading": Phrase("阅读", "Reading"),
    "finding": Phrase("文中查找", "Finding in the article"),
    "listing": Phrase("列表", "Lists"),
    "choosing": Phrase("选定多篇", "Several at once"),
    "noting": Phrase("笔记和划线", "Notes and marks"),
    "marking": Phrase("选段落、看笔记时", "With paragraphs and notes"),
    "taking": Phrase("正在缓存时", "While taking offline"),
    "panes": Phrase("窗格", "Panes"),
    "app": Phrase("程序", "The app"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do; `hint` is its short word for the line at the foot of the screen."""

    id: str
    group: Group
    keys: str
    title: Phrase
    hint: Phrase | None = None

    @property
    def in_palette(self) -> bool:
        """Moving about needs keys and nothing else; everything else is in the palette too."""
        return self.group != "move" and self.id != "palette"


ACTIONS: tuple[Action, ...] = (
    Action("down", "move", "j,down", Phrase("下一行", "Next line")),
    Action("up", "move", "k,up", Phrase("上一行", "Previous line")),
    Action("first", "move", "g,home", Phrase("到开头", "To the beginning")),
    Action("last", "move", "G,end", Phrase("到末尾", "To the end")),
    Action("half_down", "move", "ctrl+d", Phrase("下半页", "Half a page down")),
    Action("half_up", "move", "ctrl+u", Phrase("上半页", "Half a page up")),
    Action("page_down", "move", "space,pagedown", Phrase("下一页", "Page down"), Phrase("翻页", "page")),
    Action("page_up", "move", "b,pageup", Phrase("上一页", "Page up")),
    Action("open", "move", "enter", Phrase("打开", "Open"), Phrase("打开", "open")),
    Action("table_left", "move", "<", Phrase("宽表左移", "Wide table to the left")),
    Action("table_right", "move", ">", Phrase("宽表右移", "Wide table to the right")),
    Action("next_unread", "articles", "n", Phrase("下一篇未读", "Next unread"), Phrase("下篇未读", "next unread")),
    Action("previous_unread", "articles", "p", Phrase("上一篇未读", "Previous unread")),
    Action("next_article", "articles", "J", Phrase("下一篇文章", "Next article"), Phrase("下一篇", "next")),
    Action("previous_article", "articles", "K", Phrase("上一篇文章", "Previous article")),
    Action("read", "articles", "u", Phrase("标为已读或未读", "Mark as read or unread"), Phrase("已读", "read")),
    Action("star", "articles", "f", Phrase("收藏或取消收藏", "Star or unstar"), Phrase("收藏", "star")),
    Action("later", "articles", "L", Phrase("稍后读或取消", "Read later or not"), Phrase("稍后读", "later")),
    Action("browser", "articles", "o", Phrase("用浏览器打开", "Open in the browser"), Phrase("浏览器", "browser")),
    Action("qr", "articles", "O", Phrase("链接的二维码，手机扫", "The link as a QR code, for a phone")),
    Action(
        "copy_link",
        "articles",
        "y",
        Phrase("复制选中的，或链接", "Copy what is selected, or the link"),
        Phrase("复制", "copy"),
    ),
    Action(
        "copy_markdown",
        "articles",
        "Y",
        Phrase("复制选中的或全文（Markdown）", "Copy that or all as Markdown"),
        Phrase("Markdown", "Markdown"),
    ),
    Action(
        "copy_citation",
        "articles",
        "c",
        Phrase("复制引文（GB/T 7714）", "Copy the citation (GB/T 7714)"),
        Phrase("引文", "cite"),
    ),
    Action(
        "export",
        "articles",
        "e",
        Phrase("导出：电子书、网页、表格等", "Export: a book, a page, a table"),
        Phrase("导出", "export"),
    ),
    Action("pipe", "articles", "|", Phrase("交给自己的命令", "Hand to a command of yours")),
    Action("take", "articles", "s", Phrase("存到本地，或看进度", "Take offline, or how far"), Phrase("存下来", "keep")),
    Action("undo", "articles", "U", Phrase("撤销标记", "Undo a mark"), Phrase("撤销", "undo")),
    Action("redo", "articles", "ctrl+r", Phrase("重做标记", "Redo a mark"), Phrase("重做", "redo")),
    Action("journal", "articles", "H", Phrase("标记的记录，可撤销到某一步", "What was marked; undo down to a step")),
    Action(
        "links",
        "reading",
        ";",
        Phrase("按编号打开链接或附件", "Open a link or file by number"),
        Phrase("链接", "links"),
    ),
    Action(
        "picture", "reading", "i", Phrase("全屏看图片", "A picture as large as the screen"), Phrase("图片", "picture")
    ),
    Action("auto_scroll", "reading", "a", Phrase("自动滚动", "Scroll by itself"), Phrase("停止", "stop")),
    Action("faster", "reading", "+", Phrase("自动滚动加快", "Scroll faster"), Phrase("加快", "faster")),
    Action("slower", "reading", "-", Phrase("自动滚动放慢", "Scroll slower"), Phrase("放慢", "slower")),
    Action("script", "reading", "t", Phrase("原文、简体、繁体", "As written, Simplified, Traditional")),
    Action("differences", "reading", "D", Phrase("与修订前比较", "Compare with the former version")),
    Action("find", "finding", "/,ctrl+f", Phrase("在文中查找", "Find in the article"), Phrase("查找", "find")),
    Action("next_match", "finding", "n", Phrase("下一处匹配", "Next match"), Phrase("下一处", "next")),
    Action("previous_match", "finding", "N", Phrase("上一处匹配", "Previous match"), Phrase("上一处", "previous")),
    Action("refresh", "listing", "r,f5", Phrase("刷新这里", "Refresh here"), Phrase("刷新", "refresh")),
    Action("refresh_all", "listing", "R", Phrase("刷新全部栏目", "Refresh all categories"), Phrase("全部刷新", "all")),
    Action("older", "listing", "]", Phrase("取更早的文章", "Fetch older articles")),
    Action("newest", "listing", "[", Phrase("回到最新的文章", "Back to the newest")),
    Action("search", "listing", "/,f3", Phrase("搜索本地文章", "Search the library"), Phrase("搜索", "search")),
    Action("search_site", "listing", "w", Phrase("再到网站上找", "Ask the site's own search too")),
    Action("save_search", "listing", "S", Phrase("关注这个搜索，或改名", "Keep this search, or rename it")),
    Action("remove_search", "listing", "delete", Phrase("不再关注这个搜索", "Keep this search no longer")),
    Action("search_up", "listing", "shift+up", Phrase("关注的搜索上移", "Kept search further up")),
    Action("search_down", "listing", "shift+down", Phrase("关注的搜索下移", "Kept search further down")),
    Action(
        "filter",
        "listing",
        "F",
        Phrase("筛选标题（汉字或拼音）", "Filter by title (or pinyin)"),
        Phrase("筛选", "filter"),
    ),
    Action("unread_only", "listing", ".", Phrase("只看未读，或全部", "Unread only, or all")),
    Action("sort", "listing", "comma", Phrase("换排序：网站、日期、未读、标题", "Sort: site, date, unread, title")),
    Action("read_all", "listing", "A", Phrase("全部标为已读", "Mark all as read"), Phrase("全部已读", "all read")),
    Action("statistics", "listing", "#", Phrase("统计：篇数、读过的、搜到的", "Statistics, of a search too")),
    Action(
        "choose", "choosing", "v", Phrase("选定这一篇，或取消", "Choose this one, or not"), Phrase("选定", "choose")
    ),
    Action("choose_on", "choosing", "space", Phrase("选定并到下一篇", "Choose, and on"), Phrase("选定", "choose")),
    Action(
        "choose_all", "choosing", "V", Phrase("选定列表的全部，或取消", "Choose all, or none"), Phrase("全选", "all")
    ),
    Action("paragraphs", "noting", "v", Phrase("选段落：复制、引文、划线", "Choose paragraphs")),
    Action(
        "note",
        "noting",
        "m",
        Phrase("写笔记；有选中的就划线", "Note, or mark the selection"),
        Phrase("笔记", "note"),
    ),
    Action("note_article", "noting", "E", Phrase("给整篇文章写笔记", "Note on the whole article")),
    Action("notes", "noting", "M", Phrase("全部笔记和划线", "All notes and marks")),
    Action("colour", "marking", "C", Phrase("划线，或换颜色", "Mark, or turn the colour"), Phrase("颜色", "colour")),
    Action("extend_down", "marking", "shift+down", Phrase("多选下一段", "One paragraph more")),
    Action("extend_up", "marking", "shift+up", Phrase("多选上一段", "One paragraph more above")),
    Action(
        "remove_note",
        "marking",
        "delete",
        Phrase("删除笔记或划线", "Delete a note or a mark"),
        Phrase("删除", "delete"),
    ),
    Action("pause", "taking", "p", Phrase("暂停或继续缓存", "Pause or go on"), Phrase("暂停/继续", "pause, go on")),
    Action("cancel", "taking", "x", Phrase("停止缓存", "Stop taking offline"), Phrase("停止", "stop")),
    Action("left", "panes", "h,left", Phrase("左边的窗格", "Pane to the left"), Phrase("栏目", "categories")),
    Action("right", "panes", "l,right", Phrase("右边的窗格", "Pane to the right")),
    Action("next_pane", "panes", "tab", Phrase("下一个窗格", "Next pane")),
    Action("previous_pane", "panes", "shift+tab", Phrase("上一个窗格", "Previous pane")),
    Action("sidebar", "panes", "1", Phrase("栏目窗格", "The categories")),
    Action("list", "panes", "2", Phrase("文章列表窗格", "The list")),
    Action("reader", "panes", "3", Phrase("正文窗格", "The article")),
    Action("leave", "panes", "q", Phrase("返回，在最前面则退出", "Back, and out at last"), Phrase("返回", "back")),
    Action("back", "panes", "escape", Phrase("返回，先结束查找", "Back, first out of a search"), Phrase("结束", "end")),
    Action("zen", "panes", "z", Phrase("只看正文", "Nothing but the article")),
    Action("help", "app", "?,f1", Phrase("按键一览", "All keys"), Phrase("帮助", "help")),
    Action("palette", "app", ":,ctrl+p,f2", Phrase("命令面板", "Commands")),
    Action("theme", "app", "T", Phrase("换主题", "Next theme")),
    Action("demo", "app", "f9", Phrase("换到演示网站，或回来", "To the demo site, or back")),
    Action("suspend", "app", "ctrl+z", Phrase("挂起到后台", "Suspend to the shell")),
    Action("quit", "app", "Q", Phrase("退出", "Quit")),
)
BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

HINTS: dict[Pane | Aid, tuple[str, ...]] = {
    "sidebar": ("open", "search", "refresh", "take", "refresh_all", "read_all"),
    "list": (
        "open",
        "search",
        "next_unread",
        "read",
        "star",
        "filter",
        "refresh",
        "left",
        "take",
        "later",
        "copy_citation",
        "choose",
    ),
    "reader": ("leave", "page_down", "next_article", "star", "find", "browser", "later", "copy_citation", "picture"),
    "choosing": ("choose_on", "read", "star", "back", "choose_all", "take", "export"),
    "marking": ("note", "colour", "copy_citation", "copy_link", "copy_markdown", "back"),
    "finding": ("next_match", "previous_match", "back", "find"),
    "links": ("open", "back"),
    "rolling": ("auto_scroll", "faster", "slower"),
    "taking": ("pause", "cancel", "leave"),
    "asking": ("open", "leave", "page_down"),
    "journal": ("undo", "redo", "leave"),
    "noted": ("open", "note", "colour", "remove_note", "undo", "leave"),
    "counting": ("leave", "page_down"),
    "comparing": ("leave", "next_match", "previous_match", "page_down"),
}
"""The most useful actions of each pane and each aid, in the order in which they give way on a narrow screen.

The help is not among them: it stands at the right, always.
"""


def given_keys(base: Mapping[str, tuple[str, ...]], given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Give the keys of actions with some given to them: these are taken from all others that have them.

    What is named that is no action is passed over.
    """
    chosen = {name: split_keys(keys) for name, keys in given.items() if name in base}
    taken = {key for keys in chosen.values() for key in keys}
    return {
        name: chosen[name] if name in chosen else tuple(key for key in keys if key not in taken)
        for name, keys in base.items()
    }


def split_keys(keys: str) -> tuple[str, ...]:
    """Give the keys in a text that parts them by commas."""
    return tuple(key.strip() for key in keys.split(",") if key.strip())
