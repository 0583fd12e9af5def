"""``ctx.signal``: aborts at the deadline and on cancel. May be used from any thread."""

import asyncio
import threading
from contextvars import Context, copy_context
from typing import Any, Callable, List, Optional, Tuple

from motia_worker.awaiting import is_async
from motia_worker.plain import text_of


class AttemptSignal:
    """Aborts once, for good."""

    def __init__(self) -> None:
        self.reason: Optional[BaseException] = None
        self._lock = threading.Lock()
        self._callbacks: List[Tuple[Context, Callable[[], Any]]] = []

    @property
    def aborted(self) -> bool:
        return self.reason is not None

    def abort(self, reason: BaseException) -> None:
        with self._lock:
            if self.reason is not None:
                return
            self.reason = reason
            callbacks, self._callbacks = self._callbacks, []
        for context, callback in callbacks:
            _run(context, callback)

    def on_abort(self, callback: Callable[[], Any]) -> None:
        """Calls back within the attempt, so that what the callback logs and prints is the attempt's."""
        context = copy_context()
        with self._lock:
            if self.reason is None:
                self._callbacks.append((context, callback))
                return
        _run(context, callback)

    def wait(self, timeout: Optional[float] = None) -> Any:
        """Whether it aborted within ``timeout`` seconds; to be awaited in async code."""
        if is_async():
            return self._wait_async(timeout)
        aborted = threading.Event()
        self.on_abort(aborted.set)
        aborted.wait(timeout)
        return self.aborted

    def raise_if_aborted(self) -> None:
        if self.reason is not None:
            raise self.reason

    async def _wait_async(self, timeout: Optional[float]) -> bool:
        loop = asyncio.get_running_loop()
        aborted = asyncio.Event()
        self.on_abort(lambda: loop.call_soon_threadsafe(aborted.set))
        try:
            await asyncio.wait_for(aborted.wait(), timeout)
        except asyncio.TimeoutError:
            pass
        return self.aborted


def _run(context: Context, callback: Callable[[], Any]) -> None:
    try:
        context.run(callback)
    except BaseException as error:  # one listener's failure is not the next one's
        context.run(print, "on_abort: {}: {}".format(type(error).__name__, text_of(error)))
