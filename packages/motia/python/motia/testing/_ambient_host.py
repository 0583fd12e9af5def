"""Makes a test's process one in which ``motia`` and ``logger`` find the handler that ``run_step`` runs, as a worker does."""

import builtins
from typing import Any, Optional

from motia import Logger, motia
from motia._ambient import set_host
from motia._errors import motia_error
from motia_worker.attempt import Attempt, current_attempt
from motia_worker.context import World
from motia_worker.inherit import inherit_attempts
from motia_worker.protocol import Run


class LoneAttempt(Attempt):
    """An attempt with a world of its own: several may be under way side by side."""

    __slots__ = ("world",)

    def __init__(self, facts: Run, world: World) -> None:
        super().__init__(facts)
        self.world = world


class LoneHost:
    """Outside of handlers it is as if nobody were there."""

    @property
    def logger(self) -> Optional[Logger]:
        attempt = current_attempt.get()
        return attempt.world.logger if isinstance(attempt, LoneAttempt) else None

    def trigger(self, target: str, payload: Any, **options: Any) -> Any:
        attempt = _current()
        return attempt.world.triggers.trigger(attempt, target, payload, **options)

    def call(self, target: str, payload: Any, **options: Any) -> Any:
        attempt = _current()
        return attempt.world.triggers.call(attempt, target, payload, **options)


def _current() -> LoneAttempt:
    attempt = current_attempt.get()
    if not isinstance(attempt, LoneAttempt):
        raise motia_error("MOTIA_NO_HOST")
    return attempt


def install_host() -> None:
    """Once per process."""
    set_host(LoneHost())  # type: ignore[arg-type]
    inherit_attempts()
    builtins.motia = motia  # type: ignore[attr-defined]
