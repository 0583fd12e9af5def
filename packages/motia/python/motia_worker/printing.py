"""What the project's code prints, as lines of the attempt that printed them: stdout and stderr of this process.

A line belongs to the attempt, stream and thread that wrote it; one without an end is told after a moment, and when its
attempt ends.
"""

import codecs
import io
import sys
import threading
import time
from typing import Any, Callable, Dict, Optional, Set, Tuple

from motia_worker.attempt import Attempt, current_attempt
from motia_worker.logs import LogSink

PARTIAL_SECONDS = 0.05
#: A line that is longer is told in pieces.
PARTIAL_CHARS = 64 * 1024

_Key = Tuple[Optional[Attempt], str, int]


class Printing:
    """:param began: called when a line has begun that has no end yet: ``finish_old`` is to be called before long"""

    def __init__(self, sink: LogSink, began: Callable[[], None]) -> None:
        self._sink = sink
        self._began = began
        self._partial: Dict[_Key, Tuple[str, float]] = {}
        #: Lines that were told before their end came: it is no line of its own when it does.
        self._endless: Set[_Key] = set()
        self._lock = threading.Lock()
        self._streams = (sys.stdout, sys.stderr)

    def capture(self) -> None:
        sys.stdout = PrintStream(self, "info", self._streams[0])
        sys.stderr = PrintStream(self, "error", self._streams[1])

    def restore(self) -> None:
        sys.stdout, sys.stderr = self._streams

    def write(self, level: str, text: str) -> None:
        attempt = current_attempt.get()
        key = (attempt, level, threading.get_ident())
        with self._lock:
            if key in self._endless and text:
                self._endless.discard(key)
                text = text[1:] if text[0] == "\n" else text
            before = self._partial.pop(key, None)
            if before is not None:
                text = before[0] + text
            whole, newline, rest = text.rpartition("\n")
            if len(rest) > PARTIAL_CHARS:
                whole, newline, rest = whole + newline + rest, "\n", ""
            if rest:
                self._partial[key] = (rest, time.monotonic())
        if newline:
            for line in whole.split("\n"):
                self._tell(level, line, attempt)
        if rest:
            self._began()

    def finish(self, attempt: Attempt) -> None:
        """Tells what the attempt has begun to print: it ends."""
        if not self._partial and not self._endless:
            return
        with self._lock:
            self._endless = {key for key in self._endless if key[0] is not attempt}
            keys = [key for key in self._partial if key[0] is attempt]
            texts = [(key[1], self._partial.pop(key)[0]) for key in keys]
        for level, text in texts:
            self._tell(level, text, attempt)

    def finish_old(self) -> bool:
        """Tells the lines that have waited for their end for long; whether others still wait."""
        if not self._partial:
            return False
        until = time.monotonic() - PARTIAL_SECONDS * 0.9
        with self._lock:
            old = [key for key, (_, at) in self._partial.items() if at <= until]
            texts = [(key, self._partial.pop(key)[0]) for key in old]
            self._endless.update(old)
            waits = bool(self._partial)
        for (attempt, level, _), text in texts:
            self._tell(level, text, attempt)
        return waits

    def finish_all(self) -> None:
        with self._lock:
            partial, self._partial = self._partial, {}
        for (attempt, level, _), (text, _) in partial.items():
            self._tell(level, text, attempt)

    def _tell(self, level: str, line: str, attempt: Optional[Attempt]) -> None:
        if line.endswith("\r"):
            line = line[:-1]
        self._sink.tell(level, line, "print", "", attempt)


class PrintStream(io.TextIOBase):
    """Stands for ``sys.stdout`` or ``sys.stderr``; ``fileno`` is the real one's, for child processes."""

    def __init__(self, printing: Printing, level: str, real: Any) -> None:
        super().__init__()
        self._printing = printing
        self._level = level
        self._real = real
        self.buffer = PrintBuffer(self)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"

    @property
    def name(self) -> str:
        return str(getattr(self._real, "name", "<stdout>"))

    @property
    def mode(self) -> str:
        return "w"

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not {}".format(type(text).__name__))
        if text:
            self._printing.write(self._level, text)
        return len(text)

    def flush(self) -> None:
        """A line that is not ended yet waits for its end."""

    def close(self) -> None:
        """Other attempts go on printing."""

    def fileno(self) -> int:
        return int(self._real.fileno())

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def reconfigure(self, **_: Any) -> None:
        """Nothing to configure: text reaches the log as it is."""


class PrintBuffer(io.BufferedIOBase):
    """``sys.stdout.buffer``: bytes as text, whole characters only."""

    def __init__(self, stream: PrintStream) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: Any) -> int:
        self._stream.write(self._decoder.decode(bytes(data)))
        return len(data)

    def close(self) -> None:
        """Other attempts go on printing."""

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True
