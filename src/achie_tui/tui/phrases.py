"""What the main screen says.

No character here may be of ambiguous width: the chrome must stand straight in every terminal.
"""

from achie_tui.language import Language, Phrase

# The masthead.
CACHED = Phrase("已缓存 {cached:,} 篇", "{cached:,} kept")
UPDATED = Phrase("{time} 更新", "updated {time}")
REFRESHING = Phrase("正在刷新", "refreshing")
OFFLINE = Phrase("离线", "offline")
TAKING = Phrase("正在存到本地", "taking offline")

CATEGORIES = Phrase("栏目", "Categories")
ONCE_MORE = Phrase(
    "到末尾了，再按一次 {page_down} 读下一篇未读", "This is the end; {page_down} once more opens the next unread"
)
LEGEND = Phrase("未读/全部", "unread/all")

# Between what is new in a list and what was there at the last visit.
SEEN_BEFORE = Phrase("上次看到这里", "seen before")

# The months and the years of a list.
MONTH = Phrase("{year}年{month}月", "{month} {year}")
YEAR = Phrase("{year}年", "{year}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_words(period: str, language: Language) -> str:
    """Put a month (`YYYY-MM`) or a year (`YYYY`) into words."""
    year, _, month = period.partition("-")
    number = int(month or 0)
    if not 1 <= number <= len(_MONTHS):
        return YEAR.say(language, year=year)
    return MONTH.say(language, year=year, month=number if language == "zh" else _MONTHS[number - 1])


# An empty list.
DEMO = Phrase("演示", "demo")
FETCHING = Phrase("正在获取文章，请稍候", "Fetching the articles")
FIRST_LOOK = Phrase("第一次使用：正在取得栏目目录，请稍候", "First start: discovering the categories")
FIRST_LOOK_OFFLINE = Phrase(
    "本地还没有文章，又处于离线。\n\n请去掉 --offline 启动一次，\n读过的文章以后离线也能看。",
    "Nothing is kept here yet,\nand the app is offline.\n\nStart it once without\n--offline; what you read\n"
    "then stays readable offline.",
)
FIRST_LOOK_FAILED = Phrase(
    "本地还没有任何文章。\n\n{sentence}\n\n按 {refresh} 再试，按 {quit} 退出。",
    "Nothing is kept here yet.\n\n{sentence}\n\n{refresh} tries again, {quit} quits.",
)
WITHOUT_SITE = Phrase(
    "没有网络也能先试用自带的演示网站：\n按 {demo} 过去，再按就回来\n\n网址和代理写在配置文件里：\n{file}",
    "A built-in demo site needs no network:\n{demo} leads there, and back\n\nAddress and proxy stand in\n{file}",
)
NOTHING_KEPT = Phrase(
    "本地还没有这个栏目的文章，联网后按 {refresh} 获取。", "Nothing of this category is kept; {refresh} fetches it."
)
NO_ARTICLES = Phrase("这里还没有文章。", "There are no articles here.")
NO_NEW = Phrase("上次来过之后，还没有新文章。", "Nothing has come since your last visit.")
NO_BEGUN = Phrase("没有读到一半的文章。", "No article is begun and not finished.")
NO_UNREAD = Phrase("全部读完了。", "All is read.")
NO_STARRED = Phrase("还没有收藏的文章，按 {star} 收藏。", "Nothing is starred yet; {star} stars an article.")
NO_LATER = Phrase(
    "还没有稍后读的文章，按 {later} 加入。", "Nothing is to be read later yet; {later} puts an article here."
)

NO_MATCH = Phrase(
    "没有标题含“{text}”的文章，按 {back} 取消筛选。", "No title matches “{text}”; {back} ends the filter."
)
NO_UNREAD_HERE = Phrase(
    "这里没有未读的文章，按 {unread_only} 显示全部。", "Nothing is unread here; {unread_only} shows all."
)

# The list, narrowed and sorted.
FILTER_WHAT = Phrase(
    "筛选标题：汉字、拼音或首字母，回车保留，Esc 取消", "Filter by title or pinyin; Enter keeps, Esc ends"
)
SEARCH_WHAT = Phrase(
    "搜索本地文章；Tab 换范围，↑ 旧的搜索，回车看结果，Esc 返回",
    "Search the library; Tab turns the scope, Up recalls, Enter keeps, Esc ends",
)
SEARCHED = Phrase("搜索：{text}", "Search: {text}")
SEARCHED_EVERYWHERE = Phrase("全部文章", "everything")
SEARCH_HITS = Phrase("{total:,} 篇", "{total:,} found")
SEARCH_HITS_ABOUT = Phrase("至多 {total:,} 篇", "at most {total:,} found")
NOTHING_FOUND = Phrase(
    "本地没有找到“{text}”。\n\n按 {search_site} 再到网站上找；按 {search} 改一改，Esc 回到原处。",
    "The library has nothing for “{text}”.\n\n{search_site} asks the site; {search} changes it, Esc goes back.",
)
STILL_FINDING = Phrase("其余的还在找，稍等再按", "The others are still looked for; press it again in a moment")
NOTHING_FOUND_YET = Phrase(
    "本地没有找到“{text}”。\n\n回车后按 {search_site} 再到网站上找；Esc 回到原处。",
    "The library has nothing for “{text}”.\n\nEnter, then {search_site}, asks the site; Esc goes back.",
)
ADDRESS_TYPED = Phrase("这是一篇文章的网址，按 Enter 打开。", "This is an article's address: Enter opens it.")
ADDRESS_ELSEWHERE = Phrase("这不是本站文章的网址。", "This is no address of an article of this site.")
ENTER_OPENS = Phrase("回车打开", "Enter opens it")
INDEXING = Phrase("正在编索引，还有 {left:,} 篇", "indexing, {left:,} left")
WATCHED = Phrase("已存为关注：{name}，再按 {save_search} 改名", "Kept as a view: {name}; {save_search} renames it")
WATCHED_WIDER = Phrase(
    "已存为关注：{name}，在全部文章里找（“{scope}”存不进去）",
    "Kept as a view: {name}, of everything: “{scope}” cannot be kept",
)
WATCHED_NEW = Phrase("关注“{name}”有 {new} 篇新文章", "“{name}”: {new} new")
UNWATCHED = Phrase("不再关注：{name}。按 {undo} 找回来", "Kept no longer: {name}; {undo} brings it back")
NOT_WATCHED = Phrase("先在左边选一个关注的搜索", "Choose a search that is kept first")
NAME_WHAT = Phrase("给这个搜索起个名字，回车确定", "A name for this search; Enter takes it")
WATCH_WORDS = Phrase("关注", "Kept searches")
NOT_SEARCHING = Phrase("先按 {search} 搜索", "Press {search} to search first")
CHOSEN = Phrase("已选 {chosen:,} 篇", "{chosen:,} chosen")
CHOOSE_IN_LIST = Phrase("到文章列表里才能选", "Articles are chosen in the list")
FILTERED = Phrase("“{text}” {shown:,}/{all:,}", "“{text}” {shown:,}/{all:,}")
UNREAD_ONLY = Phrase("只看未读", "unread only")
ALL_SHOWN = Phrase("已读的也显示", "read ones too")
SORTED = Phrase("排序：{order}", "sorted {order}")

# The reader.
WELCOME = Phrase("按 {open} 打开。", "{open} opens it.")
OPENING = Phrase("正在打开，请稍候", "Opening")
WAITED = Phrase("已等 {seconds} 秒，按 {leave} 返回。", "{seconds} seconds so far; {leave} goes back.")
WHAT_NOW = Phrase(
    "按 {refresh} 再试，按 {browser} 用浏览器打开。", "{refresh} tries again, {browser} opens the browser."
)
NOTHING_OPEN = Phrase("先打开一篇文章", "Open an article first")

# Notes.
NOTE_WHAT = Phrase("写笔记（#标签 也行），回车保存，Esc 取消", "A note, #tags too; Enter saves, Esc leaves it")
NOTE_ON_PASSAGE = Phrase(
    "给选中的一段写笔记，直接回车只划线，Esc 取消", "A note on the passage; Enter alone marks it, Esc leaves it"
)
MARK_PASSAGE = Phrase(
    "写笔记，直接回车只划线，Tab 换颜色，Esc 取消",
    "A note; Enter alone marks the passage, Tab turns the colour, Esc leaves it",
)
MARKED_PASSAGE = Phrase("已划线，按 {undo} 撤销", "The passage is marked; {undo} undoes it")
NOTED = Phrase("笔记已保存，按 {undo} 撤销", "The note is saved; {undo} undoes it")
NOTE_DELETED = Phrase("笔记已删除，按 {undo} 撤销", "The note is deleted; {undo} undoes it")
MARKED_IN = Phrase(
    "已划成{name}，按 {colour} 换颜色，{undo} 撤销", "Marked in {name}; {colour} turns the colour, {undo} undoes it"
)
IN_NOTE = Phrase("笔记：", "Note: ")
NOTE_UNCHANGED = Phrase("笔记没有改动", "The note is as it was")
CHOOSING_PARAGRAPHS = Phrase("选了 {paragraphs} 段", "{paragraphs} chosen")

# Pictures.
PICTURE_ELSEWHERE = Phrase(
    "图片在站外 {host}，按 {links} 打开链接", "This picture is on another site, {host}; {links} opens links"
)
PICTURES_OFF = Phrase("这个终端不显示图片", "This terminal shows no pictures")
NOT_ON_SITE = Phrase("，另有 {count:,} 张网站上没有", ", {count:,} more are not on the site")
NO_PICTURES = Phrase("这篇文章没有图片", "This article has no pictures")

# Reading aids.
FIND_WHAT = Phrase("在文中查找，回车保留，Esc 结束", "Find in the article; Enter keeps, Esc ends")
NONE_FOUND = Phrase("没有", "none")
NOT_FOUND = Phrase("文中没有“{query}”", "The article does not contain “{query}”")
NOT_FINDING = Phrase("按 {find} 在文中查找", "{find} finds in the article")
FOUND = Phrase("查找 {count}", "found {count}")
LINKS = Phrase("编号 {typed}，共 {links} 个链接", "link {typed} of {links}")
NO_LINKS = Phrase("这里没有链接", "There are no links here")
ROLLING = Phrase("自动 {pace:g} 行/秒", "{pace:g} lines/s")
PACE = Phrase("自动滚动每秒 {pace:g} 行，按 {auto_scroll} 开始", "{pace:g} lines a second; {auto_scroll} starts")
AT_END = Phrase("已到文章末尾", "This is the end of the article")
SCRIPTS = {
    "original": Phrase("按原文显示", "Shown as written"),
    "simplified": Phrase("用简体字显示", "Shown in Simplified characters"),
    "traditional": Phrase("用繁体字显示", "Shown in Traditional characters"),
}

# The question before a sync.
START, LEAVE = Phrase("开始", "start"), Phrase("不要", "no")

# What was done.
SYNC_STOPPED = Phrase("已停止，下次从这里继续", "Stopped; the next time goes on from here")
NEW = Phrase("新增 {new} 篇", "{new} new")
NOTHING_NEW = Phrase("没有新文章", "Nothing new")
NOTHING_NEW_IN_IT = Phrase("这篇文章没有变化", "Nothing new in this article")
OLDER = Phrase("取到更早的 {new} 篇", "{new} older ones fetched")
NO_OLDER = Phrase("没有更早的文章了", "There are no older articles")
OLDER_WHERE = Phrase("选定一个栏目后，才能取更早的文章", "Choose a category to fetch older articles")
MARKED_READ = Phrase("已标为已读", "Marked as read")
MARKED_UNREAD = Phrase("已标为未读", "Marked as unread")
ALL_READ = Phrase("{articles} 篇已标为已读，按 {undo} 撤销", "{articles} marked as read; {undo} undoes it")
STARRED = Phrase("已收藏", "Starred")
UNSTARRED = Phrase("已取消收藏", "No longer starred")
LATER = Phrase("已加入稍后读", "To be read later")
NOT_LATER = Phrase("已移出稍后读", "No longer to be read later")
NO_MORE_UNREAD = Phrase("没有未读的文章了", "No unread articles are left")
NONE_UNREAD_BELOW = Phrase(
    "这个列表往下没有未读的了，全部还有 {unread:,} 篇未读", "Nothing unread below in this list; {unread:,} are in all"
)
NONE_UNREAD_ABOVE = Phrase(
    "这个列表往上没有未读的了，全部还有 {unread:,} 篇未读", "Nothing unread above in this list; {unread:,} are in all"
)
LAST_ARTICLE = Phrase("已是最后一篇", "This is the last article")
FIRST_ARTICLE = Phrase("已是第一篇", "This is the first article")
COPIED = Phrase("已复制 {url}", "Copied {url}")
COPIED_MARKDOWN = Phrase("已复制全文（Markdown）", "Copied the article as Markdown")
COPIED_PART_MARKDOWN = Phrase("已复制选中的部分（Markdown）", "Copied what is selected as Markdown")
COPIED_QUOTATION = Phrase("已复制引文和出处（GB/T 7714）", "Copied the quotation with its source (GB/T 7714)")
COPIED_CITATION = Phrase("已复制引文：{citation}", "Copied the citation: {citation}")
COPIED_ADDRESS = Phrase("已复制邮箱地址 {address}", "Copied the mail address {address}")
COPIED_LINKS = Phrase("已复制 {links:,} 个链接", "Copied {links:,} links")
COPIED_TEXTS = Phrase(
    "已复制 {articles:,} 篇全文（Markdown）{missing}", "Copied {articles:,} articles as Markdown{missing}"
)
COPIED_CITATIONS = Phrase(
    "已复制 {articles:,} 篇的引文（GB/T 7714）{missing}", "Copied {articles:,} citations (GB/T 7714){missing}"
)
LEFT_OUT = Phrase("，另有 {articles:,} 篇还没有取到", "; {articles:,} more are not here yet")
NONE_KEPT = Phrase(
    "选定的文章都还没有取到，按 {take} 取来",
    "None of the chosen articles is here yet; {take} fetches them",
)
NOT_COPIED = Phrase("终端不转发复制，链接是 {url}", "The terminal passes no copies on; the link is {url}")
NOT_COPIED_FILE = Phrase("终端不转发复制，写在了 {file}", "The terminal passes no copies on; it is in {file}")
NOT_COPIED_NOWHERE = Phrase(
    "终端不转发复制，也写不进数据目录，没有复制",
    "Not copied: the terminal passes it not on, and the data directory cannot be written",
)
NOT_COPIED_CITATION = Phrase("终端不转发复制，引文：{citation}", "The terminal passes no copies on: {citation}")
NOT_KEPT = Phrase("这篇文章还没有取到，先打开它", "This article is not here yet; open it first")
IN_BROWSER = Phrase("已交给浏览器：{url}", "Given to the browser: {url}")
NO_BROWSER = Phrase("没有可用的浏览器，链接是 {url}", "There is no browser here; the link is {url}")
BAD_LINK = Phrase("这个链接不安全，未打开", "This link is not safe and was not opened")
NOTHING_CHOSEN = Phrase("先选一篇文章", "Choose an article first")
THEME = Phrase("主题：{theme}", "Theme: {theme}")
QUIT_HOW = Phrase("按 {quit} 退出", "{quit} quits")
NO_SUCH_THEME = Phrase("没有主题“{theme}”", "No theme is called “{theme}”")
NO_SUCH_KEYS = Phrase("配置中的按键名不存在：{names}", "The configuration names unknown actions: {names}")

TOO_SMALL = Phrase("窗口太小，至少要 40 列 10 行", "Too small: 40 columns and 10 rows at least")
