"""Threads that a handler starts belong to its attempt, like its tasks do: ``threading`` and ``concurrent.futures`` are
made to hand the context on, which asyncio does by itself.
"""

import concurrent.futures
import threading
from contextvars import copy_context
from typing import Any

from motia_worker.attempt import current_attempt


def inherit_attempts() -> None:
    """Once per process, before the project's code is loaded."""
    start = threading.Thread.start
    submit = concurrent.futures.ThreadPoolExecutor.submit

    def start_within(self: threading.Thread) -> None:
        if current_attempt.get() is not None and "run" not in self.__dict__:
            context, run = copy_context(), self.run

            def run_within() -> None:
                self.__dict__.pop("run", None)  # a cycle otherwise
                context.run(run)

            self.run = run_within  # type: ignore[method-assign]
        start(self)

    def submit_within(self: Any, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return submit(self, copy_context().run, fn, *args, **kwargs)

    threading.Thread.start = start_within  # type: ignore[method-assign]
    concurrent.futures.ThreadPoolExecutor.submit = submit_within  # type: ignore[assignment]
