"""A thread that looks after what waits to leave this process, a few times a second while there is work.

The loop sends by itself; but a handler may block it, for good perhaps, and what was printed before is still to be seen.
"""

import threading
from typing import Callable

PULSE_SECONDS = 0.05


class Pulse:
    """:param beat: called from the thread; returns whether there is still something to look after"""

    def __init__(self, beat: Callable[[], bool]) -> None:
        self._beat = beat
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="motia pulse", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to look after. Cheap while it beats."""
        if not self._awake.is_set():
            self._awake.set()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self._awake.wait()
            pause.wait(PULSE_SECONDS)
            if self._beat():
                continue
            self._awake.clear()
            if self._beat():  # it came just before
                self._awake.set()
