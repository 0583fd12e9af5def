"""Invokes a handler: parse → validate → call within the attempt's scope → encode. The spine of every step.

An ``async def`` runs as a task on the loop, a ``def`` in a thread. Whoever takes an attempt out of ``under_way`` tells
how it ended; nobody else does.
"""

import asyncio
import sys
from contextvars import copy_context
from typing import Any, Callable, Dict, Set

from motia._errors import motia_error
from motia_worker.answer import encode_response, is_stream, to_response
from motia_worker.attempt import CLOSED, SUCCEEDED, Attempt, current_attempt
from motia_worker.channel import Channel
from motia_worker.context import AttemptContext, World
from motia_worker.failure import failed_outcome, reason_of
from motia_worker.json_text import decode_json, encode_json, quote
from motia_worker.loaded_step import LoadedStep
from motia_worker.printing import Printing
from motia_worker.project_paths import ProjectPaths
from motia_worker.streaming import Streams
from motia_worker.threads import Threads
from motia_worker.trace import trim_trace

_IS_EAGER = sys.version_info >= (3, 12)


class Invoker:
    """:param ended: called, in any thread, after an attempt was taken out of ``under_way``"""

    def __init__(
        self,
        world: World,
        channel: Channel,
        printing: Printing,
        under_way: Dict[int, Attempt],
        ended: Callable[[], None],
    ) -> None:
        self.paths = ProjectPaths("")
        self.threads = Threads()
        self.streams = Streams(channel, self)
        self._world = world
        self._channel = channel
        self._printing = printing
        self._under_way = under_way
        self._ended = ended
        self._loop: Any = None
        #: The loop itself holds tasks only weakly.
        self._tasks: Set[Any] = set()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def start(self, step: LoadedStep, attempt: Attempt) -> None:
        """On the loop. Never raises."""
        if not step.is_async:
            context = copy_context()
            context.run(current_attempt.set, attempt)
            try:
                self.threads.run(lambda: context.run(self._run_plain, step, attempt))
            except RuntimeError as error:  # the system gives no more threads
                self.fail(attempt, error)
            return
        token = current_attempt.set(attempt)
        try:
            self.start_task(attempt, self._run_async(step, attempt))
        finally:
            current_attempt.reset(token)

    def trim(self, error: BaseException) -> str:
        """Its traceback, of the project's frames."""
        return trim_trace(error, self.paths)

    def is_under_way(self, attempt: Attempt) -> bool:
        return self._under_way.get(attempt.n) is attempt

    def start_task(self, attempt: Attempt, coroutine: Any) -> None:
        """Within the attempt's context; a handler that waits for nothing is done on return, if Python can do that."""
        if _IS_EAGER:
            task = asyncio.Task(coroutine, loop=self._loop, eager_start=True)  # novermin  # type: ignore[call-arg]
            if task.done():
                return
        else:
            task = self._loop.create_task(coroutine)
        attempt.task = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_async(self, step: LoadedStep, attempt: Attempt) -> None:
        try:
            payload = decode_json(attempt.facts["input"])
            args, kwargs = step.bind(payload, AttemptContext(attempt, self._world) if step.takes_ctx else None)
            returned = step.handler(*args, **kwargs)
            if step.awaits:
                returned = await returned
            if returned is not None and hasattr(type(returned), "__await__"):
                returned = await returned
            self._succeed(step, attempt, payload, returned)
        except BaseException as thrown:
            self.fail(attempt, thrown)

    def _run_plain(self, step: LoadedStep, attempt: Attempt) -> None:
        try:
            if attempt.phase == CLOSED:
                return  # it was cut off before a thread was free
            payload = decode_json(attempt.facts["input"])
            args, kwargs = step.bind(payload, AttemptContext(attempt, self._world) if step.takes_ctx else None)
            returned = step.handler(*args, **kwargs)
            if returned is not None and hasattr(type(returned), "__await__"):
                later = self._await(step, attempt, payload, returned)
                self._loop.call_soon_threadsafe(self.start_task, attempt, later)
                return
            self._succeed(step, attempt, payload, returned)
        except BaseException as thrown:
            self.fail(attempt, thrown)

    async def _await(self, step: LoadedStep, attempt: Attempt, payload: Any, returned: Any) -> None:
        """Of a plain function that gave a coroutine."""
        try:
            self._succeed(step, attempt, payload, await returned)
        except BaseException as thrown:
            self.fail(attempt, thrown)

    def _succeed(self, step: LoadedStep, attempt: Attempt, payload: Any, returned: Any) -> None:
        if step.is_api and type(payload) is dict and "__request" in payload:
            response = to_response(returned)
            if is_stream(response.body):
                self._loop.call_soon_threadsafe(self.streams.begin, attempt, response)
                return
            encoded = encode_response(response, step.id)
            self.succeed(attempt, '"null"', ',"response":' + encoded)
        else:
            self.succeed(attempt, quote(encode_json(returned, "result of " + step.id)), "")

    def succeed(self, attempt: Attempt, result: str, response: str) -> None:
        """:param result: JSON text in a JSON string :param response: a further member of the outcome, or nothing"""
        self._printing.finish(attempt)
        if self._under_way.pop(attempt.n, None) is None:
            return
        effects = attempt.end(SUCCEEDED)
        self._channel.send(
            '{"t":"done","n":%d,"outcome":{"status":"succeeded","result":%s,"effects":%s%s}}'
            % (attempt.n, result, effects, response)
        )
        self._ended()

    def fail(self, attempt: Attempt, thrown: BaseException) -> None:
        self._printing.finish(attempt)
        if self._under_way.pop(attempt.n, None) is None:
            return
        self._tell_failed(attempt, reason_of(thrown), thrown)

    def time_out(self, attempt: Attempt) -> None:
        """Its deadline has passed; what the handler still does counts for nothing."""
        if self._under_way.pop(attempt.n, None) is None:
            return
        self._printing.finish(attempt)
        timeout_ms = round(attempt.deadline - attempt.started_at)
        error = motia_error("MOTIA_TIMEOUT", timeoutMs=timeout_ms)
        attempt.cut_off(error)
        self._tell_failed(attempt, "timeout", error)

    def cancel(self, n: int, reason: BaseException) -> None:
        """Nobody wants it any more: nothing further is told of it."""
        attempt = self._under_way.pop(n, None)
        if attempt is None:
            return
        attempt.cut_off(reason)
        self.streams.close(n)
        self._ended()

    def _tell_failed(self, attempt: Attempt, reason: str, thrown: BaseException) -> None:
        outcome = failed_outcome(reason, thrown, attempt.end(CLOSED), self.paths)
        self._channel.send('{"t":"done","n":%d,"outcome":%s}' % (attempt.n, outcome))
        self._ended()
