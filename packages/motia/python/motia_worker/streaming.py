"""Answers that come piece by piece: ``head``, then a ``chunk`` for each piece that was asked for, then ``done``.

An async iterator is drawn from on the loop, a plain one in a thread.
"""

import asyncio
import threading
from contextvars import copy_context
from typing import Any, Callable, Dict, Protocol

from motia import Response
from motia_worker.answer import encode_head, encode_piece
from motia_worker.attempt import Attempt
from motia_worker.channel import Channel
from motia_worker.plain import text_of
from motia_worker.threads import Threads

_NO_PIECE = object()


class Owner(Protocol):
    """Whoever runs the attempts: the invoker."""

    threads: Threads

    def is_under_way(self, attempt: Attempt) -> bool: ...
    def start_task(self, attempt: Attempt, coroutine: Any) -> None: ...
    def succeed(self, attempt: Attempt, result: str, response: str) -> None: ...
    def fail(self, attempt: Attempt, thrown: BaseException) -> None: ...


class Streams:
    """All but the drawing happens on the loop."""

    def __init__(self, channel: Channel, owner: Owner) -> None:
        self._channel = channel
        self._owner = owner
        self._open: Dict[int, Stream] = {}

    def begin(self, attempt: Attempt, response: Response) -> None:
        """From here on the attempt has no deadline, and its effects begin empty."""
        owner = self._owner
        if not owner.is_under_way(attempt):
            return
        step_id = attempt.facts["stepId"]
        try:
            status, headers = encode_head(response, step_id)
        except Exception as thrown:
            owner.fail(attempt, thrown)
            return
        attempt.deadline = float("inf")
        effects = attempt.take_effects()
        self._channel.send(
            '{"t":"head","n":%d,"status":%d,"headers":%s,"effects":%s}' % (attempt.n, status, headers, effects)
        )
        kind = type(response.body)
        is_async = hasattr(kind, "__anext__") or hasattr(kind, "__aiter__")
        stream = (AsyncStream if is_async else PlainStream)(attempt, response.body, self._channel, owner, self.forget)
        self._open[attempt.n] = stream
        stream.start()

    def pull(self, n: int, chunks: int) -> None:
        stream = self._open.get(n)
        if stream is not None:
            stream.pull(chunks)

    def close(self, n: int) -> None:
        stream = self._open.pop(n, None)
        if stream is not None:
            stream.close()

    def forget(self, n: int) -> None:
        """It has ended by itself."""
        self._open.pop(n, None)


class Stream:
    """What both kinds have in common."""

    def __init__(
        self, attempt: Attempt, pieces: Any, channel: Channel, owner: Owner, forget: Callable[[int], None]
    ) -> None:
        self.attempt = attempt
        self.pieces = pieces
        self._channel = channel
        self.owner = owner
        self._forget = forget

    def start(self) -> None:
        raise NotImplementedError

    def pull(self, chunks: int) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def send(self, piece: Any) -> None:
        self._channel.send(
            '{"t":"chunk","n":%d,%s}' % (self.attempt.n, encode_piece(piece, self.attempt.facts["stepId"]))
        )


class AsyncStream(Stream):
    """Closed by cancelling its task."""

    def start(self) -> None:
        self._asked = asyncio.Semaphore(0)
        self.owner.start_task(self.attempt, self._draw())

    def pull(self, chunks: int) -> None:
        for _ in range(chunks):
            self._asked.release()

    def close(self) -> None:
        """The attempt's cut-off has cancelled the task."""

    async def _draw(self) -> None:
        pieces = self.pieces
        try:
            iterator = pieces if hasattr(type(pieces), "__anext__") else pieces.__aiter__()
            while True:
                await self._asked.acquire()
                try:
                    piece = await iterator.__anext__()
                except StopAsyncIteration:
                    break
                self.send(piece)
            self.owner.succeed(self.attempt, '"null"', "")
        except BaseException as thrown:
            self.owner.fail(self.attempt, thrown)
        finally:
            self._forget(self.attempt.n)
            await _close_async(pieces)


class PlainStream(Stream):
    """Has a thread until its end."""

    def start(self) -> None:
        self._asked = threading.Semaphore(0)
        self._is_closed = False
        context = copy_context()
        self.owner.threads.run(lambda: context.run(self._draw))

    def pull(self, chunks: int) -> None:
        for _ in range(chunks):
            self._asked.release()

    def close(self) -> None:
        self._is_closed = True
        self._asked.release()

    def _draw(self) -> None:
        try:
            while True:
                self._asked.acquire()
                piece = _NO_PIECE if self._is_closed else next(self.pieces, _NO_PIECE)
                if piece is _NO_PIECE or self._is_closed:
                    break
                self.send(piece)
            self.owner.succeed(self.attempt, '"null"', "")
        except BaseException as thrown:
            self.owner.fail(self.attempt, thrown)
        finally:
            self._forget(self.attempt.n)
            _close_plain(self.pieces)


async def _close_async(pieces: Any) -> None:
    close = getattr(pieces, "aclose", None)
    try:
        if close is not None:
            await close()
    except BaseException as error:  # what a generator does about being closed is its own affair
        print("closing the stream: {}".format(text_of(error)))


def _close_plain(pieces: Any) -> None:
    close = getattr(pieces, "close", None)
    try:
        if close is not None:
            close()
    except BaseException as error:
        print("closing the stream: {}".format(text_of(error)))
