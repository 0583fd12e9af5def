"""A test's input of a step, as JSON text that a worker would be sent: a payload, a request, a tick."""

import datetime
from typing import Any, Dict

from motia import Step
from motia._errors import motia_error
from motia_worker.json_text import encode_json

_PARTS = ("body", "params", "query", "headers", "locals")


def to_run_input(step: Step, given: Any) -> str:
    """:raises MotiaError: ``MOTIA_PAYLOAD``; ``MOTIA_OPTION`` for what is no request"""
    step_id = step.options["id"]
    if step.kind == "api":
        return encode_json({"__request": _to_request(step, {} if given is None else given)}, "request of " + step_id)
    if step.kind == "cron" and given is None:
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        given = {"scheduledAt": now.replace("+00:00", "Z"), "schedule": step.options.get("schedule", "")}
    return encode_json(given, "input of " + step_id)


def _to_request(step: Step, given: Any) -> Dict[str, Any]:
    step_id, path = step.options["id"], step.options.get("path", "/")
    if not isinstance(given, dict) or not set(given) <= set(_PARTS):
        what = "{} is an api step: its input is a dict with some of {}, not {!r}"
        raise motia_error("MOTIA_OPTION", what=what.format(step_id, ", ".join(_PARTS), given))
    headers = {str(name).lower(): value for name, value in given.get("headers", {}).items()}
    body = given.get("body")
    return {
        "method": str(step.options.get("method", "GET")).upper(),
        "path": path,
        "url": path,
        "ip": "127.0.0.1",
        "params": given.get("params", {}),
        "query": given.get("query", {}),
        "headers": headers,
        "locals": given.get("locals", {}),
        "raw": "" if body is None else encode_json(body, "body for " + step_id),
        "isJson": True,
    }
