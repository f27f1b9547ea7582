"""`achie-tui doctor`: what works, what does not, and what to do about it; fit to be pasted into a report."""

import asyncio
import time
from collections import Counter
from contextlib import closing, nullcontext
from itertools import groupby

from achie_tui import __version__
from achie_tui.commands.checkup.access import check_access
from achie_tui.commands.checkup.check import Budget, Check, State
from achie_tui.commands.checkup.display import RULER, check_display
from achie_tui.commands.checkup.installation import check_configuration, check_versions
from achie_tui.commands.checkup.reachability import NetworkCheck
from achie_tui.commands.checkup.storage import check_library, not_opened
from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.library import Library
from achie_tui.redaction import Redactor
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width, fit

_LIBRARY_TIME, _NETWORK_TIME = 3.0, 15.0  # seconds

_SECTIONS: dict[str, Phrase] = {
    "configuration": Phrase("配置", "Configuration"),
    "versions": Phrase("版本", "Versions"),
    "terminal": Phrase("终端", "Terminal"),
    "library": Phrase("本地数据", "Library"),
    "extraction": Phrase("正文的识别方式（各栏目最新的已缓存文章）", "How texts were found (newest kept articles)"),
    "network": Phrase("网络", "Network"),
    "gate": Phrase("何时可以访问网站", "When the site may be visited"),
}
_STATES: dict[State, Phrase] = {
    "ok": Phrase("正常", "ok"),
    "warning": Phrase("注意", "warning"),
    "failed": Phrase("失败", "failed"),
    "skipped": Phrase("跳过", "skipped"),
}
_WELL = Phrase("一切正常", "Everything works")
_WARNED = Phrase("可以使用，有 {warnings} 处要注意", "It works, with {warnings} to mind")
_ILL = Phrase("有 {failed} 处失败，{warnings} 处要注意", "{failed} failed, {warnings} to mind")
_SUMMARIES: dict[State, Phrase] = {"ok": _WELL, "warning": _WARNED, "failed": _ILL}
_STATE_WIDTH, _LABEL_WIDTH, _LEAST_ROOM = 9, 20, 20
_INDENT = 2 + _STATE_WIDTH


async def run(config: Config, output: Output) -> int:
    """Look at everything and print it; 1 where something failed."""
    began = time.monotonic()
    checks = [*check_configuration(config), *check_versions(), *check_display(), *await _connected(config)]
    counts = Counter(check.state for check in checks)
    if output.json:
        _print_json(checks, counts, output, time.monotonic() - began)
    else:
        _print(checks, counts, output)
    return 1 if counts["failed"] else 0


async def _connected(config: Config) -> list[Check]:
    """Look at the library, and through what it knows at the network."""
    kept: Library | None = None
    checks: list[Check] = []
    try:
        # Opening may wait for another process, or mend a large file.
        kept = await asyncio.to_thread(Library.open, config.data_dir)
        checks += await asyncio.to_thread(check_library, kept, Budget(_LIBRARY_TIME))
    except AchieError as error:
        checks.append(not_opened(error))
    with closing(kept) if kept is not None else nullcontext():
        # Where it is damaged, the way to the site is looked at without it.
        sound = kept if all(check.state != "failed" for check in checks) else None
        known = sound.categories() if sound else ()
        category = known[0].path if known else None
        checks += await NetworkCheck(config, sound.hosts if sound else None, category, Budget(_NETWORK_TIME)).run()
        if sound is not None:
            checks += check_access(config, sound.hosts)
    return checks


def _status(counts: Counter[State]) -> State:
    return "failed" if counts["failed"] else "warning" if counts["warning"] else "ok"


def _print_json(checks: list[Check], counts: Counter[State], output: Output, seconds: float) -> None:
    redactor, language = Redactor(), output.language
    output.value(
        {
            "status": _status(counts),
            "version": __version__,
            "failed": counts["failed"],
            "warnings": counts["warning"],
            "seconds": round(seconds, 2),
            "checks": [
                {
                    "section": check.section,
                    "name": check.name,
                    "state": check.state,
                    "label": redactor.text(check.label.say(language)),
                    "found": redactor.text(check.found.say(language)),
                    "advice": redactor.text(check.advice.say(language)) if check.advice else None,
                    "data": redactor.value(dict(check.data)),
                }
                for check in checks
            ],
        }
    )


def _print(checks: list[Check], counts: Counter[State], output: Output) -> None:
    redactor, language = Redactor(), output.language

    def said(phrase: Phrase | None) -> str:
        return output.text(redactor.text(phrase.say(language))) if phrase else ""

    for section, lines in groupby(checks, key=lambda check: check.section):
        if output.is_terminal:
            output.line(output.bold(_SECTIONS[section].say(language)))
        for check in lines:
            words = said(check.label), said(check.found), said(check.advice)
            if output.is_terminal:
                _show(check, *words, output)
            else:
                output.line("\t".join((section, check.state, *words)))
        if output.is_terminal:
            output.line()
    status = _status(counts)
    summary = _SUMMARIES[status].say(language, failed=counts["failed"], warnings=counts["warning"])
    output.line(output.bold(summary) if output.is_terminal else f"summary\t{status}\t\t{summary}\t")


def _show(check: Check, label: str, found: str, advice: str, output: Output) -> None:
    """Set a check for the terminal's width: its state, what it is about, what was found, and what to do."""
    quiet = output.bold if check.state in {"warning", "failed"} else output.dim
    # A long label is not cut: it pushes what was found to the right.
    label = fit(label, max(_LABEL_WIDTH, cell_width(label) + 1))
    room = max(_LEAST_ROOM, output.width - _INDENT - cell_width(label))
    first, *rest = [found[start:end].rstrip() for start, end in break_lines(found, room)] or [""]
    output.line(f"  {quiet(fit(_STATES[check.state].say(output.language), _STATE_WIDTH))}{label}{first}")
    if check.name == "ambiguous_width":
        rest += RULER
    for line in rest:
        output.line(f"{' ' * (_INDENT + cell_width(label))}{line}")
    for number, (start, end) in enumerate(break_lines(advice, max(_LEAST_ROOM, output.width - _INDENT - 2))):
        arrow = "  " if number else "> "
        output.line(output.dim(f"{' ' * _INDENT}{arrow}{advice[start:end].rstrip()}"))
