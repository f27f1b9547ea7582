"""A clock that only sleeping moves."""

import asyncio


class Clock:
    """Tells the time; `slept` has how long was slept, in order."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the others run, and move the clock."""
        self.slept.append(seconds)
        await asyncio.sleep(0)
        self.now += seconds
