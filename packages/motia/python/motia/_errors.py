"""The error classes that steps raise and catch, and the codes of the catalogue that a Python process raises by itself:
the twin of core/errors.ts, where the words are tested against docs/errors.md.
"""

import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

ERRORS: Dict[str, Tuple[str, str]] = {
    "MOTIA_NO_HOST": (
        "motia was used outside a Motia process",
        "Run the project with `motia dev` or `motia start`; in a unit test, call the handler with a fake context.",
    ),
    "MOTIA_CONTEXT_CLOSED": (
        "the attempt of {stepId} (run {runId}) is over, so its context takes no more effects",
        "Await the work inside the handler, before it returns or its deadline passes.",
    ),
    "MOTIA_UNROUTED": (
        'no step has the id "{target}" or subscribes to a topic of that name{nearest}',
        "Create the step, correct the name, or set `strict: false` to have it reported as a warning.",
    ),
    "MOTIA_RESULT_BEFORE_COMMIT": (
        'result() of "{target}" was asked for inside the handler that staged it, which would wait for itself',
        "Use `motia.call`, or trigger with `{ now: true }`, to wait for a run inside a handler.",
    ),
    "MOTIA_CALL_FAILED": (
        "run {runId} of {stepId} {status}: {reason}",
        "`motia trace {runId}` shows what happened.",
    ),
    "MOTIA_PAYLOAD": (
        "the {what} holds {kind} at {path}, which JSON cannot carry",
        "Convert it to a string, number, plain object or array first.",
    ),
    "MOTIA_VALIDATION": (
        "the input of {stepId} does not match its schema: {issues}",
        "Correct the sender, or the schema.",
    ),
    "MOTIA_TIMEOUT": (
        "the attempt did not end within {timeoutMs} ms",
        "Raise `timeout` on the step, or heed `ctx.signal`.",
    ),
    "MOTIA_STATE_TYPE": (
        "{op} of {group}/{key} needs {wanted} there",
        "Use `set` to replace the value first.",
    ),
    "MOTIA_OPTION": ("{what}", "See the option in the reference, docs/steps.md."),
    "MOTIA_PROTOCOL": (
        "a worker broke the protocol: {what}",
        "This is a bug in Motia or in a third-party worker.",
    ),
}


class MotiaError(Exception):
    """An error of the catalogue, docs/errors.md: ``code``, ``message`` and ``hint``."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class HttpError(Exception):
    """Raised by an api handler to answer with a status and body; the effects of the attempt are rolled back.

    :param status: 400 to 599
    :param body: a string becomes ``{"error": body}``
    """

    def __init__(self, status: int, body: Any = None, headers: Optional[Dict[str, Any]] = None) -> None:
        super().__init__(body if isinstance(body, str) else "HTTP {}".format(status))
        self.status = status
        self.body = {"error": body} if isinstance(body, str) else body
        self.headers = {} if headers is None else headers


class NonRetryableError(Exception):
    """Raised by a handler to fail its run at once, whatever attempts are left."""


class CallFailedError(MotiaError):
    """Raised by ``motia.call`` and ``receipt.result()`` when the run that they wait for ends without success."""

    def __init__(self, run_id: str, step_id: str = "", status: str = "failed", reason: str = "") -> None:
        message, hint = ERRORS["MOTIA_CALL_FAILED"]
        params = {"runId": run_id, "stepId": step_id, "status": status, "reason": reason}
        super().__init__("MOTIA_CALL_FAILED", fill(message, params), fill(hint, params))
        self.run_id = run_id


class ValidationError(MotiaError):
    """An input that does not match its schema; ``issues`` are dicts of ``path``, ``message`` and perhaps ``in``."""

    def __init__(self, step_id: str, issues: Sequence[Dict[str, str]]) -> None:
        message, hint = ERRORS["MOTIA_VALIDATION"]
        words = "; ".join("{}: {}".format(issue["path"] or "(root)", issue["message"]) for issue in issues)
        super().__init__("MOTIA_VALIDATION", fill(message, {"stepId": step_id, "issues": words}), hint)
        self.issues: List[Dict[str, str]] = list(issues)


def motia_error(code: str, **params: Any) -> MotiaError:
    """The error of the catalogue with that code, its words filled in."""
    message, hint = ERRORS[code]
    return MotiaError(code, fill(message, params), fill(hint, params))


def fill(template: str, params: Dict[str, Any]) -> str:
    """Puts params into ``{name}`` places; leaves all other braces as they are."""
    return re.sub(r"\{(\w+)\}", lambda place: str(params.get(place.group(1), place.group(0))), template)
