"""What a widget shows, as plain text: one string a line, and every line exactly as wide as the widget."""

from pathlib import Path

from rich.cells import cell_len
from textual.widget import Widget

_KEPT = Path(__file__).parent / "grids"


def grid(widget: Widget) -> list[str]:
    """Paint a Line-API widget and give its lines, without the spaces at their ends."""
    width, height = widget.scrollable_size
    strips = [widget.render_line(y) for y in range(height)]
    for strip in strips:
        assert strip.cell_length == cell_len(strip.text) == width, strip
    return [strip.text.rstrip() for strip in strips]


def assert_as_kept(lines: list[str], name: str) -> None:
    """Compare lines with those kept in `grids/`; a file that does not exist is written, to be looked at."""
    file = _KEPT / f"{name}.txt"
    text = "\n".join(lines).rstrip() + "\n"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{name} looks different; delete {file} if it should"
