"""Notices that a site shows within its own frame, with status 200, in the place of articles."""

import re

from tests.site.build import Site

NOTICES = [
    ("您要的内容已下线", "很遗憾，这里的内容已经下线，请到本站其他栏目看看，或者回到首页重新查找您需要的资料。"),
    ("检修通知", "网站今晚检修设备，明早八点恢复，其间给各位造成的不便，我们深表歉意，感谢大家的谅解与支持。"),
    ("会员登录", "请输入用户名和口令后继续浏览，没有账号的读者可以先注册，忘记口令的请联系本站的管理员找回。"),
]


def notice(site: Site, path: str, title: str, text: str) -> bytes:
    """Give a notice in the place of an article: in the site's frame, which links that, with its name and its day."""
    html = site.files[path].decode()
    start, end = html.index("<body"), html.rindex("</body>")
    links = "".join(re.findall(r"<li><a href=[^<>]*>[^<>]*</a></li>", html)[:8])
    truth = next((truth for truth in site.articles() if truth.path == path), None)
    hot = f'<ul><li><a href="{path}">{truth.title}</a></li></ul>' if truth else ""
    day = f"<p>本通知自{truth.published[:10]}起有效。</p>" if truth and truth.published else ""
    head = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", html[:start], flags=re.DOTALL)
    names = f"<p>您要看的文章《{truth.title}》现在打不开。</p>" if truth else ""
    body = f"<h1>{title}</h1><div>{names}<p>{text}</p>{day}</div>"
    return f"{head}<body><ul>{links}</ul>{body}{hot}{html[end:]}".encode()
