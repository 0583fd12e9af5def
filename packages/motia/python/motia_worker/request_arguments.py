"""Arguments of api handlers: the parts of a request by name, after their schemas."""

import base64
from typing import Any, Callable, Dict, List, Optional

from motia import Request, ValidationError
from motia._cookie import parse_cookies
from motia_worker.json_text import decode_json, encode_json
from motia_worker.parameters import Arguments, Parameters
from motia_worker.schema.compile import Schema
from motia_worker.schema.issue import SchemaError

PARTS = ("params", "query", "headers", "body")
_GIVEN = (
    "body",
    "params",
    "query",
    "headers",
    "cookies",
    "raw_body",
    "method",
    "path",
    "url",
    "ip",
    "locals",
    "request",
)

#: From what arrived and, for handlers that take it, the context.
BindRequest = Callable[[Any, Any], Arguments]


def bind_api(step_id: str, parameters: Parameters, schemas: Dict[str, Schema], options: Dict[str, Any]) -> BindRequest:
    """Raises ``ValidationError`` with the issues of all parts. What arrives is a request, or a payload: the body."""
    names = [parameter.name for parameter in parameters.named if parameter.name in _GIVEN]
    for parameter in parameters.named:
        if parameter.is_required and parameter.name not in _GIVEN:
            raise SchemaError(
                "an api step has nothing for the parameter {} of its function: it gives {} and ctx".format(
                    parameter.name, ", ".join(_GIVEN)
                )
            )
    if parameters.takes_rest:
        names += [name for name in _GIVEN if name not in names]
    checked = [(part, schemas[part]) for part in PARTS if part in schemas]
    method, path = str(options.get("method", "")), str(options.get("path", ""))
    wants_raw = "raw_body" in names or "request" in names
    takes_ctx, place = parameters.takes_ctx, parameters.place

    def bind(given: Any, ctx: Any) -> Arguments:
        envelope = given.get("__request") if type(given) is dict else None
        parts = _from_payload(given, method, path) if envelope is None else _from_request(envelope, wants_raw)
        if checked:
            _validate(step_id, checked, parts)
        values: Dict[str, Any] = {"ctx": ctx} if takes_ctx else {}
        for name in names:
            values[name] = parts[name] if name != "request" else Request(**parts)
        return place(values)

    return bind


def _from_request(envelope: Dict[str, Any], wants_raw: bool) -> Dict[str, Any]:
    """The body is JSON, what came with it (a form, a text), or its bytes."""
    raw = envelope.get("raw", "")
    is_json = envelope.get("isJson", False)
    own = envelope.get("body")
    is_bytes = bool(raw) and not is_json and own is None
    parts: Dict[str, Any] = {
        "body": decode_json(own) if own is not None else decode_json(raw) if is_json and raw else None,
        "params": envelope.get("params", {}),
        "query": envelope.get("query", {}),
        "headers": envelope.get("headers", {}),
        "cookies": parse_cookies(envelope.get("headers", {}).get("cookie")),
        "raw_body": b"",
        "method": envelope.get("method", ""),
        "path": envelope.get("path", ""),
        "url": envelope.get("url", ""),
        "ip": envelope.get("ip", ""),
        "locals": envelope.get("locals", {}),
    }
    is_base64 = envelope.get("rawEncoding") == "base64"
    if wants_raw or is_bytes:
        parts["raw_body"] = base64.b64decode(raw) if is_base64 else raw.encode("utf-8", "surrogatepass")
    if is_bytes:
        parts["body"] = parts["raw_body"]
    return parts


def _from_payload(payload: Any, method: str, path: str) -> Dict[str, Any]:
    """A durable run of the step: the payload is the body. Keys with ``__`` are kept, and not validated."""
    raw = encode_json(payload, "body").encode("utf-8", "surrogatepass")
    parts: Dict[str, Any] = {"body": payload, "params": {}, "query": {}, "headers": {}, "cookies": {}}
    return {**parts, "raw_body": raw, "method": method, "path": path, "url": path, "ip": "", "locals": {}}


def _validate(step_id: str, checked: Any, parts: Dict[str, Any]) -> None:
    issues: Optional[List[Dict[str, str]]] = None
    for part, schema in checked:
        value = parts[part]
        meta: Dict[str, Any] = {}
        if part == "body" and type(value) is dict and any(name[:2] == "__" for name in value):
            meta = {name: item for name, item in value.items() if name[:2] == "__"}
            value = {name: item for name, item in value.items() if name[:2] != "__"}
        value, found = schema.validate(value)
        if found is not None:
            issues = (issues or []) + [{**issue, "in": part} for issue in found]
        else:
            parts[part] = {**value, **meta} if meta and type(value) is dict else value
    if issues is not None:
        raise ValidationError(step_id, issues)
