"""The settings, a row each, in what the program runs with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from achie_tui.config.kinds import ADDRESS, COMMAND, FLAG, NAME, PATH, Kind, one_of, whole
from achie_tui.language import Language, Phrase
from achie_tui.pictures.terminal import SETTINGS as PICTURES
from achie_tui.pictures.terminal import Setting as Pictures
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile, built_in
from achie_tui.typeset.quotes import QUOTES, Quotes
from achie_tui.typeset.script import SCRIPTS, Script
from achie_tui.typeset.spacing import SPACINGS, Spacing

if TYPE_CHECKING:
    from achie_tui.config.pipes import Pipe

Preset = Literal["achie", "newsboat", "mutt"]
PRESETS: tuple[Preset, ...] = get_args(Preset)
_DELAY = Kind(
    float,
    Phrase("不小于 0 的秒数，如 1.5", "a number of seconds, 0 or more, such as 1.5"),
    least=0,
    most=10**6,
)
_LINES = Kind(float, Phrase("0.2 到 20 的数", "a number from 0.2 to 20"), least=0.2, most=20)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: the kind of source, and its name there (a file, a variable, an option)."""

    kind: Literal["default", "file", "environment", "flag"] = "default"
    name: str = ""


def _setting(kind: Kind, label: Phrase, *, name: str | None = None, in_file: bool = True) -> dict[str, Any]:
    """Describe a setting: what it may be, and what the user sees it called.

    In the configuration file its name is the field's, unless another is given; it is not in the file where it is for
    one run.
    """
    return {"kind": kind, "label": label, "name": name, "in_file": in_file}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the program runs with: the settings, and what belongs to them.

    A new setting is a row here, and whoever uses it.
    """

    # Where it reads and keeps. `profile_file` is None for the built-in profile.
    base_url: str = field(metadata=_setting(ADDRESS, Phrase("网站地址", "Site")))
    data_dir: Path = field(metadata=_setting(PATH, Phrase("数据目录", "Data directory")))
    profile_file: Path | None = field(
        default=None, metadata=_setting(PATH, Phrase("网站说明", "Profile"), name="profile")
    )
    lang: Language = field(default="zh", metadata=_setting(one_of(*get_args(Language)), Phrase("语言", "Language")))
    offline: bool = field(default=False, metadata=_setting(FLAG, Phrase("离线", "Offline")))

    theme: str = field(default="achie-dark", metadata=_setting(NAME, Phrase("主题", "Theme")))

    # Seconds between two requests of a sync, and the most connections at once.
    delay: float = field(default=1.5, metadata=_setting(_DELAY, Phrase("请求间隔（秒）", "Delay (seconds)")))
    concurrency: int = field(default=2, metadata=_setting(whole(1), Phrase("同时连接数", "Connections")))

    # What all kept pictures may take, and how the terminal shows them.
    picture_limit_mb: int = field(
        default=2000, metadata=_setting(whole(0), Phrase("图片上限（MB）", "Picture limit (MB)"))
    )
    pictures: Pictures = field(
        default="auto", metadata=_setting(one_of(*PICTURES), Phrase("图片显示方式", "Pictures are shown"))
    )

    # Whether a sync takes along the files that articles link, and what one of them and all that are kept may take.
    attachments: bool = field(default=False, metadata=_setting(FLAG, Phrase("同步附件", "Attachments")))
    attachment_mb: int = field(
        default=32, metadata=_setting(whole(1, 500), Phrase("单个附件上限（MB）", "Attachment (MB)"))
    )
    attachment_limit_mb: int = field(
        default=2000, metadata=_setting(whole(0), Phrase("附件上限（MB）", "Attachments (MB)"))
    )

    mark_read: bool = field(default=True, metadata=_setting(FLAG, Phrase("打开即已读", "Opening marks read")))

    # What the mouse selects in an article is copied as soon as it is let go.
    copy_on_select: bool = field(default=True, metadata=_setting(FLAG, Phrase("选中即复制", "Selecting copies")))

    # How the app sets text: Chinese characters that a paragraph's first line is indented by, lines between two
    # paragraphs, Chinese characters of a full line. Some terminals draw characters such as “ and … in two cells.
    # Quotation marks, script and blanks are for the screen alone: what is kept or copied stays as it is.
    indent: int = field(default=2, metadata=_setting(whole(0, 8), Phrase("段首缩进（字）", "Indent (characters)")))
    paragraph_gap: int = field(default=1, metadata=_setting(whole(0, 2), Phrase("段间空行", "Lines between")))
    measure: int = field(default=44, metadata=_setting(whole(20, 60), Phrase("每行最多（字）", "Characters a line")))
    ambiguous_wide: bool = field(default=False, metadata=_setting(FLAG, Phrase("引号等占两格", "“ and … are wide")))
    quotes: Quotes = field(default="curly", metadata=_setting(one_of(*QUOTES), Phrase("引号样式", "Quotes")))
    script: Script = field(default="original", metadata=_setting(one_of(*SCRIPTS), Phrase("简体或繁体", "Script")))
    spacing: Spacing = field(
        default="written", metadata=_setting(one_of(*SPACINGS), Phrase("中西文间空格", "Blanks beside Chinese"))
    )
    auto_scroll: float = field(
        default=1.0, metadata=_setting(_LINES, Phrase("自动滚动（行/秒）", "Scrolling (lines/s)"))
    )

    # While it runs, the app looks for news by itself (0: never), and tells the desktop of them. A sync looks again, now
    # and then, whether the site has changed an article that is kept.
    refresh_minutes: int = field(
        default=30, metadata=_setting(whole(0, 1440), Phrase("自动刷新（分钟）", "Refresh (minutes)"))
    )
    notify: bool = field(default=False, metadata=_setting(FLAG, Phrase("桌面通知", "Notifications")))
    recheck: bool = field(default=True, metadata=_setting(FLAG, Phrase("复查已存文章", "Check kept again")))

    # Where the app writes what is exported; where it is empty, where this user's downloads or documents are.
    export_folder: str = field(default="", metadata=_setting(PATH, Phrase("导出到", "Exports go to")))
    # Programs that are told of what came, as JSON on their standard input: after each sync, and of each kept search
    # that finds something new. Argv lists, never a shell's commands.
    hook_sync: tuple[str, ...] = field(default=(), metadata=_setting(COMMAND, Phrase("同步后运行", "After a sync")))
    hook_watch: tuple[str, ...] = field(
        default=(), metadata=_setting(COMMAND, Phrase("关注有新文章时运行", "On a watch word"))
    )
    # Keys as other programs have them; the user's own go over them. What opens a link, with the address behind its
    # words (none: the desktop's browser); one that runs in the terminal gets that meanwhile.
    preset: Preset = field(
        default="achie", metadata=_setting(one_of(*PRESETS), Phrase("按键习惯", "Keys are those of"))
    )
    browser: tuple[str, ...] = field(default=(), metadata=_setting(COMMAND, Phrase("浏览器命令", "Browser")))
    browser_in_terminal: bool = field(
        default=False, metadata=_setting(FLAG, Phrase("浏览器在终端里运行", "The browser runs in the terminal"))
    )

    # A file that is told what the program does; none where it is empty.
    log: str = field(default="", metadata=_setting(PATH, Phrase("日志", "Log")))

    # For one run.
    demo: bool = field(default=False, metadata=_setting(FLAG, Phrase("演示网站", "Demo site"), in_file=False))
    json: bool = field(default=False, metadata=_setting(FLAG, Phrase("输出 JSON", "JSON"), in_file=False))
    verbose: bool = field(default=False, metadata=_setting(FLAG, Phrase("列出请求", "Verbose"), in_file=False))

    # What goes with the settings: the site, the file that they were read from, the keys that it gives to actions (such
    # as `{"open": "enter,l"}`), the commands that articles can be handed to, what is wrong with it but does no harm,
    # and where each value came from, by its name in the file (the file itself as `config`).
    profile: Profile
    config_file: Path
    keys: Mapping[str, str] = field(default_factory=dict)
    pipes: "tuple[Pipe, ...]" = ()
    warnings: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def addresses(self) -> Addresses:
        """The addresses of the configured site."""
        return Addresses(self.base_url, self.profile.hosts)

    @property
    def may_be_private(self) -> bool:
        """Whether the site may be on this machine or the local network: only where the user wrote its address.

        The built-in site's name, with an address there, is a network that answers in its place.
        """
        written = self.origins.get("base_url", Origin()).kind != "default" or self.profile_file is not None
        return written or self.base_url != built_in().base_url


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table: what the user calls it, the field of the configuration that it fills, what it may be."""

    name: str
    field: str
    kind: Kind
    label: Phrase
    in_file: bool
    default: str | float | None = None
    """What it is where nobody sets it; None where that depends."""

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"ACHIE_TUI_{self.name.upper()}"

    @property
    def option(self) -> str:
        """The option of the command line that sets it, where there is one."""
        return f"--{self.name.replace('_', '-')}"


def _settings() -> dict[str, Setting]:
    rows = {each.name: dict(each.metadata) for each in fields(Config) if each.metadata}
    defaults = {each.name: each.default for each in fields(Config) if isinstance(each.default, str | int | float)}
    named = [Setting(row.pop("name") or name, name, **row, default=defaults.get(name)) for name, row in rows.items()]
    return {setting.name: setting for setting in named}


SETTINGS: dict[str, Setting] = _settings()
