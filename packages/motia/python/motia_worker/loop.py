"""The worker's side of the protocol: takes messages, starts attempts, ends the process. main.py composes it."""

import asyncio
import time
from typing import Any, Callable, Dict, List, Optional

from motia._errors import motia_error
from motia_worker.asks import Asks
from motia_worker.attempt import Attempt, current_attempt
from motia_worker.channel import Channel
from motia_worker.deadlines import Deadlines
from motia_worker.invoke import Invoker
from motia_worker.loaded_step import LoadedStep
from motia_worker.logs import SinkLogger
from motia_worker.memory import resident_bytes
from motia_worker.plain import text_of
from motia_worker.protocol import Run
from motia_worker.targets import Targets

#: The host has to know what has begun before it does; it is not waited for longer.
BEGUN_SECONDS = 5.0


class WorkerLoop:
    """:param began: called when attempts are about to begin :param leave: ends the process in order, on the loop"""

    def __init__(
        self,
        channel: Channel,
        asks: Asks,
        targets: Targets,
        invoker: Invoker,
        logger: SinkLogger,
        under_way: Dict[int, Attempt],
        began: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._channel = channel
        self._asks = asks
        self._targets = targets
        self._invoker = invoker
        self._logger = logger
        self._under_way = under_way
        self._deadlines = Deadlines(under_way, invoker.time_out)
        self._began = began
        self._leave = leave
        self._steps: Dict[str, LoadedStep] = {}
        #: Read, and not begun yet.
        self._arrived: Dict[int, Run] = {}
        self._is_stopping = False
        self._loop: Any = None

    def attach(self, loop: asyncio.AbstractEventLoop, steps: Dict[str, LoadedStep]) -> None:
        self._loop = loop
        self._steps = steps
        self._deadlines.attach(loop)
        self._invoker.attach(loop)
        loop.set_exception_handler(self._report_stray)

    def receive(self, messages: List[Any]) -> None:
        """Everything that arrived in one turn: what was cancelled meanwhile never begins."""
        for message in messages:
            kind = message.get("t")
            if kind == "run":
                self._arrived[message["n"]] = message
            elif kind == "reply":
                self._asks.settle(message)
            elif kind == "withdraw":
                self._arrived.pop(message["n"], None)
            elif kind == "cancel":
                self._cancel(message["n"])
            elif kind == "pull":
                self._invoker.streams.pull(message["n"], message["chunks"])
            elif kind == "ping":
                self._channel.send('{"t":"pong","p":%s,"rss":%d}' % (message["p"], resident_bytes()))
            elif kind == "routes":
                self._targets.replace(message["routes"], bool(message.get("strict")))
            elif kind == "stop":
                self._stop(message.get("graceMs", 0))
        if self._arrived:
            self._begin()

    def ended(self) -> None:
        """An attempt has ended, in whichever thread."""
        if self._is_stopping and not self._under_way:
            self._loop.call_soon_threadsafe(self._leave)

    def cut_all_off(self, reason: BaseException) -> None:
        for attempt in list(self._under_way.values()):
            attempt.cut_off(reason)

    def _begin(self) -> None:
        arrived, self._arrived = self._arrived, {}
        numbers = ",".join(map(str, arrived))
        self._channel.send('{"t":"begun","n":[%s],"at":%d}' % (numbers, time.time() * 1000))
        self._channel.flush()
        if self._channel.is_congested:
            self._channel.drain(BEGUN_SECONDS)
        earliest = float("inf")
        starts = []
        for n, message in arrived.items():
            attempt = self._under_way[n] = Attempt(message)
            earliest = min(earliest, attempt.deadline)
            starts.append((self._steps.get(message["stepId"]), attempt))
        self._deadlines.watch(earliest)
        self._began()
        for step, attempt in starts:
            if step is None:
                what = "this worker has no step {}".format(attempt.facts["stepId"])
                self._invoker.fail(attempt, motia_error("MOTIA_PROTOCOL", what=what))
            else:
                self._invoker.start(step, attempt)

    def _cancel(self, n: int) -> None:
        if self._arrived.pop(n, None) is None:
            self._invoker.cancel(n, RuntimeError("the run was cancelled"))

    def _stop(self, grace_ms: float) -> None:
        self._is_stopping = True
        if self._under_way or self._arrived:
            self._loop.call_later(grace_ms / 1000, self._leave)
        else:
            self._leave()

    def _report_stray(self, _: asyncio.AbstractEventLoop, context: Dict[str, Any]) -> None:
        """What a task raised and nobody awaited, logged to the run whose code it came from, if that is known."""
        error: Optional[BaseException] = context.get("exception")
        told = str(context.get("message", "an error in the event loop"))
        fields = {} if error is None else {"stack": self._invoker.trim(error)}
        task = context.get("task") or context.get("future")
        get_context = getattr(task, "get_context", None)
        attempt = None if get_context is None else get_context().get(current_attempt)
        token = None if attempt is None else current_attempt.set(attempt)
        text = told if error is None else "{}: {}: {}".format(told, type(error).__name__, text_of(error))
        self._logger.error(text, fields)
        if token is not None:
            current_attempt.reset(token)
