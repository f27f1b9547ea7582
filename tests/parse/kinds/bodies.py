"""What texts are made of, by kind: as an editor writes it, and what is to be read."""

from __future__ import annotations

import base64
import struct
import zlib
from random import Random

# Short lines of a text, without a sentence's punctuation, that begin like what follows texts, or hold words of footers.
SHORT_LINES = (
    "（三）做好技术支持",
    "五、版权所有人的义务",
    "Copyright是什么",
    "ICP备案的三个步骤",
    "----以下为问答",
    "————夜班手记",
    "====第二部分",
    "____年____月",
    "最新内容见附件二",
    "推荐文章由评审组打分",
    "热点内容分三类",
    "网友评论与回应",
    "标签：夜间、窗口、执照",
    "© 河湾测绘院供图",
    "相关链接",
    "相关阅读",
    "延伸阅读",
)
_ARTICLE = "<a href='/news/gxq/20210304505.html'>有关的另一则</a>"
# What may end a text, and may as well stand in the middle of one.
POSSIBLE_ENDS = {
    "related, linked": f"<p>相关阅读：</p><p>{_ARTICLE}</p>",
    "hot, linked": f"<div>热点内容</div><ul><li>{_ARTICLE}</li></ul>",
    "comments": "<p>发表评论</p>",
    "votes": "<div>顶一下</div>",
    "separator": "<div>------分隔线----------------------------</div>",
}
# Raised and lowered characters: the markup, the text, and what of it is raised or lowered.
RAISED = [
    ("库容约3.2×10<sup>7</sup>立方米，可灌8×10<sup>4</sup>亩。", "库容约3.2×10⁷立方米，可灌8×10⁴亩。", ["⁷", "⁴"]),
    ("检出限为10<sup>-12</sup>克。", "检出限为10⁻¹²克。", ["⁻¹²"]),
    ("占地900m<sup>2</sup>，容积2100m<SUP>3</SUP>。", "占地900m²，容积2100m³。", ["²", "³"]),
    ("2<sup><font size='1'>10</font></sup>等于1024。", "2¹⁰等于1024。", ["¹⁰"]),
    ("据年报<sup>注</sup>所载，产值又增一成。", "据年报^注所载，产值又增一成。", ["注"]),
    ("据年报<sup>注一</sup>所载，产值又增一成。", "据年报^(注一)所载，产值又增一成。", ["注一"]),
]
LOWERED = [
    ("少排CO<sub>2</sub>三万吨，少用H<sub>2</sub>SO<sub>4</sub>。", "少排CO₂三万吨，少用H₂SO₄。", ["₂", "₂", "₄"]),
    ("PM<sub>2.5</sub>的年均值又降了。", "PM_(2.5)的年均值又降了。", ["2.5"]),
    ("记作k<sub>甲</sub>，取两位小数。", "记作k_甲，取两位小数。", ["甲"]),
    ("记作V<sub>总量</sub>，取两位小数。", "记作V_(总量)，取两位小数。", ["总量"]),
]
STYLED = [
    ("库容约3×10<span style='vertical-align: super; font-size: 9px'>7</span>立方米。", "库容约3×10⁷立方米。"),
    ("少排CO<span style='vertical-align:sub'>2</span>三万吨。", "少排CO₂三万吨。"),
]
# Where in a text raised characters may stand.
HOLDERS = {
    "heading": "<h3>{}</h3>",
    "quote": "<blockquote><p>{}</p></blockquote>",
    "item": "<ul><li>{}</li><li>另一条</li></ul>",
    "cell": "<table border='1'><tr><th>项</th><th>值</th></tr><tr><td>甲</td><td>{}</td></tr></table>",
    "layout table": "<table><tr><td>{}</td></tr></table>",
}
# Struck words and words put in: the markup, and what of the text is which.
REVISED = [
    ("展位费<del>800</del>500元。", "展位费800500元。", [("800", "deleted")]),
    ("展位费<s>800</s>500元，<s>已截止</s>。", "展位费800500元，已截止。", [("800", "deleted"), ("已截止", "deleted")]),
    ("展位费<strike>800</strike>500元。", "展位费800500元。", [("800", "deleted")]),
    (
        "展位费<span style='color:red; text-decoration: line-through'>800</span>500元。",
        "展位费800500元。",
        [("800", "deleted")],
    ),
    ("展位费<del>800</del><ins>500</ins>元。", "展位费800500元。", [("800", "deleted"), ("500", "inserted")]),
    ("展位费<u>500</u>元。", "展位费500元。", []),
]
# Files that a table links: the markup, and each file's address, kind and a part of its name.
_ICON = "<img border='0' src='/include/ckeditor/images/addon.gif'>"
FILES_IN_TABLES = {
    "icon beside": (
        (
            f"<table width='450'><tr><td width='20'><a href='/uploads/soft/s.doc'>{_ICON}</a></td><td>"
            "<a target='_blank' href='/uploads/soft/s.doc'><u>附件一：场地申请表.doc</u></a></td></tr></table>"
        ),
        [("/uploads/soft/s.doc", "doc", "场地申请表")],
    ),
    "icons in rows": (
        (
            f"<table><tr><td>{_ICON}</td><td><a href='/uploads/soft/a.xlsx'>设备清单</a></td></tr>"
            f"<tr><td>{_ICON}</td><td><a href='/uploads/soft/b.PDF'>场地平面图</a></td></tr></table>"
        ),
        [("/uploads/soft/a.xlsx", "xlsx", "设备清单"), ("/uploads/soft/b.PDF", "pdf", "平面图")],
    ),
    "one cell": (
        "<table><tr><td>附件：<a href='http://files.example.com/all.zip'>全部材料.zip</a></td></tr></table>",
        [("http://files.example.com/all.zip", "zip", "全部材料")],
    ),
    "data": (
        (
            "<table border='1'><tr><td>材料</td><td>取得</td></tr><tr><td>场地申请表</td>"
            "<td><a href='/uploads/soft/s.docx'>点此取得</a></td></tr><tr><td>设备清单</td>"
            "<td><a href='/uploads/soft/q.xls'>点此取得</a></td></tr></table>"
        ),
        [("/uploads/soft/s.docx", "docx", ""), ("/uploads/soft/q.xls", "xls", "")],
    ),
}
# What a page shows of other pages: the markup, what it is, and where it is.
EMBEDDED = [
    (
        "<p><iframe src='/uploads/soft/tu.pdf' width='100%' height='700'></iframe></p>",
        "document",
        "/uploads/soft/tu.pdf",
    ),
    (
        (
            "<object data='/uploads/soft/nb.pdf' type='application/pdf'>"
            "<p>看不见的，<a href='/uploads/soft/nb.pdf'>取年报</a>。</p></object>"
        ),
        "document",
        "/uploads/soft/nb.pdf",
    ),
    ("<embed src='/uploads/soft/tu.pdf' type='application/pdf'>", "document", "/uploads/soft/tu.pdf"),
    (
        "<div><iframe src='//player.bilibili.com/player.html?bvid=BV1ab411c7xY'></iframe></div>",
        "video",
        "http://player.bilibili.com/player.html?bvid=BV1ab411c7xY",
    ),
    (
        "<p><iframe src='https://v.qq.com/txp/iframe/player.html?vid=k0012abcd'></iframe></p>",
        "video",
        "https://v.qq.com/txp/iframe/player.html?vid=k0012abcd",
    ),
    ("<p><video controls src='/uploads/media/x.mp4'></video></p>", "video", "/uploads/media/x.mp4"),
    ("<video><source src='/uploads/media/x.webm' type='video/webm'>看不了</video>", "video", "/uploads/media/x.webm"),
    ("<p><audio controls src='/uploads/media/x.mp3'></audio></p>", "audio", "/uploads/media/x.mp3"),
    ("<p><iframe src='http://map.example.com/room/3'></iframe></p>", "page", "http://map.example.com/room/3"),
]
# Frames that nobody sees.
UNSEEN_FRAMES = (
    "<iframe src='/plus/stat.html' width='0' height='0'></iframe>",
    "<iframe style='display:none' src='http://stat.example.com/s'></iframe>",
)
MAIL = [
    ("名单请寄<a href='mailto:bm@hewan.example'>报名处信箱</a>。", "名单请寄报名处信箱。"),
    ("名单请寄<a href='mailto:bm@hewan.example'>bm@hewan.example</a>。", "名单请寄bm@hewan.example。"),
    ("名单请寄<a href='MAILTO:bm@hewan.example?subject=hi'>报名处</a>。", "名单请寄报名处。"),
    ("名单请寄<a href='mailto:bm@hewan.example'>信箱 bm@hewan.example</a>。", "名单请寄信箱 bm@hewan.example。"),
]
RUBY = [
    ("<ruby>甪<rt>lù</rt></ruby>直的船到了。", "甪(lù)直的船到了。"),
    ("船到<ruby>鄠<rp>(</rp><rt>hù</rt><rp>)</rp></ruby>邑。", "船到鄠(hù)邑。"),
]
# Lists: the markup, where it begins, and each item's text, level and number.
LISTS = {
    "goes on": (
        "<ol start='4'><li>验收</li><li>归档</li></ol>",
        4,
        [("验收", 0, 4), ("归档", 0, 5)],
    ),
    "jumps": (
        "<ol><li>收件</li><li value='7'>复核</li><li>签发</li></ol>",
        1,
        [("收件", 0, 1), ("复核", 0, 7), ("签发", 0, 8)],
    ),
    "backwards": (
        "<ol reversed><li>铜奖</li><li>银奖</li><li>金奖</li></ol>",
        3,
        [("铜奖", 0, 3), ("银奖", 0, 2), ("金奖", 0, 1)],
    ),
    "letters inside": (
        "<ol start='2'><li>受理<ol type='a'><li>收件</li><li>登记</li></ol></li><li>审查</li></ol>",
        2,
        [("受理", 0, 2), ("收件", 1, 1), ("登记", 1, 2), ("审查", 0, 3)],
    ),
    "bullets inside": (
        "<ol><li><p>受理</p><ul><li>收件<ul><li>编号</li></ul></li></ul></li><li>审查</li></ol>",
        1,
        [("受理", 0, 1), ("收件", 1, None), ("编号", 2, None), ("审查", 0, 2)],
    ),
    "numbers inside": (
        "<ul><li>甲馆<ol><li>一层</li><li>二层</li></ol></li><li>乙馆</li></ul>",
        1,
        [("甲馆", 0, None), ("一层", 1, 1), ("二层", 1, 2), ("乙馆", 0, None)],
    ),
}
PREFORMATTED = [
    ("<pre>\n品名      件数\n螺栓        12\n垫圈         7\n</pre>", "品名      件数\n螺栓        12\n垫圈         7"),
    ("<pre><code>for x in y:\n    print(x)\n</code></pre>", "for x in y:\n    print(x)"),
    ("<pre>一班  早\r\n\r\n二班  晚</pre>", "一班  早\n\n二班  晚"),
]
# Pictures inside a sentence, and the sentence.
IN_SENTENCES = [
    (
        "<p>馆长邓<img src='/uploads/zi/1.gif' width='16' height='16' alt='喆'>文到场致辞。</p>",
        "馆长邓喆文到场致辞。",
    ),
    ("<p>馆长邓<img src='/uploads/zi/1.gif' alt='喆'>文到场致辞。</p>", "馆长邓喆文到场致辞。"),
    (
        "<div>面积按<img src='/uploads/gs/2.png' width='70' height='22' alt='S=πr²'>算，取整数。</div>",
        "面积按S=πr²算，取整数。",
    ),
    (
        "<p><span>水位<img src='/uploads/zi/3.gif' style='width:14px' alt='↑'>又涨了，闸门全开。</span></p>",
        "水位↑又涨了，闸门全开。",
    ),
]
# Filler that does not show: what the page's own style says, and the filler's markup.
HIDDEN = {
    "class": (".Kp3z{display:none;}", "<span class='Kp3z'>{}</span>"),
    "class among others": (".a{color:red} .b,\n.Kp3z { DISPLAY : none !important }", "<div class='Kp3z'>{}</div>"),
    "element and class": ("p.Kp3z{visibility:hidden}", "<p class='Kp3z'>{}</p>"),
    "size": (".Kp3z{font-size:0px}", "<span class='Kp3z'>{}</span>"),
    "white class": (".Kp3z{color:#FFF}", "<font class='Kp3z'>{}</font>"),
    "white font": ("", "<font color='#FFFFFF'>{}</font>"),
    "white by name": ("", "<font color=white size=1>{}</font>"),
    "white style": ("", "<span style='font-size:12px;color: rgb(255, 255, 255)'>{}</span>"),
    "inline size": ("", "<span style='font-size:0'>{}</span>"),
}
FILLER = "采自河湾站群"
# What looks like it and shows: what the page's own style says, the markup, and the text.
SEEN = {
    "on a dark cell": (
        "",
        "<table><tr><td bgcolor='#003366'><font color='#FFFFFF'>一、办理时间</font></td></tr></table>",
        "一、办理时间",
    ),
    "on its own colour": ("", "<p style='background:#c00;color:#fff'>一、办理时间</p>", "一、办理时间"),
    "on a colour by class": (
        ".bar{background-color:#036} .bar span{color:#fff}",
        "<div class='bar'><span>一、办理时间</span></div>",
        "一、办理时间",
    ),
    "in print only": ("@media print{.Kp3z{display:none}}", "<p class='Kp3z'>一、办理时间</p>", "一、办理时间"),
    "another class": (".Kp3z{display:none}", "<p class='Kp3zz'>一、办理时间</p>", "一、办理时间"),
    "commented out": ("/* .Kp3z{display:none} */", "<p class='Kp3z'>一、办理时间</p>", "一、办理时间"),
    "small": ("", "<p><span style='font-size:0.8em;color:#fff000'>一、办理时间</span></p>", "一、办理时间"),
    "sized again": (
        "",
        "<div style='font-size:0'><span style='font-size:14px'>一、办理时间</span></div>",
        "一、办理时间",
    ),
}


def picture(width: int, height: int) -> str:
    """Give the address of a picture that is its own data: a PNG of noise, about as many bytes as pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    noise = Random(width * height)
    rows = b"".join(b"\0" + noise.randbytes(width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
