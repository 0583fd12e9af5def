"""How an attempt failed, as the same plain shape from every language."""

import json
from typing import Any, Dict, Optional

from motia import HttpError, NonRetryableError, ValidationError
from motia_worker.json_text import encode_json
from motia_worker.plain import text_of
from motia_worker.project_paths import ProjectPaths
from motia_worker.trace import trim_trace


def reason_of(thrown: BaseException) -> str:
    """Decides whether the run is tried again."""
    if isinstance(thrown, ValidationError):
        return "validation"
    name = type(thrown).__name__
    if isinstance(thrown, NonRetryableError) or name == "NonRetryableError":
        return "non-retryable"
    # An answer below 500 is what the step has to say: asking again would change nothing.
    status = _http_status(thrown)
    return "non-retryable" if status is not None and status < 500 else "error"


def to_failure(thrown: BaseException, paths: Optional[ProjectPaths] = None) -> Dict[str, Any]:
    """:param paths: with them, the failure has a stack"""
    failure: Dict[str, Any] = {"name": _name_of(thrown), "message": _message_of(thrown)}
    if paths is not None:
        failure["stack"] = trim_trace(thrown, paths)
    code = _code_of(thrown)
    if code is not None:
        failure["code"] = code
    if isinstance(thrown, ValidationError):
        failure["issues"] = thrown.issues
    status = _http_status(thrown)
    if status is not None:
        failure["http"] = _to_http(status, thrown)
    return failure


def failed_outcome(reason: str, thrown: BaseException, effects: str, paths: ProjectPaths) -> str:
    """JSON text of an outcome. Never raises."""
    failure = _encode_failure(reason, thrown, paths)
    if reason in ("validation", "timeout"):
        return '{"status":"failed","reason":"%s","failure":%s}' % (reason, failure)
    return '{"status":"failed","reason":"%s","failure":%s,"effects":%s}' % (reason, failure, effects)


def _encode_failure(reason: str, thrown: BaseException, paths: ProjectPaths) -> str:
    try:
        failure = to_failure(thrown, None if reason in ("validation", "timeout") else paths)
        return encode_json(failure, "answer of the HttpError")
    except BaseException as error:  # the body of its answer is nothing that JSON can carry, say
        message = "{}; {}".format(text_of(thrown), text_of(error))
        return json.dumps({"name": type(thrown).__name__, "message": message})


def _message_of(thrown: BaseException) -> str:
    if isinstance(thrown, SystemExit):
        return "sys.exit({}) was called".format("" if thrown.code is None else text_of(thrown.code))
    return text_of(thrown)


def _name_of(thrown: BaseException) -> str:
    name = getattr(thrown, "name", None) if type(thrown).__name__ == "HostError" else None
    return name if isinstance(name, str) else type(thrown).__name__


def _code_of(thrown: BaseException) -> Optional[str]:
    if isinstance(thrown, SystemExit):
        return None
    try:
        code = getattr(thrown, "code", None)
    except BaseException:
        return None
    return str(code) if isinstance(code, (str, int)) and not isinstance(code, bool) else None


def _http_status(thrown: BaseException) -> Optional[int]:
    """By name as well, since the class may come from another copy of this package."""
    if not isinstance(thrown, HttpError) and type(thrown).__name__ != "HttpError":
        return None
    status = getattr(thrown, "status", None)
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def _to_http(status: int, thrown: Any) -> Dict[str, Any]:
    http: Dict[str, Any] = {"status": status}
    if getattr(thrown, "body", None) is not None:
        http["body"] = thrown.body
    headers = getattr(thrown, "headers", None)
    if headers:
        http["headers"] = {str(name): text_of(value) for name, value in dict(headers).items()}
    return http
