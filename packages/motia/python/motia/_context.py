"""What a handler is given besides its input: the types of ``ctx`` and of what hangs on it. The worker makes them real.

What waits for the app (a read of the state, a call) is awaited in async code and gives its value at once in plain code,
so these results are typed ``Any``.
"""

from typing import Any, Callable, Dict, Generator, NamedTuple, Optional, Protocol, Sequence, Union


class TriggeredRun:
    """A run that a trigger asked for."""

    __slots__ = ("run_id", "step_id")

    def __init__(self, run_id: str, step_id: str) -> None:
        self.run_id = run_id
        self.step_id = step_id

    def __repr__(self) -> str:
        return "TriggeredRun(run_id={!r}, step_id={!r})".format(self.run_id, self.step_id)

    def __motia_json__(self) -> Dict[str, str]:
        return {"runId": self.run_id, "stepId": self.step_id}


class Receipt(Protocol):
    """What a trigger gives back. Awaiting it gives the receipt itself."""

    @property
    def id(self) -> str: ...

    @property
    def trace_id(self) -> str: ...

    @property
    def routed(self) -> bool:
        """False if no step has the id or subscribes to the topic."""

    @property
    def runs(self) -> Sequence[TriggeredRun]: ...

    def result(self) -> Any:
        """The run's result for an id, a list in subscriber order for a topic.

        :raises MotiaError: ``MOTIA_UNROUTED``, ``MOTIA_RESULT_BEFORE_COMMIT``; CallFailedError when a run failed
        """

    def __await__(self) -> Generator[Any, None, "Receipt"]: ...


class StateItem(NamedTuple):
    """An item of a group; ``version`` rises with every write of it."""

    key: str
    value: Any
    version: int


class State(Protocol):
    """Durable key-value groups. Reads see the attempt's own writes; writes commit with the attempt."""

    def get(self, group: str, key: str) -> Any:
        """``None`` when nothing is stored."""

    def set(self, group: str, key: str, value: Any) -> Any: ...

    def delete(self, group: str, key: str) -> Any: ...

    def list(self, group: str) -> Any:
        """A list of :class:`StateItem`, by key."""

    def get_group(self, group: str) -> Any:
        """A list of the values, by key."""

    def clear(self, group: str) -> Any: ...

    def update(self, group: str, key: str, fn: Callable[[Any], Any]) -> Any:
        """Reads, applies ``fn`` and writes; gives what was written."""

    def increment(self, group: str, key: str, by: float = 1) -> Any: ...

    def append(self, group: str, key: str, item: Any) -> Any: ...

    def patch(self, group: str, key: str, partial: Dict[str, Any]) -> Any: ...


class Logger(Protocol):
    """Entries belong to the run that logs them. Fields may be a dict, or keywords."""

    def debug(self, message: object, fields: Optional[Dict[str, Any]] = None, **more: Any) -> None: ...

    def info(self, message: object, fields: Optional[Dict[str, Any]] = None, **more: Any) -> None: ...

    def warn(self, message: object, fields: Optional[Dict[str, Any]] = None, **more: Any) -> None: ...

    def warning(self, message: object, fields: Optional[Dict[str, Any]] = None, **more: Any) -> None: ...

    def error(self, message: object, fields: Optional[Dict[str, Any]] = None, **more: Any) -> None: ...


class Signal(Protocol):
    """Aborts at the deadline and on cancel."""

    @property
    def aborted(self) -> bool: ...

    @property
    def reason(self) -> Optional[BaseException]: ...

    def wait(self, timeout: Optional[float] = None) -> Any:
        """Until it aborts, or for ``timeout`` seconds; whether it aborted. To be awaited in async code."""

    def on_abort(self, callback: Callable[[], Any]) -> None:
        """Calls back once, at once if it has aborted already."""

    def raise_if_aborted(self) -> None: ...


class Context(Protocol):
    """One attempt of one run, as its handler sees it: the parameter named ``ctx``."""

    @property
    def run_id(self) -> str: ...

    @property
    def trace_id(self) -> str: ...

    @property
    def traceparent(self) -> str:
        """A W3C header that tells others of this attempt."""

    @property
    def step_id(self) -> str: ...

    @property
    def attempt(self) -> int:
        """1 for the first."""

    @property
    def idempotency_key(self) -> str:
        """The same for all attempts of the run: send it along to the outside."""

    @property
    def deadline(self) -> float:
        """Milliseconds since the epoch at which the attempt is cut off."""

    @property
    def signal(self) -> Signal: ...

    @property
    def logger(self) -> Logger: ...

    @property
    def state(self) -> State: ...

    def trigger(
        self,
        target: str,
        payload: Any = None,
        *,
        delay: Optional[float] = None,
        after: Union[Receipt, Sequence[Receipt], None] = None,
        key: Optional[str] = None,
        now: bool = False,
    ) -> Receipt: ...

    def call(
        self, target: str, payload: Any = None, *, delay: Optional[float] = None, key: Optional[str] = None
    ) -> Any: ...
