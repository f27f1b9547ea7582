"""What answered: the site's own kinds of pages, and every kind of stranger with its sentence."""

from __future__ import annotations

import pytest

from achie_tui.language import Phrase
from achie_tui.parse.guard import refusal
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.view import Listed
from tests.parse.reading import CRUMBS, PATH, READER, TEXT, article_html, read

MESSAGE = (
    "<html><head><title>DedeCMS提示信息</title></head><body><script>document.write('<div>DedeCMS 提示信息！</div>');"
    "document.write(\"<div>这篇文章还在{等}编辑点头，请过几天再来！</div>\");document.write('如果你的浏览器没反应，请点击这里');"
    "</script></body></html>"
)
FAILED_QUERY = (
    "<html><head><title>DedeCMS Error Warning!</title></head><body><h3>DedeCMS Error Warning!</h3>"
    "<a href='http://bbs.dedecms.com'>Technical Support</a><div>Error page: <font>/plus/list.php?tid=3&PageNo=2"
    "</font></div><div>Error infos: Execute Query False!</div></body></html>"
)
STRANGERS = {
    "message": [MESSAGE],
    "challenge": [
        "<script>document.cookie='__jsl_clearance=1';location.href=location.href</script>",
        "<html><script>var arg1='A';function setCookie(){document.cookie='acw_sc__v2='+arg1}</script></html>",
        "<title>Just a moment...</title><div id=challenge-platform></div>",
    ],
    "firewall": [
        "<title>405</title><img src='https://errors.aliyun.com/images/405.png'>",
        "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>",
        "<div class=safedog-flow-item>拦截</div>",
    ],
    "parked": [
        "<h1>该域名正在出售</h1>",
        "<p>该网站暂时无法访问，因为它尚未备案</p>",
        "<title>This domain is for sale</title>",
    ],
    "portal": ["<form action=/login><input name=u><input name=p type='password'></form>", "<h1>上网认证</h1>"],
    "gone": ["<title>404 Not Found</title><h1>404</h1>", "<p>抱歉，您访问的页面不存在</p>"],
    "failure": [
        "MySQL server has gone away",
        "<h1>Error</h1><p>Too many connections</p>",
        "<b>Warning</b>: mysqli_connect(): (HY000/2002): Can't connect to local MySQL server in /dedesqli.class.php",
        "Lost connection to MySQL server during query",
        FAILED_QUERY,
        "DedeCms错误警告：<font color='red'>连接数据库失败，可能数据库密码不对或数据库服务器出错！</font>",
    ],
    "blank": ["", "<html></html>", "document.write('7692');", "<script src=a.js></script>"],
    "foreign": [
        f"<html><title>别的网站</title><p>{TEXT}</p></html>",
        f"<p>{TEXT * 8}</p><p>屏幕上只有一行字：MySQL server has gone away。</p>",
        f"<p>Too many connections</p>{f'<p>{TEXT}</p>' * 200}",
    ],
}
CASES = [(kind, html) for kind, pages in STRANGERS.items() for html in pages]


@pytest.mark.parametrize(("kind", "html"), CASES)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_strangers_are_told_apart(kind: str, html: str, encoding: str) -> None:
    raw = html.encode(encoding)
    assert READER.kind(raw) == kind
    for answer in (READER.article(raw, PATH), READER.listing(raw, "/news/gxq/"), READER.links(raw, "/news/")):
        assert isinstance(answer, Stranger)
        assert answer.kind == kind
        assert answer.phrase.say("zh")
        assert answer.phrase.say("en")


def test_the_engines_own_words_are_said() -> None:
    stranger = READER.article(MESSAGE.encode(), PATH)
    assert isinstance(stranger, Stranger)
    assert stranger.phrase.zh == "网站提示：这篇文章还在等编辑点头，请过几天再来"


_HEADING = "<div style='width:450px'><b>DedeCMS 提示信息！</b></div>"
_ONWARD = "<br /><a href='javascript:history.go(-1);'>如果你的浏览器没反应，请点击这里...</a><br/></div>"
WRITTEN = {
    "in a string of its own": (
        f'document.write("{_HEADING}");document.write("稿件还在排队。请明天再看！");document.write("{_ONWARD}");',
        "稿件还在排队。请明天再看",
    ),
    "in one string": (f'document.write("{_HEADING}<div>稿件还在排队{_ONWARD}");', "稿件还在排队"),
    "within single quotes": (
        "document.write('<b>DedeCMS 提示信息！</b>');document.write('稿件还在排队');",
        "稿件还在排队",
    ),
    "in several strings": (
        "document.write('稿件<font color=red>还在</font>');document.write('排队，<br/>请等。');",
        "稿件还在排队， 请等",
    ),
    "with escapes": (
        f'document.write("{_HEADING}");document.writeln("他说\\"还在排队\\"，\\n不\\/急&nbsp;&mdash;&amp;");',
        '他说"还在排队"， 不/急 —&',
    ),
    "that quotes what heads it": ('document.write("没有提示信息可看");', "没有提示信息可看"),
    "in a window": ('alert("稿件还在排队！");', "稿件还在排队"),
}


def message_of(body: str) -> Phrase:
    stranger = READER.article(f"<html><head><title>DedeCMS提示信息</title></head><body>{body}".encode(), PATH)
    assert isinstance(stranger, Stranger)
    assert stranger.kind == "message"
    return stranger.phrase


