"""One slot per process that the worker fills with its host; ``motia``, ``trigger`` and ``call`` delegate to it."""

from typing import Any, Optional, Protocol, Sequence, Union

from motia._context import Logger, Receipt
from motia._errors import motia_error

After = Union[Receipt, Sequence[Receipt], None]


class Host(Protocol):
    """What a process offers to the project's code that runs in it."""

    logger: Logger

    def trigger(self, target: str, payload: Any, **options: Any) -> Any: ...

    def call(self, target: str, payload: Any, **options: Any) -> Any: ...


_host: Optional[Host] = None


def set_host(host: Optional[Host]) -> Optional[Host]:
    """Fills the slot, or empties it with ``None``; returns what was there."""
    global _host
    before, _host = _host, host
    return before


def current_host() -> Host:
    """Raises ``MOTIA_NO_HOST`` in a process that Motia did not start."""
    if _host is None:
        raise motia_error("MOTIA_NO_HOST")
    return _host


def host_logger() -> Optional[Logger]:
    """Where log entries go; nowhere outside of a Motia process."""
    return None if _host is None else _host.logger


def trigger(
    target: str,
    payload: Any = None,
    *,
    delay: Optional[float] = None,
    after: After = None,
    key: Optional[str] = None,
    now: bool = False,
) -> Receipt:
    """Asks for a run of a step, or of every step that subscribes to a topic, without waiting for it.

    Inside a handler the request commits together with the attempt, and the receipt is there at once: awaiting it is
    allowed and changes nothing. With ``now``, and outside of any handler, it goes to disk at once: plain code waits for
    that, async code awaits it.

    :param delay: milliseconds until the run may start
    :param after: start only when all runs of these receipts have succeeded
    :param key: the same key to the same step within 24 h gives the first run's receipt instead of a new run
    :raises MotiaError: ``MOTIA_PAYLOAD``, ``MOTIA_CONTEXT_CLOSED``; ``MOTIA_UNROUTED`` only in a ``strict`` project
    """
    receipt: Receipt = current_host().trigger(target, payload, delay=delay, after=after, key=key, now=now)
    return receipt


def call(target: str, payload: Any = None, *, delay: Optional[float] = None, key: Optional[str] = None) -> Any:
    """Triggers now and waits for the result: plain code gets it, async code awaits it.

    :raises CallFailedError: when the run failed for good
    """
    return current_host().call(target, payload, delay=delay, key=key)


class Motia:
    """The ambient ``motia``, which step files may use without an import."""

    trigger = staticmethod(trigger)
    call = staticmethod(call)

    def __repr__(self) -> str:
        return "<motia>"


motia = Motia()
