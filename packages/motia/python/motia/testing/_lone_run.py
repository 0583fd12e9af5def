"""A handler that runs by itself, from its input to what became of it. Called by ``run_step``."""

import asyncio
import itertools
import json
import threading
import time
from typing import Any, Dict, List, Optional

from motia import Response, Step
from motia._errors import motia_error
from motia.testing._ambient_host import LoneAttempt
from motia.testing._given_world import GivenState, GivenWorld
from motia.testing._step_answer import draw_in_async_code, draw_in_plain_code, to_answer, to_result
from motia.testing._step_input import to_run_input
from motia_worker.answer import is_stream, to_response
from motia_worker.attempt import CLOSED, SUCCEEDED, current_attempt
from motia_worker.context import AttemptContext
from motia_worker.ids import create_id_source
from motia_worker.json_text import decode_json
from motia_worker.load.describe import describe_step
from motia_worker.load.scan import Scan
from motia_worker.loaded_step import LoadedStep

TIMEOUT_MS = 30_000

_new_id = create_id_source()
_numbers = itertools.count(1)


class StepRun:
    """What became of it.

    :ivar result: what the handler returned, as JSON has it; of a streamed answer, the list of its pieces
    :ivar response: of an api step, with ``status`` and ``headers``; its body is the result
    :ivar triggers: dicts of ``target``, ``payload``, ``from``, and perhaps ``delay`` and ``key``
    :ivar state: what would be stored now: group → key → value
    :ivar logs: dicts of ``level``, ``message`` and perhaps ``fields``: what ``logger`` was told
    """

    __slots__ = ("logs", "response", "result", "state", "triggers")

    def __init__(
        self, result: Any, response: Any, triggers: List[Dict[str, Any]], state: GivenState, logs: List[Dict[str, Any]]
    ) -> None:
        self.result = result
        self.response = response
        self.triggers = triggers
        self.state = state
        self.logs = logs

    def __repr__(self) -> str:
        return "<StepRun with the result {!r}>".format(self.result)


class LoneRun:
    """:ivar is_async: the handler runs on an event loop"""

    def __init__(
        self, step: Step, given: Any, state: GivenState, calls: Dict[str, Any], attempt: int, timeout: Optional[float]
    ) -> None:
        self._step = _load(step)
        self.is_async = self._step.is_async
        self._given = GivenWorld(self._step.id, state, calls, _new_id)
        self._timeout_ms: float = step.options.get("timeout", TIMEOUT_MS) if timeout is None else timeout
        self._too_late = motia_error("MOTIA_TIMEOUT", timeoutMs=self._timeout_ms)
        self._attempt = LoneAttempt(
            {
                "t": "run",
                "n": next(_numbers),
                "runId": _new_id(),
                "traceId": _new_id(),
                "stepId": self._step.id,
                "attempt": attempt,
                "input": to_run_input(step, given),
                "deadline": time.time() * 1000 + self._timeout_ms,
            },
            self._given.world,
        )

    def in_plain_code(self) -> StepRun:
        """Within a context of its own."""
        if self.is_async:
            return asyncio.run(self.in_async_code())
        timer = threading.Timer(self._timeout_ms / 1000, self._cut_off)
        timer.daemon = True
        timer.start()
        try:
            returned = self._call()
            if hasattr(type(returned), "__await__"):
                returned = asyncio.run(_await(returned))
            response = to_response(returned) if self._step.is_api else None
            pieces = draw_in_plain_code(response.body) if response and is_stream(response.body) else None
            return self._succeed(returned, response, pieces)
        except BaseException:
            self._assert_in_time()
            raise
        finally:
            timer.cancel()
            self._attempt.end(CLOSED)

    async def in_async_code(self) -> StepRun:
        """In a task of its own."""
        self._attempt.task = asyncio.current_task()
        timer = asyncio.get_running_loop().call_later(self._timeout_ms / 1000, self._cut_off)
        try:
            returned = self._call()
            if hasattr(type(returned), "__await__"):
                returned = await returned
            response = to_response(returned) if self._step.is_api else None
            pieces = await draw_in_async_code(response.body) if response and is_stream(response.body) else None
            return self._succeed(returned, response, pieces)
        except BaseException:
            self._assert_in_time()
            raise
        finally:
            timer.cancel()
            self._attempt.end(CLOSED)

    def _call(self) -> Any:
        current_attempt.set(self._attempt)
        ctx = AttemptContext(self._attempt, self._given.world) if self._step.takes_ctx else None
        args, kwargs = self._step.bind(decode_json(self._attempt.facts["input"]), ctx)
        return self._step.handler(*args, **kwargs)

    def _cut_off(self) -> None:
        self._attempt.cut_off(self._too_late)

    def _assert_in_time(self) -> None:
        if self._attempt.phase == CLOSED:
            raise self._too_late from None

    def _succeed(self, returned: Any, response: Optional[Response], pieces: Optional[List[Any]]) -> StepRun:
        self._assert_in_time()
        step_id, attempt, given = self._step.id, self._attempt, self._given
        if response is None:
            result = to_result(returned, step_id)
        else:
            result, response = to_answer(response, pieces, step_id)
        attempt.end(SUCCEEDED)
        staged = [given.triggered(json.loads(request)) for request in attempt.triggers or ()]
        return StepRun(result, response, given.sent + staged, given.state_after(attempt.writes or []), given.logs)


def _load(step: Step) -> LoadedStep:
    _, loaded, mistake = describe_step(step, "", 0, Scan())
    if mistake is not None:
        raise motia_error("MOTIA_OPTION", what="{!r}: {}".format(step, mistake["message"]))
    if loaded is None:
        raise motia_error("MOTIA_OPTION", what="{!r} has nothing to run".format(step))
    return loaded


async def _await(returned: Any) -> Any:
    return await returned
