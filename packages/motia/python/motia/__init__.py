"""What the author of a step imports: ``from motia import api, event, cron, noop, motia, logger``.

Re-exports only. The modules beside begin with an underscore, but for ``motia.testing``. The package takes in a project's
own folder ``motia/``, so that its files are ``motia.steps.…``, ``motia.setup`` and so on, in a unit test as in the worker.
"""

from motia._ambient import call, motia, trigger
from motia._context import Context, Logger, Receipt, Signal, State, StateItem, TriggeredRun
from motia._cookie import clear_cookie, set_cookie
from motia._errors import (
    CallFailedError,
    HttpError,
    MotiaError,
    NonRetryableError,
    ValidationError,
)
from motia._logger import logger
from motia._project import project_folders
from motia._request import Request, Tick
from motia._response import Response, redirect, response
from motia._server_sent import sse
from motia._step import Step, api, cron, event, noop
from motia._webhooks import verify_github, verify_slack, verify_stripe

__path__ += project_folders(__path__)

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
    "clear_cookie",
    "cron",
    "event",
    "logger",
    "motia",
    "noop",
    "redirect",
    "response",
    "set_cookie",
    "sse",
    "trigger",
    "verify_github",
    "verify_slack",
    "verify_stripe",
]
