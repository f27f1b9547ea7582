"""How we stand with the site: when it may be asked, and what keeps it from being asked."""

import time
from urllib.parse import urlsplit

from achie_tui.commands.checkup.check import Check
from achie_tui.config import Config
from achie_tui.language import Phrase, clock_time
from achie_tui.web.host_state import AHEAD
from achie_tui.web.memory import Memory

_NEXT = Phrase("下次访问", "Next visit")
_VISIT = Phrase("{when}；{pace}", "{when}; {pace}")
_NOW, _AT = Phrase("随时可以", "at any time"), Phrase("{at} 起", "from {at} on")
_PACE = Phrase("同步时每 {seconds:g} 秒一次", "every {seconds:g} s in a sync")
_NO_PACE = Phrase("同步时不停顿", "without a pause in a sync")
_ASKED = Phrase("网站要求等待", "Asked to wait")
_NONE = Phrase("没有", "no")
_UNTIL = Phrase("{at} 前不再访问", "not to be visited before {at}")
_WAIT_ADVICE = Phrase("网站要求到时再访问，请等到那时", "The site asked not to be visited before that; wait until then")
_PAUSE = Phrase("暂停访问", "Left alone")
_FAILED_BEFORE = Phrase("没有（刚刚连续失败 {failures} 次）", "no ({failures} failures in a row just now)")
_PAUSED = Phrase("本站暂停访问至 {at}，因为连续出错", "until {at}, for it failed several times in a row")
_PAUSE_ADVICE = Phrase(
    "到时会再试；要马上再试，请同步或刷新", "It is tried again then; to try at once, sync or refresh"
)


def check_access(config: Config, memory: Memory) -> list[Check]:
    """Tell how we stand with the configured site."""
    now = time.time()
    state = memory.state(urlsplit(config.addresses.url("/")).netloc)
    pace = round(max(state.pace, config.delay), 1)

    def ahead(at: float) -> float | None:
        return at if now < at <= now + AHEAD else None

    following, wait = ahead(state.next), ahead(state.wait_until)
    rest = ahead(state.rest_until) if state.rests else None
    start = max((at for at in (following, wait, rest) if at), default=None)
    when = _AT.fill(at=clock_time(start)) if start else _NOW
    shown = _VISIT.fill(when=when, pace=_PACE.fill(seconds=pace) if pace else _NO_PACE)
    checks = [Check("gate", "next", _NEXT, shown, data={"at": start, "pace": pace})]
    if wait:
        found = _UNTIL.fill(at=clock_time(wait))
        checks.append(Check("gate", "retry_after", _ASKED, found, "warning", _WAIT_ADVICE, {"until": wait}))
    else:
        checks.append(Check("gate", "retry_after", _ASKED, _NONE, data={"until": None}))
    data = {"failures": state.failures, "refusals": state.refusals, "rests": state.rests, "until": rest}
    failures = max(state.failures, state.refusals)
    if rest:
        found = _PAUSED.fill(at=clock_time(rest))
        checks.append(Check("gate", "breaker", _PAUSE, found, "warning", _PAUSE_ADVICE, data))
    else:
        found = _FAILED_BEFORE.fill(failures=failures) if failures else _NONE
        checks.append(Check("gate", "breaker", _PAUSE, found, data=data))
    return checks
