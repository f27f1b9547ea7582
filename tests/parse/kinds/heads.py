"""Shapes of article pages whose head or end is made in a way of its own: by kind, then by how the template does it.

Places in braces are filled by `pages.fill`.
"""

from __future__ import annotations

# Neither breadcrumb nor label: a title, and under it a source and a time.
UNLABELLED = {
    "spans in a box": (
        '<div class="news"><div class="hd"><h1>{title}</h1><span>{source}</span> <span>{date} 10:20</span></div>'
        '<div class="line"></div><div class="bd">{text}</div></div>'
    ),
    "layout table": (
        '<table width="960"><tr><td class="bt"><b>{title}</b></td></tr><tr>'
        '<td align="center">{date} 10:20 {source}</td></tr><tr><td>{text}</td></tr></table>'
    ),
    "line with a bar": (
        '<article><h2>{title}</h2><p class="sub">{source} | {slashed} 10:20</p><section>{text}</section></article>'
    ),
    "list, written date": (
        '<div id="wz"><h1>{title}</h1><ul><li>{source}</li><li>{written} 10:20</li></ul><div>{text}</div></div>'
    ),
}
# Neither breadcrumb nor label: a word that says since when the article stands there.
POSTED = {
    "posted": '<div class="news"><h1>{title}</h1><p class="sj">发表于 {date}</p><div class="bd">{text}</div></div>',
    "posted, in a span": '<div><h2>{title}</h2><span>发布于：{written}</span></div><div class="nr">{text}</div>',
    "updated, in a table": (
        "<table><tr><td><h3>{title}</h3></td></tr><tr><td>更新于 {slashed}</td></tr></table><div>{text}</div>"
    ),
    "time element": '<article><h1>{title}</h1><time datetime="{date}">{date}</time><div>{text}</div></article>',
}
# A date alone in the box of the title.
DATE_ALONE = {
    "paragraphs": (
        '{crumbs}<div class="main"><div class="mainHead"><p class="title">{title}</p><p class="time">{date}</p></div>'
        '<div class="mainContent">{text}</div></div>'
    ),
    "header": "{crumbs}<section><header><h1>{title}</h1><span>{slashed}</span></header><div>{text}</div></section>",
    "layout table": (
        '{crumbs}<table><tr><td><h3>{title}</h3></td></tr><tr><td align="right">[{date}]</td></tr></table>'
        "<table><tr><td>{text}</td></tr></table>"
    ),
    "divs, written date": (
        '{crumbs}<div class="a"><div class="b"><div class="bt">{title}</div><div class="rq">{written}</div></div>'
        '<div class="c">{text}</div></div>'
    ),
}
# A date, someone's name and the counter, no label.
DATE_AND_COUNTER = {
    "spans": (
        '{crumbs}<div class="main"><div class="hd"><h1>{title}</h1><div class="info"><span>{date} 13:04:09</span> '
        '<span>admin</span> {counter}</div></div><div class="editor">{text}</div>'
        "<ul><li>上一篇：{previous}</li><li>下一篇：没有了</li></ul></div>"
    ),
    "one line": (
        '{crumbs}<div class="wz"><div class="top"><h2>{title}</h2><p>admin　{slashed} 13:04:09　{counter}</p></div>'
        '<div class="bottom">{text}</div></div>'
    ),
    "layout table": (
        '{crumbs}<table><tr><td colspan="3"><b>{title}</b></td></tr><tr><td>{date} 13:04:09</td><td>管理员</td>'
        "<td>{counter}</td></tr></table><table><tr><td>{text}</td></tr></table>"
    ),
    "list": (
        '{crumbs}<div class="art"><header><h3>{title}</h3><ul><li>{counter}</li><li>admin</li><li>{date} 13:04</li>'
        "</ul></header><div>{text}</div></div>"
    ),
}
# Pictures to share by, in the head, as well as the labels.
SHARE_PICTURES = {
    "list": (
        '{crumbs}<div class="page"><h2>{title}</h2><ul class="infos"><li>日期：{date} 来源：{source}</li><li>打印 分享 '
        '<a href="javascript:;"><img src="/images/qq.png"></a><a href="javascript:;"><img src="/images/weibo.png"></a>'
        '</li></ul><div class="article-body">{text}</div></div>'
    ),
    "paragraphs without words": (
        '{crumbs}<div class="wz"><h1>{title}</h1><p>发布日期：{date} 来源：{source}</p><p>'
        '<a href="javascript:void(0)"><img src="/skin/img/t1.png"></a><a href="javascript:void(0)">'
        '<img src="/skin/img/t2.png"></a></p><div class="wz-nr">{text}</div></div>'
    ),
    "named pictures": (
        '{crumbs}<div class="wz"><h3>{title}</h3><div class="ly"><span>来源：{source}</span><span>时间：{date}</span>'
        '<div class="fx">分享到 <a href="#"><img src="/images/fx/wx.gif" alt="微信" width="24"></a> <a href="#">'
        '<img src="/images/fx/kj.gif" alt="QQ空间" width="24"></a></div></div><div class="nr">{text}</div></div>'
    ),
    "layout table": (
        "{crumbs}<table><tr><td><h2>{title}</h2></td></tr><tr><td>日期：{date} 来源：{source}</td></tr><tr><td>"
        '打印 分享 <a href="javascript:;"><img src="/images/a.png"></a><a href="javascript:;">'
        '<img src="/images/b.png"></a></td></tr><tr><td>{text}</td></tr></table>'
    ),
}
# A date between the title and the text, in the element that holds both; with the time that it shows.
DATE_BEFORE_TEXT = {
    "paragraph": (
        (
            '{crumbs}<div class="right_con"><h1>{title}</h1><p class="date">{date}</p>{text}<div class="page">'
            "<p>上一篇：{previous}</p><p>下一篇：没有了</p></div></div>"
        ),
        "",
    ),
    "div, written date": ('{crumbs}<div class="con"><h2>{title}</h2><div class="sj">{written}</div>{text}</div>', ""),
    "cell with a time": (
        "{crumbs}<table><tr><td><h3>{title}</h3><span>{date} 09:15</span>{text}</td></tr></table>",
        " 09:15",
    ),
    "centred, in brackets": (
        (
            '{crumbs}<div id="n"><h1>{title}</h1><center>[{slashed}]</center>{text}'
            "<ul><li>上一篇：{previous}</li><li>下一篇：没有了</li></ul></div>"
        ),
        "",
    ),
}
_RELATED_LINK = '<a href="/news/{slug}/20210304505.html">有关的另一则</a>'
_HOT_LINK = '<a href="/news/{slug}/20210405606.html">不相干的一则热闻</a>'
# Headings of what follows a text, each with its word in English.
GLOSSED = {
    "dl": (
        '<div class="bottom"><dl><dt>相关文章<span>Related Articles</span></dt><dd>{related}</dd></dl>'
        "<dl><dt>热点关注<span>Hot</span></dt><dd>{hot}</dd></dl></div>"
    ),
    "headings": (
        "<div><h3>相关阅读 <em>RELATED</em></h3><ul><li>{related}</li></ul></div>"
        "<div><h3>推荐阅读 <em>RECOMMENDED</em></h3><ul><li>{hot}</li></ul></div>"
    ),
    "boxes": (
        '<div class="tit"><b>相关新闻</b><i>News</i></div><div class="list"><p>{related}</p></div>'
        '<div class="tit"><b>热点内容</b><i>Top 10</i></div><div class="list"><p>{hot}</p></div>'
    ),
    "layout table": (
        "<table><tr><td>相关资讯 / Related</td></tr><tr><td>{related}</td></tr></table>"
        "<table><tr><td>热门点击 / Hits</td></tr><tr><td>{hot}</td></tr></table>"
    ),
}
GLOSSED = {
    name: (
        '{crumbs}<div class="box"><h3>{title}</h3><p>发布时间：{date} 来源：{source}</p></div>'
        f'<div class="body">{{text}}</div>{end}'
    )
    .replace("{related}", _RELATED_LINK)
    .replace("{hot}", _HOT_LINK)
    for name, end in GLOSSED.items()
}
# `<title>` names the site, or nothing; the title is a heading.
SITE_IN_TITLE = {
    "address": (
        "高新院资讯网",
        (
            '{crumbs}<div class="box"><h1>{title}</h1><address>- 编辑：admin - {date} 21:54</address></div>'
            '<div class="body">{text}</div>'
        ),
    ),
    "other name": (
        "园区信息门户",
        '{crumbs}<div class="wz"><h2>{title}</h2><div>编辑：小周　{slashed} 21:54</div><div>{text}</div></div>',
    ),
    "no name": ("", '{crumbs}<div class="wz"><h1>{title}</h1><p>时间：{date} 21:54</p></div><div>{text}</div>'),
    "name in a heading of its own": (
        "高新院资讯网",
        (
            '<h1 class="logo">高新院资讯网</h1>{crumbs}<div class="wz"><h2>{title}</h2>'
            "<p>发布时间：{date} 21:54</p></div><div>{text}</div>"
        ),
    ),
    "layout table": (
        "高新院 - 首页",
        (
            "<table><tr><td>{crumbs}</td></tr><tr><td><h3>{title}</h3></td></tr><tr><td>日期：{date} 21:54</td></tr>"
            "<tr><td>{text}</td></tr></table>"
        ),
    ),
}
# The same, and the title is no heading, but the line above the labels.
TITLE_LINE = {
    "paragraph": (
        '{crumbs}<div class="list1"><p align="center" style="font-size:24px">{title}</p>'
        '<div align="center">时间：{date} 16:06:29 来源：{source}</div>{text}</div>'
    ),
    "layout table": (
        '<table><tr><td>{crumbs}</td></tr><tr><td align="center"><font size="5"><b>{title}</b></font></td></tr>'
        '<tr><td align="center">发布时间：{date} 16:06　来源：{source}</td></tr><tr><td>{text}</td></tr></table>'
    ),
    "div": (
        '{crumbs}<div class="con"><div class="bt">{title}</div><div class="ly">来源：{source} 日期：{slashed} '
        '16:06</div><div class="nr">{text}</div></div>'
    ),
    "centred": (
        '{crumbs}<div class="con"><center><span style="font-size:20px">{title}</span></center>'
        "<p>日期：{date} 16:06 点击：8</p><div>{text}</div></div>"
    ),
}
# The breadcrumb between head and text.
CRUMBS_BELOW = {
    "dl": (
        "<dl><dt><h4>时间：{date} 18:01</h4><h2>{title}</h2></dt><p>{crumbs}</p><dd>{text}"
        "<div>上一篇：{previous} 下一篇：没有了</div></dd></dl>"
    ),
    "divs": (
        '<div class="top"><h1>{title}</h1><p>发布日期：{date} 18:01</p></div>{crumbs}<div class="wz">{text}</div>'
        "{neighbours}"
    ),
    "layout table": (
        "<table><tr><td><h2>{title}</h2></td></tr><tr><td>日期:{date} 18:01</td></tr><tr><td>{crumbs}</td></tr>"
        "<tr><td>{text}</td></tr><tr><td>上一篇：{previous}</td></tr></table>"
    ),
    "labels above the title": (
        '<div class="a"><span>时间：{slashed} 18:01 来源：{source}</span><h3>{title}</h3></div><div class="b">{crumbs}'
        '</div><div class="c">{text}</div><p>上一篇：{previous}</p>'
    ),
}
# The line of labels inside the title's heading.
DATE_IN_HEADING = {
    "h1, broken line": (
        '{crumbs}<div class="com"><h1>{title}<br><span>发表于：{date} 10:31 浏览人数：{counter}</span></h1>'
        '<div id="c">{text}</div></div>'
    ),
    "h2, small": (
        '{crumbs}<div class="wz"><h2>{title}<small>发布时间：{slashed} 10:31 来源：{source}</small></h2>'
        '<div class="nr">{text}</div></div>'
    ),
    "h3, fonts": (
        '{crumbs}<div><h3><b>{title}</b><br><font size="2">时间：{date} 10:31 点击：{counter}次</font></h3></div>'
        "<div>{text}</div>"
    ),
    "layout table": (
        "{crumbs}<table><tr><td><h1><p>{title}</p><div>日期：{written} 10:31</div></h1></td></tr><tr><td>{text}</td>"
        "</tr></table>"
    ),
}
_WITH_BUTTON = (
    '{{crumbs}}<div class="detail"><h1>{{title}}</h1><div class="meta">所属分类：{{category}} 发布时间：{{date}}</div>'
    '<div class="wrap"><div class="text">{{text}}</div>{button}</div></div>'
)
# A button under the text that leads to the listing.
MORE_BUTTON = {
    "box": '<div class="bottom"><a href="/news/{slug}/">查看更多</a><div>分享到：</div></div>',
    "paragraph": '<p><a class="btn" href="/news/{slug}/">更多&gt;&gt;</a></p>',
    "list": '<ul><li><a href="/news/{slug}/">阅读更多</a></li></ul>',
    "layout table": '<table><tr><td align="right"><a href="/news/{slug}/">查看更多文章</a></td></tr></table>',
}
MORE_BUTTON = {name: _WITH_BUTTON.format(button=button) for name, button in MORE_BUTTON.items()}
_WITH_CONTENTS = (
    '{{crumbs}}<div class="t"><div>{{title}}</div><a href="/">园区</a> 日期：{{date}} 来源：{{source}} 浏览：6次</div>'
    '<div class="b">{box}<div class="c">{{text}}</div></div>'
)
# A box in front of the text that a script fills with the headings of the text.
CONTENTS_BOX = {
    "box": '<div class="well"><h3>文章目录</h3><nav><ul id="toc"></ul></nav></div>',
    "list": '<div class="toc"><p>本文目录</p><ol></ol></div>',
    "layout table": '<table class="toc"><tr><td><b>内容导航</b></td></tr><tr><td id="toc"></td></tr></table>',
    "folded": '<div class="ml"><strong>目录</strong> <a href="javascript:;">[收起]</a><div id="ml"></div></div>',
}
CONTENTS_BOX = {name: _WITH_CONTENTS.format(box=box) for name, box in CONTENTS_BOX.items()}
# The contents as the server writes them: links to the headings of the text.
WRITTEN_CONTENTS = {
    "list": (
        '<div class="well"><h3>文章目录</h3><ul><li><a href="#m1">缘起</a></li><li>'
        '<a href="#m2">经过</a></li></ul></div>'
    ),
    "lines": '<div class="toc"><b>本文目录</b><br><a href="#m1">缘起</a><br><a href="#m2">经过</a></div>',
}
WRITTEN_CONTENTS = {name: _WITH_CONTENTS.format(box=box) for name, box in WRITTEN_CONTENTS.items()}
_WITH_JOINTS = (
    "{holder}<h2>{{title}}</h2><ul><li>时间：{{date}} 08:11</li><li>来源：{{source}}</li></ul>"
    '<div class="nr">{{text}}</div><div><span>上一篇：{{previous}}</span><span>下一篇：没有了</span></div>'
    '<div><strong>相关阅读:</strong><ul><table><tr><td><li><a href="20210304505.html">有关的另一则</a></li></td></tr>'
    "</table></ul></div>"
)
_HOLDERS = {
    "h3": "<h3>{}</h3>",
    "div": '<div class="dh">当前位置：{}</div>',
    "layout table": "<table><tr><td>{}</td></tr></table>",
    "paragraph": "<p>您的位置：{}</p>",
    "spans": '<div><span class="a">{}</span></div>',
}
_JOINTS = ("&gt;&gt;", " &gt;&gt; ", " >> ", "&raquo;&raquo;", "&nbsp;&gt;&gt;&nbsp;")


def _joined(holder: str, joint: str) -> str:
    links = ('<a href="/">首页</a>', '<a href="/news/">新闻中心</a>', '<a href="/news/{slug}/">{category}</a>')
    return _WITH_JOINTS.format(holder=holder.format("".join(f"{link}{joint}" for link in links)))


# A breadcrumb joined by doubled marks.
DOUBLED_JOINTS = {
    f"{name}, {joint.strip()}": _joined(holder, joint)
    for (name, holder), joint in zip(_HOLDERS.items(), _JOINTS, strict=True)
}
