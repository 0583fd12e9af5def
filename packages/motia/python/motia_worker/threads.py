"""Threads for plain ``def`` handlers: as many as there is work at once, each kept for a while for the next.

Unlike ``concurrent.futures`` it never queues: a handler that waits for another one's result must not starve it.
"""

import queue
import threading
from typing import Callable, List

IDLE_SECONDS = 30.0

Job = Callable[[], None]


class Threads:
    """The thread that was idle last is used first, so that a quiet worker gives threads back."""

    def __init__(self) -> None:
        self._idle: List[_Worker] = []
        self._lock = threading.Lock()

    def run(self, job: Job) -> None:
        """:param job: never raises"""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is None:
            _Worker(self, job).start()
        else:
            worker.jobs.put(job)

    def _rest(self, worker: "_Worker") -> None:
        with self._lock:
            self._idle.append(worker)

    def _leave(self, worker: "_Worker") -> bool:
        """Whether it may end: it may have been given a job just now."""
        with self._lock:
            if worker not in self._idle:
                return False
            self._idle.remove(worker)
            return True


class _Worker(threading.Thread):
    def __init__(self, pool: Threads, job: Job) -> None:
        super().__init__(name="motia handler", daemon=True)
        self.jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._pool = pool
        self.jobs.put(job)

    def run(self) -> None:
        while True:
            try:
                job = self.jobs.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                if self._pool._leave(self):
                    return
                continue
            job()
            del job  # it holds the attempt
            self._pool._rest(self)
