"""What this terminal can do, from its environment; nothing is asked of it."""

import locale
import os
import shutil
import sys
from collections.abc import Mapping

from achie_tui.commands.checkup.check import Check, State, same
from achie_tui.language import Phrase
from achie_tui.pictures.terminal import protocol

RULER = ("“”“”“”“”“”|", "----------|")
_LEAST_COLUMNS, _LEAST_ROWS = 40, 10

_COLOURS = Phrase("颜色", "Colours")
_TRUE_COLOUR = Phrase("24 位真彩色", "24 bits")
_MANY = Phrase("256 色", "256")
_FEW = Phrase("16 色", "16")
_NONE = Phrase("没有", "none")
_NONE_ASKED = Phrase("关闭（NO_COLOR）", "off (NO_COLOR)")
_COLOUR_ADVICE = Phrase(
    "若终端支持真彩色，设 COLORTERM=truecolor 颜色会更准",
    "If the terminal knows 24 bit colours, set COLORTERM=truecolor for truer ones",
)
_TERM_ADVICE = Phrase(
    "TERM 没有说明终端的种类，请设为 xterm-256color 或终端自己的名字",
    "TERM does not say what the terminal is; set it to xterm-256color or to the terminal's own name",
)
_ENCODING = Phrase("编码", "Encoding")
_ENCODING_ADVICE = Phrase(
    "中文需要 UTF-8：设 LANG=zh_CN.UTF-8 或 C.UTF-8",
    "Chinese needs UTF-8: set LANG to zh_CN.UTF-8 or C.UTF-8",
)
_SIZE = Phrase("大小", "Size")
_CELLS = Phrase("{columns} 列 × {rows} 行", "{columns} columns × {rows} rows")
_SIZE_ADVICE = Phrase("把窗口放大到至少 40 列 10 行", "Make the window 40 columns by 10 rows at least")
_NO_TERMINAL = Phrase("输出不是终端，没有检查", "not looked at: the output is no terminal")
_WIDTH = Phrase("引号宽度", "Width of “”")
_COMPARE = Phrase("请比较下面两行末尾的竖线", "Compare the bars that end the two lines below")
_WIDTH_ADVICE = Phrase(
    "竖线没有对齐时，把终端的“歧义宽度字符”(ambiguous width) 设为窄",
    "Where the bars do not meet, set the terminal's width of ambiguous characters to narrow",
)
_CLIPBOARD = Phrase("剪贴板", "Clipboard")
_OSC_52 = Phrase("由终端代为复制，终端要允许（OSC 52）", "copied by OSC 52, which the terminal has to allow")
_TMUX = Phrase(
    "交给 tmux 的缓冲区（prefix ] 粘贴），终端允许时也进系统剪贴板（OSC 52）",
    "copied into tmux's buffer (prefix ] pastes it), and by OSC 52 where the terminal allows it",
)
_SCREEN = Phrase(
    "这个终端（如 screen、控制台）不转发复制请求（OSC 52），不能复制",
    "this terminal (such as screen or a console) does not pass OSC 52 on, so nothing can be copied",
)
_PICTURES = Phrase("图片", "Pictures")
_PROTOCOLS: dict[str, Phrase] = {
    "kitty": same("kitty"),
    "iterm2": same("iTerm2"),
    "sixel": same("sixel"),
    "blocks": Phrase("用半块字符画", "drawn with half blocks"),
    "off": Phrase("不显示", "not shown"),
}


def check_display(environment: Mapping[str, str] = os.environ) -> list[Check]:
    """Look at the terminal."""
    term = environment.get("TERM", "")
    pictures = protocol("auto", environment)
    return [
        Check("terminal", "term", same("TERM"), same(term or "-"), data={"term": term, "tty": sys.stdout.isatty()}),
        _colours(environment, term),
        _encoding(),
        _size(),
        _width(),
        _clipboard(environment, term),
        Check("terminal", "pictures", _PICTURES, _PROTOCOLS[pictures], data={"protocol": pictures}),
    ]


def _colours(environment: Mapping[str, str], term: str) -> Check:
    found, depth = _FEW, 4
    state: State = "ok"
    advice = None
    if environment.get("NO_COLOR"):
        found, depth = _NONE_ASKED, 0
    elif term in {"", "dumb"}:
        found, depth, advice = _NONE, 0, _TERM_ADVICE
        state = "warning" if sys.stdout.isatty() else "ok"
    elif environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"} or term.endswith("-direct"):
        found, depth = _TRUE_COLOUR, 24
    else:
        advice = _COLOUR_ADVICE
        if "256" in term:
            found, depth = _MANY, 8
    return Check("terminal", "colours", _COLOURS, found, state, advice, {"bits": depth})


def _encoding() -> Check:
    encoding = locale.getencoding()
    good = encoding.lower().replace("-", "") == "utf8"
    data = {"encoding": encoding}
    if good:
        return Check("terminal", "encoding", _ENCODING, same(encoding), data=data)
    return Check("terminal", "encoding", _ENCODING, same(encoding), "warning", _ENCODING_ADVICE, data)


def _size() -> Check:
    if not sys.stdout.isatty():
        return Check("terminal", "size", _SIZE, _NO_TERMINAL, "skipped")
    columns, rows = shutil.get_terminal_size()
    found = _CELLS.fill(columns=columns, rows=rows)
    data = {"columns": columns, "rows": rows}
    if columns < _LEAST_COLUMNS or rows < _LEAST_ROWS:
        return Check("terminal", "size", _SIZE, found, "warning", _SIZE_ADVICE, data)
    return Check("terminal", "size", _SIZE, found, data=data)


def _width() -> Check:
    if not sys.stdout.isatty():
        return Check("terminal", "ambiguous_width", _WIDTH, _NO_TERMINAL, "skipped")
    return Check("terminal", "ambiguous_width", _WIDTH, _COMPARE, advice=_WIDTH_ADVICE)


def _clipboard(environment: Mapping[str, str], term: str) -> Check:
    if environment.get("TMUX"):
        return Check("terminal", "clipboard", _CLIPBOARD, _TMUX)
    if environment.get("STY") or term.startswith("screen") or term in {"", "dumb", "linux", "vt100", "vt220"}:
        return Check("terminal", "clipboard", _CLIPBOARD, _SCREEN)
    return Check("terminal", "clipboard", _CLIPBOARD, _OSC_52)
