"""Scrolling by itself, without an app: a view and a clock of our own."""

from collections.abc import Callable

from textual.geometry import Offset

from achie_tui.tui.widgets.auto_scroll import PACES, AutoScroll, next_pace


class Tick:
    """What is called every so many seconds, until it is stopped."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.seconds = seconds
        self.call = call
        self.stopped = False

    def stop(self) -> None:
        """Be called no longer."""
        self.stopped = True


class View:
    """Ten lines, of which three are in sight."""

    def __init__(self) -> None:
        self.scroll_offset = Offset(0, 0)
        self.ticks: list[Tick] = []

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.scroll_offset.y >= 7

    def scroll_to(self, *, y: float, animate: bool) -> None:
        """Scroll, within the lines there are."""
        assert not animate
        self.scroll_offset = Offset(0, min(int(y), 7))

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Tick:
        """Keep what is to be called."""
        self.ticks.append(Tick(interval, callback))
        return self.ticks[-1]

    def pass_time(self, ticks: int) -> None:
        """Let the intervals come round that are not stopped."""
        for _ in range(ticks):
            for tick in self.ticks:
                if not tick.stopped:
                    tick.call()


def test_it_goes_down_line_by_line_until_it_is_stopped() -> None:
    view, ended = View(), list[bool]()
    auto_scroll = AutoScroll(view, lambda: ended.append(True))
    auto_scroll.start(2.0)
    view.pass_time(3)
    assert (view.scroll_offset.y, view.ticks[0].seconds) == (3, 0.5)
    auto_scroll.stop()
    view.pass_time(3)
    assert (view.scroll_offset.y, ended) == (3, [])


def test_another_pace_takes_the_place_of_the_former() -> None:
    view = View()
    auto_scroll = AutoScroll(view, lambda: None)
    auto_scroll.start(2.0)
    auto_scroll.start(5.0)
    view.pass_time(2)
    assert view.scroll_offset.y == 2
    assert [(tick.seconds, tick.stopped) for tick in view.ticks] == [(0.5, True), (0.2, False)]


def test_the_end_is_told_once() -> None:
    view, ended = View(), list[bool]()
    auto_scroll = AutoScroll(view, lambda: ended.append(True))
    auto_scroll.start(1.0)
    view.pass_time(20)
    assert (view.scroll_offset.y, ended) == (7, [True])
    auto_scroll.stop()


def test_paces_have_ends() -> None:
    assert [next_pace(pace, 1) for pace in PACES] == [*PACES[1:], PACES[-1]]
    assert [next_pace(pace, -1) for pace in PACES] == [PACES[0], *PACES[:-1]]
    assert (next_pace(1.2, 1), next_pace(1.2, -1)) == (1.5, 1.0)
