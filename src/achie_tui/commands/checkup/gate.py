"""How we stand with the site: when it may be asked, and what keeps it from being asked."""

import time
from urllib.parse import urlsplit

from achie_tui.commands.checkup.check import Check
from achie_tui.config import Config
from achie_tui.language import Phrase
from achie_tui.web.memory import Memory

_AHEAD = 7 * 3600.0  # what is further ahead is a clock that jumped

_NEXT = Phrase("下次请求", "Next request")
_NOW = Phrase("随时可以，同步间隔 {pace:.1f} 秒", "any time, {pace:.1f} s apart in a sync")
_AT = Phrase("{at} 起，同步间隔 {pace:.1f} 秒", "from {at} on, {pace:.1f} s apart in a sync")
_ASKED = Phrase("Retry-After", "Retry-After")
_NONE = Phrase("没有", "none")
_UNTIL = Phrase("到 {at}", "until {at}")
_WAIT_ADVICE = Phrase("网站要求到时再访问，请等到那时", "The site asked not to be visited before that; wait until then")
_BREAKER = Phrase("断路器", "Breaker")
_CLOSED = Phrase("合上，连续失败 {failures} 次", "closed, {failures} failures in a row")
_OPEN = Phrase("断开，{at} 前 sync 不再访问", "open, no sync asks the site before {at}")
_OPEN_ADVICE = Phrase("网站连续出错，请过了那时再试", "The site failed several times in a row; try again after that")


def gate(config: Config, memory: Memory) -> list[Check]:
    """Tell how we stand with the configured site."""
    now = time.time()
    standing = memory.standing(urlsplit(config.addresses.url("/")).netloc)
    pace = max(standing.pace, config.delay)

    def ahead(at: float) -> float | None:
        return at if now < at <= now + _AHEAD else None

    following, wait = ahead(standing.next), ahead(standing.wait_until)
    rest = ahead(standing.rest_until) if standing.rests else None
    start = max((at for at in (following, wait, rest) if at), default=None)
    shown = _AT.fill(at=_clock(start), pace=pace) if start else _NOW.fill(pace=pace)
    checks = [Check("gate", "next", _NEXT, shown, data={"at": start, "pace": pace})]
    if wait:
        found = _UNTIL.fill(at=_clock(wait))
        checks.append(Check("gate", "retry_after", _ASKED, found, "warning", _WAIT_ADVICE, {"until": wait}))
    else:
        checks.append(Check("gate", "retry_after", _ASKED, _NONE, data={"until": None}))
    data = {"failures": standing.failures, "refusals": standing.refusals, "rests": standing.rests, "until": rest}
    if rest:
        found = _OPEN.fill(at=_clock(rest))
        checks.append(Check("gate", "breaker", _BREAKER, found, "warning", _OPEN_ADVICE, data))
    else:
        found = _CLOSED.fill(failures=standing.failures)
        checks.append(Check("gate", "breaker", _BREAKER, found, data=data))
    return checks


def _clock(at: float) -> str:
    return time.strftime("%m-%d %H:%M:%S", time.localtime(at))