@pytest.mark.parametrize(("script", "words"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_message_is_told_whole_however_it_is_written(script: str, words: str) -> None:
    assert (
        message_of(f"<center><script>var pgo=0;\n{script}</script></center></body></html>").zh == f"网站提示：{words}"
    )


def test_a_message_that_stands_in_the_page_is_told() -> None:
    body = f"<script>document.write('7')</script><p>某站</p>{_HEADING}<div>稿件&ldquo;还在&rdquo;排队！{_ONWARD}"
    assert message_of(body) == ("网站提示：稿件“还在”排队", "The site says: 稿件“还在”排队")
    long = message_of(f"<p>{TEXT * 500}</p>")
    assert len(long.zh) < 400
    assert long.zh.endswith("…")


@pytest.mark.parametrize("body", ["", _HEADING, f'<script>document.write("{_HEADING}{_ONWARD}")</script>'])
def test_a_message_that_cannot_be_made_out_is_told_as_such(body: str) -> None:
    phrase = message_of(body)
    assert "?" not in phrase.zh + phrase.en
    assert "读不出" in phrase.zh
    assert "could not be made out" in phrase.en


@pytest.mark.parametrize(
    ("status", "kind"), [(404, "gone"), (410, "gone"), (403, "firewall"), (405, "firewall"), (521, "challenge")]
)
def test_the_status_counts_where_the_page_says_nothing(status: int, kind: str) -> None:
    assert READER.kind(f"<p>{TEXT}</p>".encode(), status=status) == kind


@pytest.mark.parametrize("status", [200, 403, 405, 521])
def test_the_sites_own_marks_count_more_than_signatures(status: int) -> None:
    body = f"<p>{TEXT}</p><p>域名正在出售、网站防火墙、404 not found、__jsl_clearance</p><input type='password'>"
    assert READER.kind(article_html(body).encode(), status=status) == "article"


def test_the_sites_own_kinds() -> None:
    listing = f"<title>高新区新闻</title>{CRUMBS}<ul><li>一则</li></ul>共 <b>2</b>页<b>5</b>条"
    assert READER.kind(listing.encode()) == "listing"
    assert READER.kind(f"{CRUMBS}<p>封面</p>".encode()) == "listing"
    assert READER.kind("<title>搜索：园区</title><p>没有找到</p>".encode()) == "search"
    assert READER.kind(b"<a href='/plus/search.php?q=x&PageNo=2'>2</a>") == "search"
    assert READER.kind(f"<h1>一篇</h1><p>来源：本站 日期：2025-09-25</p><p>{TEXT}</p>".encode()) == "article"


@pytest.mark.parametrize("error", ["MySQL server has gone away", "DedeCms Error", "数据库连接失败"])
def test_an_article_on_errors_of_databases_is_one(error: str) -> None:
    for html in (
        article_html(f"<p>{error}</p><p>{TEXT}</p>", title=f"{error}怎么办"),
        article_html(f"<p>{error}</p><p>{TEXT}</p>", crumbs="", title=f"{error}怎么办"),
        article_html(f"<p>{error}</p>{f'<p>{TEXT}</p>' * 300}"),
    ):
        assert READER.kind(html.encode()) == "article"
        assert error in str(read(html).blocks)
    bare = f"<title>{error}怎么办</title><h1>{error}怎么办</h1><p>{TEXT}</p>".encode()
    assert not isinstance(READER.article(bare, PATH, listed=Listed((f"{error}怎么办",))), Stranger), "lists call it so"


DANGEROUS = {
    "deep": "<div>" * 100_000,
    "deep, closed at the end": "<div>" * 2_000 + "</div>" * 2_000,
    "unclosed formatting": "".join(f"<b n{n}><i n{n}>" for n in range(1_500)),
    "formatting opened again": "".join(f"<b {n}>" for n in range(250)) + "<p>x" * 5_000,
    "closing tags first": "</b>" * 5_000 + "".join(f"<b {n}>" for n in range(300)),
    "attributes": f"<div {' '.join(f'a{n}=1' for n in range(30_000))}>",
    "attributes with brackets": "<div " + " ".join(f"a{n}='>'" for n in range(30_000)) + ">",
    "attributes without blanks": f"<div {'/'.join(f'a{n}' for n in range(30_000))}>",
    "options": "<select>" + "<option>x" * 16_000,
    "tags": "<p>x" * 200_000,
    "ends of paragraphs": "<p><div></p></div>" * 45_000,
    "breaks": "</br>" * 130_000,
}


@pytest.mark.parametrize("shape", DANGEROUS)
def test_dangerous_shapes_are_refused(shape: str) -> None:
    refused = refusal(DANGEROUS[shape])
    assert refused is not None
    assert ("too many elements" in refused.phrase.say("en")) == (shape in {"tags", "ends of paragraphs", "breaks"})
    assert READER.kind(DANGEROUS[shape].encode()) == "malformed"


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p>" * 20_000,
        "<p>段落<b>文</b>字</p>\n" * 45_000,
        "<table>" + "<tr><td>1</td><td>2</td></tr>\n" * 20_000 + "</table>",
        "<table>" + ("<tr>" + "<td>文字</td>" * 3_000 + "</tr>") * 21 + "</table>",
        "<li>x" * 20_000,
        "<b>x</b>" * 20_000,
        "<div>" * 400 + "</div>" * 400,
        "<table>" + "<tr><td>x" * 10_000,
        f"<img src='data:image/png;base64,{'A/=' * 300_000}'>",
        "<script>" + "for(i=0;i<n;i++){a = b; c = d}\n" * 3_000 + "</script>",
        "字 " * 200_000,
    ],
)
def test_large_but_ordinary_pages_are_not(html: str) -> None:
    assert refusal(html) is None
