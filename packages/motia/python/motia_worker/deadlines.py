"""Cuts attempts off at their deadlines with one timer for all of them: an attempt costs no timer of its own."""

import asyncio
import time
from typing import Any, Callable, Dict, Optional

from motia_worker.attempt import Attempt

_NEVER = float("inf")
#: The longest that a timer sleeps; a clock that was set forward is seen after as long.
_MAX_SLEEP_S = 3600.0


class Deadlines:
    """:param on_passed: called once for each attempt whose deadline passed while it was under way"""

    def __init__(self, under_way: Dict[int, Attempt], on_passed: Callable[[Attempt], None]) -> None:
        self._under_way = under_way
        self._on_passed = on_passed
        self._timer: Optional[asyncio.TimerHandle] = None
        self._timer_at = _NEVER
        self._loop: Any = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def watch(self, deadline: float) -> None:
        """Of an attempt that has begun; milliseconds since the epoch."""
        if deadline < self._timer_at:
            self._sleep_until(deadline)

    def _sleep_until(self, at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = at
        seconds = max(0.0, min((at - time.time() * 1000) / 1000, _MAX_SLEEP_S))
        self._timer = self._loop.call_later(seconds, self._sweep)

    def _sweep(self) -> None:
        now = time.time() * 1000
        attempts = list(self._under_way.values())
        self._timer_at = _NEVER
        following = min((attempt.deadline for attempt in attempts if attempt.deadline > now), default=_NEVER)
        if following < _NEVER:
            self._sleep_until(following)
        for attempt in attempts:
            if attempt.deadline <= now:
                self._on_passed(attempt)
