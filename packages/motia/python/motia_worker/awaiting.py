"""One answer for two kinds of code: async code is given something to await, plain code waits in its thread."""

import asyncio
import threading
from typing import Any, Callable, Generator, Optional

#: The loop that runs in this thread, if one does.
running_loop = asyncio._get_running_loop


def is_async() -> bool:
    """Whether the caller's thread runs an event loop, and so must not be made to wait."""
    return running_loop() is not None


class Answer:
    """A value that comes later. Made by the asking thread, settled by the worker's loop or where an attempt is cut off.

    :param convert: makes the value from the reply, in the thread that settles
    """

    __slots__ = ("_convert", "_error", "_future", "_gate", "_loop", "_value", "is_settled")

    def __init__(self, convert: Optional[Callable[[Any], Any]] = None) -> None:
        self._convert = convert
        self._error: Optional[BaseException] = None
        self._value: Any = None
        self._loop = running_loop()
        self._future: Optional[asyncio.Future[Any]] = None
        self._gate: Optional[threading.Event] = None
        self.is_settled = False
        if self._loop is not None:
            self._future = self._loop.create_future()
        else:
            self._gate = threading.Event()

    def deliver(self) -> Any:
        """A future in async code; the value itself, once it is there, in plain code."""
        if self._gate is None:
            return self._future
        self._gate.wait()
        if self._error is not None:
            raise self._error
        return self._value

    def settle(self, reply: Any) -> None:
        try:
            value = reply if self._convert is None else self._convert(reply)
        except BaseException as error:
            self.refuse(error)
            return
        self._end(value, None)

    def refuse(self, error: BaseException) -> None:
        self._end(None, error)

    def _end(self, value: Any, error: Optional[BaseException]) -> None:
        if self.is_settled:
            return
        self.is_settled = True
        if self._gate is not None:
            self._value, self._error = value, error
            self._gate.set()
        elif self._loop is running_loop():
            _settle(self._future, value, error)
        elif self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_settle, self._future, value, error)


class Done:
    """What a call that has done its work already gives to async code that awaits it."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __await__(self) -> Generator[Any, None, Any]:
        return self._value
        yield  # makes this a generator


_NOTHING = Done(None)


def done() -> Any:
    """``None``, in the form that the caller's kind of code expects."""
    return _NOTHING if is_async() else None


def _settle(future: Any, value: Any, error: Optional[BaseException]) -> None:
    if future.done():
        return  # its task was cancelled
    if error is not None:
        future.set_exception(error)
        if getattr(error, "code", None) == "MOTIA_CONTEXT_CLOSED":
            future.exception()  # nobody has to have asked for it: the attempt is over
    else:
        future.set_result(value)
