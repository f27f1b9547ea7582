"""What the command line takes without a command, and the options that all commands take as well."""

from achie_tui.cli.parser import Argument, one_of
from achie_tui.cli.values import DIR, FILE, NUMBER, URL
from achie_tui.language import Phrase

ABOUT = Phrase(
    "在终端里读高新院 (achie.org) 的新闻；读过的都留在本地，离线可读。不带命令时打开阅读界面。",
    "The news of 高新院 (achie.org) in a terminal; what was read once reads offline. Without a command the app opens.",
)

# What is not given is None: then the environment, the configuration file or the default decides.
COMMON = (
    Argument("--base-url", Phrase("网站的地址", "the site's address"), URL),
    Argument("--data-dir", Phrase("数据目录", "the data directory"), DIR),
    Argument("--config", Phrase("配置文件", "the configuration file"), FILE),
    Argument("--profile", Phrase("别的网站的说明文件 (TOML)", "a profile of another site (TOML)"), FILE),
    Argument("--offline", Phrase("不联网，只读本地", "never use the network")),
    Argument("--demo", Phrase("用内置的演示网站", "use the built-in demo site")),
    Argument("--lang", Phrase("界面语言", "the language of the interface"), one_of("zh", "en")),
    Argument("--json", Phrase("输出 JSON", "print JSON")),
    Argument("--log", Phrase("把做了什么记到文件里", "write what is done to a file"), FILE),
    Argument("--verbose", Phrase("在 stderr 上列出每次请求", "name every request on stderr"), short="-v"),
    Argument("--help", Phrase("显示帮助", "show this help"), short="-h"),
    Argument("--version", Phrase("显示版本", "show the version")),
)
APP = (
    Argument("url", Phrase("打开界面时显示的文章", "the article to open the app at"), URL, "?"),
    Argument("--at", Phrase("打开在文章的第几段", "at which paragraph of it"), NUMBER),
)
