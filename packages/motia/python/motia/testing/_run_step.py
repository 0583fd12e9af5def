"""``run_step``: one handler by itself, its input checked and its code called as a worker does it. What it asks for is
given back instead of being done: nothing is stored, nothing else runs. The twin of testing/run-step.ts.
"""

import asyncio
from contextvars import copy_context
from typing import Any, Callable, Dict, Optional, Union

from motia import Step
from motia._errors import motia_error
from motia._step import registered
from motia.testing._ambient_host import install_host
from motia.testing._given_world import GivenState
from motia.testing._lone_run import LoneRun
from motia_worker.awaiting import is_async

install_host()


def run_step(
    step: Union[Callable[..., Any], Step, str],
    input: Any = None,
    *,
    state: Optional[GivenState] = None,
    calls: Optional[Dict[str, Any]] = None,
    attempt: int = 1,
    timeout: Optional[float] = None,
) -> Any:
    """Runs one handler, and gives a :class:`StepRun`: at once in plain code; to be awaited in async code, where an
    ``async def`` runs on the test's own loop.

    :param step: the decorated function, or the id of a step whose file has been imported
    :param input: the payload; of an api step, a dict with some of ``body``, ``params``, ``query``, ``headers`` and
        ``locals``; of a cron step a tick, by default one that is due now
    :param state: what is stored: group → key → value
    :param calls: what ``call`` of a step gives, by id: a value, or a function of the payload
    :param attempt: 1 for the first
    :param timeout: real milliseconds until the deadline; by default the step's own, or 30 s
    :raises Exception: what the handler raises; ``ValidationError`` for an input that does not match the schema
    """
    run = LoneRun(_find(step), input, state or {}, calls or {}, attempt, timeout)
    if not is_async():
        return copy_context().run(run.in_plain_code)
    if run.is_async:
        return asyncio.ensure_future(run.in_async_code())
    return asyncio.get_running_loop().run_in_executor(None, copy_context().run, run.in_plain_code)


def _find(step: Any) -> Step:
    if isinstance(step, Step):
        return step
    if isinstance(step, str):
        found = [one for one in registered if one.options.get("id") == step]
        if found:
            return found[-1]
    made = getattr(step, "__motia_step__", None)
    if isinstance(made, Step):
        return made
    raise motia_error("MOTIA_OPTION", what="run_step takes a step, or the id of an imported one, not {!r}".format(step))
