"""The ``ctx`` of a handler: properties over an attempt, so that what is not used costs nothing."""

from typing import Any, Optional

from motia import Logger
from motia_worker.asks import Asks
from motia_worker.attempt import Attempt
from motia_worker.signals import AttemptSignal
from motia_worker.state import AttemptState
from motia_worker.trigger import Triggers


class World:
    """What all attempts of this process share."""

    __slots__ = ("asks", "logger", "triggers")

    def __init__(self, asks: Asks, triggers: Triggers, logger: Logger) -> None:
        self.asks = asks
        self.triggers = triggers
        self.logger = logger


class AttemptContext:
    """See ``motia.Context``."""

    __slots__ = ("_attempt", "_state", "_world")

    def __init__(self, attempt: Attempt, world: World) -> None:
        self._attempt = attempt
        self._world = world
        self._state: Optional[AttemptState] = None

    def __repr__(self) -> str:
        return "<Context of {} (run {}, attempt {})>".format(self.step_id, self.run_id, self.attempt)

    @property
    def run_id(self) -> str:
        return self._attempt.facts["runId"]

    @property
    def trace_id(self) -> str:
        return self._attempt.facts["traceId"]

    @property
    def traceparent(self) -> str:
        """A W3C header that tells others of this attempt: as in TypeScript, parent id from the run and the attempt."""
        return "00-{}-{}{:02x}-01".format(self.trace_id, self.run_id[-14:], self.attempt % 256)

    @property
    def step_id(self) -> str:
        return self._attempt.facts["stepId"]

    @property
    def attempt(self) -> int:
        return self._attempt.facts["attempt"]

    @property
    def idempotency_key(self) -> str:
        return self._attempt.facts["runId"]

    @property
    def deadline(self) -> float:
        return self._attempt.facts["deadline"]

    @property
    def signal(self) -> AttemptSignal:
        return self._attempt.signal

    @property
    def logger(self) -> Logger:
        return self._world.logger

    @property
    def state(self) -> AttemptState:
        if self._state is None:
            self._state = AttemptState(self._attempt, self._world.asks)
        return self._state

    def trigger(self, target: str, payload: Any = None, **options: Any) -> Any:
        return self._world.triggers.trigger(self._attempt, target, payload, **options)

    def call(self, target: str, payload: Any = None, **options: Any) -> Any:
        return self._world.triggers.call(self._attempt, target, payload, **options)
