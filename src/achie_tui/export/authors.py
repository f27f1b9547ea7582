"""Who wrote a text, out of the words that a page has for it: names, without what these people are."""

import re

# What the engine writes where nobody is named.
_NOBODY = {"admin", "administrator", "未知", "佚名", "秩名", "不详", "小编", "网络", "本站"}

_HAN = r"[\u3400-\u9fff]"
_TITLES = r"记者|通讯员|评论员|撰稿人?|撰文|执笔人?|编辑|责任编辑|责编|编译|作者"
_PAPER = rf"(?:本[报网刊台社站]|{_HAN}{{1,8}}(?:日报|晚报|时报|周报|社|网|电视台))"
_ROLE = re.compile(
    rf"{_PAPER}?(?:实习|见习|特约|首席|特派)?(?:{_TITLES})"
    r"|文|图|摄|文图|图文|摄影|文字|图片|采写|供稿|整理|综合|(?:摄影|综合|采访)?报道"
)
_ROLE_AND_NAME = re.compile(rf"({_PAPER}?(?:实习|见习|特约|首席|特派)?(?:{_TITLES}))({_HAN}{{2,3}})")
_PERSON = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,8}}(?:·{_HAN}{{1,8}})+")
_BODY = re.compile(r".*(?:[社报网台刊部局委会区办院站所厅室组处市县省校厂司馆]|中心|集团)")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武"
    "戴莫孔向汤温康施牛樊葛邢安齐倪庄聂章鲁岳翟申耿焦詹俞柯柳骆宁霍欧尚关兰蓝冉甘符殷柴裴纪舒阮翁季童"
    "路祁鲍凌涂屈尤包靳费卜隋娄芦穆项储"
)
_SURNAMES_OF_TWO = frozenset(
    {"欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "司徒", "慕容", "尉迟", "公孙", "端木", "东方"}
)

_BETWEEN_NAMES = re.compile(r"\s*[、，,;；]\s*")
_BETWEEN_WORDS = re.compile(r"[\s、，,;；:：/／|｜（）()【】\[\]]+")
# A name of two characters, blanks between them, so that it is as long as one of three.
_SPACED = re.compile(rf"(?<!{_HAN})(?![文图摄])({_HAN})[ \u3000\u00a0]+({_HAN})(?!{_HAN})")


def authors(words: str | None) -> list[str]:
    """Give the authors that a page names; none where it has what an engine writes for nobody.

    A role goes (记者 王小明, 王小明/文) where it is clear which words are people's names; else the words stay.
    """
    if not words:
        return []
    people = _people(words)
    names = _BETWEEN_NAMES.split(words) if people is None else people
    return [name for name in names if name and named(name)]


def named(name: str | None) -> str | None:
    """Give a name, None where it is what an engine writes for nobody."""
    return name if name and name.casefold() not in _NOBODY else None


def _people(words: str) -> list[str] | None:
    """Give the people named beside roles, None where there are no roles or it is not clear who is meant."""
    given = [word for word in _BETWEEN_WORDS.split(_SPACED.sub(r"\1\2", words.strip())) if word]
    parts = [part for word in given for part in _parted(word)]
    is_role = [_ROLE.fullmatch(part) is not None for part in parts]
    names = [part for part, role in zip(parts, is_role, strict=True) if not role]
    # What stands before a role that has a name behind it may be a paper as well: 新华社 记者 王小明.
    if not names or not any(is_role) or not (is_role[0] or is_role[-1]):
        return None
    are_people = all(_is_person(name, alone=len(names) == 1) for name in names)
    return list(dict.fromkeys(names)) if are_people else None


def _parted(word: str) -> tuple[str, ...]:
    """Part a role from the name that is joined to it: 记者王小明, but not 编辑部."""
    found = _ROLE_AND_NAME.fullmatch(word)
    return found.groups() if found and _is_person(found[2], alone=False) else (word,)


def _is_person(name: str, *, alone: bool) -> bool:
    """Tell whether this is a person's name; of several words each needs a surname that people have."""
    if not named(name):
        return True
    is_one = _PERSON.fullmatch(name) is not None and _BODY.fullmatch(name) is None
    if not is_one or name in _SURNAMES_OF_TWO:  # 欧阳 文 may be one whose name is 文
        return False
    return alone or "·" in name or name[0] in _SURNAMES or name[:2] in _SURNAMES_OF_TWO
