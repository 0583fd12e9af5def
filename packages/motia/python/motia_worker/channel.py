"""The channel to the host: frames of a 32-bit big-endian length and that many bytes of UTF-8 JSON, an array of
messages.

What is sent within one turn of the event loop shares a frame. Any thread may send. Until ``attach`` there is no loop,
and reading and flushing block.
"""

import asyncio
import json
import socket
import struct
import threading
import time
from collections import deque
from typing import Any, Callable, Deque, List, Optional

MAX_FRAME_BYTES = 512 * 1024 * 1024
READ_BYTES = 256 * 1024
#: Reads of one turn: a host that sends without end must not keep handlers waiting.
MAX_READS = 16
#: A log line leaves at once if nothing left for so long: what follows it may block this process for good.
QUIET_SECONDS = 0.01

Receive = Callable[[List[Any]], None]
Gone = Callable[[Optional[Exception]], None]

_HEADER = struct.Struct(">I")


class ProtocolError(Exception):
    """What arrived is no frame of this protocol."""


class FrameReader:
    """Cuts a byte stream into messages; keeps at most one unfinished frame, its pieces joined once."""

    def __init__(self) -> None:
        self._pieces: List[bytes] = []
        self._have = 0
        self._need = _HEADER.size

    def feed(self, data: bytes) -> List[Any]:
        """The messages that are complete now. Raises ``ProtocolError``."""
        if self._pieces:
            self._pieces.append(data)
            self._have += len(data)
            if self._have < self._need:
                return []
            data = b"".join(self._pieces)
        messages: List[Any] = []
        start, end = 0, len(data)
        self._need = _HEADER.size
        while end - start >= _HEADER.size:
            length = _HEADER.unpack_from(data, start)[0]
            if length > MAX_FRAME_BYTES:
                raise ProtocolError("a frame of {} bytes".format(length))
            if end - start - _HEADER.size < length:
                self._need = _HEADER.size + length
                break
            start += _HEADER.size
            messages.extend(_parse(data[start : start + length]))
            start += length
        self._pieces = [data[start:]] if start < end else []
        self._have = end - start
        return messages


class Channel:
    """``send`` takes a message as JSON text; order is kept over all threads."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._reader = FrameReader()
        self._queued: Deque[str] = deque()
        #: The rest of a frame that the socket did not take at once.
        self._unsent: Any = b""
        self._lock = threading.Lock()
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._thread = 0
        self._is_scheduled = False
        #: The last read gave all that fits: there may be more.
        self._filled = False
        self._left_at = 0.0
        self.is_open = True

    def attach(self, loop: asyncio.AbstractEventLoop, receive: Receive, gone: Gone) -> None:
        """From now on the loop reads and writes. ``gone`` is called when the host has closed its end, or broke
        the protocol.
        """
        self._socket.setblocking(False)
        self._thread = threading.get_ident()
        self._loop = loop
        loop.add_reader(self._socket.fileno(), self._readable, receive, gone)
        self._is_scheduled = True
        loop.call_soon(self._turn)

    @property
    def is_congested(self) -> bool:
        """The socket did not take all of what was flushed."""
        return len(self._unsent) > 0

    def read(self) -> Optional[List[Any]]:
        """What arrived, perhaps nothing yet; ``None`` at the end of the stream."""
        self._filled = False
        try:
            data = self._socket.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return []
        except OSError:
            return None
        self._filled = len(data) == READ_BYTES
        return self._reader.feed(data) if data else None

    def send(self, message: str) -> None:
        self._queued.append(message)
        if not self._is_scheduled and self._loop is not None:
            self._is_scheduled = True
            self._call_soon(self._turn)

    def send_log(self, message: str) -> None:
        """The same, but at once if the channel was quiet before."""
        self.send(message)
        if time.monotonic() - self._left_at > QUIET_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Writes what is queued; what the socket does not take follows when it does."""
        with self._lock:
            if self._unsent or not self._queued or not self.is_open:
                return
            self._unsent = self._take_frame()
            if not self._write() and self._loop is not None:
                self._call_soon(self._wait_for_room)

    def drain(self, seconds: float) -> None:
        """Flushes, and waits until all of it has left."""
        until = time.monotonic() + seconds
        self.flush()
        while (self._unsent or self._queued) and self.is_open and time.monotonic() < until:
            with self._lock:
                self._write()
            if self._unsent:
                time.sleep(0.001)
            else:
                self.flush()

    def abandon(self) -> None:
        """For a forked child: the channel stays its parent's."""
        self.is_open = False
        self._queued.clear()
        self._unsent = b""
        self._lock = threading.Lock()
        self._loop = None
        self._socket.close()

    def _readable(self, receive: Receive, gone: Gone) -> None:
        messages: List[Any] = []
        for _ in range(MAX_READS):
            try:
                more = self.read()
            except ProtocolError as error:
                gone(error)
                return
            if more is None:
                self.is_open = False
                gone(None)
                return
            messages.extend(more)
            if not self._filled:
                break
        if messages:
            receive(messages)

    def _turn(self) -> None:
        self._is_scheduled = False
        self.flush()

    def _call_soon(self, callback: Callable[[], None]) -> None:
        loop = self._loop
        if loop is None:
            return
        try:
            if threading.get_ident() == self._thread:
                loop.call_soon(callback)
            else:
                loop.call_soon_threadsafe(callback)
        except RuntimeError:
            pass  # the loop is closed: the process is about to end

    def _take_frame(self) -> bytes:
        queued = self._queued
        texts = [queued.popleft() for _ in range(len(queued))]
        # Half of a surrogate pair has no UTF-8; as an escape of JSON it arrives as it was.
        body = ("[" + ",".join(texts) + "]").encode("utf-8", "backslashreplace")
        self._left_at = time.monotonic()
        return _HEADER.pack(len(body)) + body

    def _write(self) -> bool:
        """Whether all has left. Under the lock."""
        try:
            while self._unsent:
                sent = self._socket.send(self._unsent)
                self._unsent = b"" if sent == len(self._unsent) else memoryview(self._unsent)[sent:]
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            self._unsent = b""
            self.is_open = False
        return True

    def _wait_for_room(self) -> None:
        if self._loop is not None and self._unsent:
            self._loop.add_writer(self._socket.fileno(), self._writable)

    def _writable(self) -> None:
        with self._lock:
            is_done = self._write()
        if is_done:
            if self._loop is not None:
                self._loop.remove_writer(self._socket.fileno())
            self.flush()


def _parse(body: bytes) -> List[Any]:
    try:
        messages = json.loads(body.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a frame holds no JSON: {}".format(error)) from None
    if not isinstance(messages, list):
        raise ProtocolError("a frame holds no array")
    return messages
