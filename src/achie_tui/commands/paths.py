"""`achie-tui paths`: where everything lies. Nothing is made or opened."""

from pathlib import Path

from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.language import Phrase
from achie_tui.typeset.width import fit

_LABELS: dict[str, Phrase] = {
    "data_dir": Phrase("数据目录", "Data directory"),
    "config_file": Phrase("配置文件", "Configuration file"),
    "cache": Phrase("文章和图片", "Articles and pictures"),
    "user": Phrase("收藏和阅读记录", "Marks and places"),
    "backups": Phrase("备份", "Backups"),
}
_THERE = Phrase("有", "exists")
_MISSING = Phrase("还没有", "not there yet")
_LABEL_WIDTH, _STATE_WIDTH = 24, 15


async def run(config: Config, output: Output) -> int:
    """Print the places, and whether there is anything yet."""
    places: dict[str, Path] = {
        "data_dir": config.data_dir,
        "config_file": config.config_file,
        "cache": config.data_dir / "cache.db",
        "user": config.data_dir / "user.db",
        "backups": config.data_dir / "backups",
    }
    found = {name: (path.absolute(), path.exists()) for name, path in places.items()}
    if output.json:
        output.value({name: {"path": str(path), "exists": exists} for name, (path, exists) in found.items()})
        return 0
    for name, (path, exists) in found.items():
        state = (_THERE if exists else _MISSING).say(output.language)
        if output.is_terminal:
            label = fit(_LABELS[name].say(output.language), _LABEL_WIDTH)
            output.line(f"{label}{output.dim(fit(state, _STATE_WIDTH))}{output.text(str(path))}")
        else:
            output.line(f"{name}\t{'exists' if exists else 'missing'}\t{output.text(str(path))}")
    return 0
