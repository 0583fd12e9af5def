"""What the author of a step imports: ``from motia import api, event, cron, noop, motia, logger``.

Re-exports only. The modules beside begin with an underscore, so that the folders of a project's own ``motia/`` can be
imported as ``motia.steps``, ``motia.setup`` and so on.
"""

from motia._ambient import call, motia, trigger
from motia._context import Context, Logger, Receipt, Signal, State, StateItem, TriggeredRun
from motia._errors import (
    CallFailedError,
    HttpError,
    MotiaError,
    NonRetryableError,
    ValidationError,
)
from motia._logger import logger
from motia._request import Request, Tick
from motia._response import Response, response
from motia._step import Step, api, cron, event, noop

__all__ = [
    "CallFailedError",
    "Context",
    "HttpError",
    "Logger",
    "MotiaError",
    "NonRetryableError",
    "Receipt",
    "Request",
    "Response",
    "Signal",
    "State",
    "StateItem",
    "Step",
    "Tick",
    "TriggeredRun",
    "ValidationError",
    "api",
    "call",
    "cron",
    "event",
    "logger",
    "motia",
    "noop",
    "response",
    "trigger",
]
