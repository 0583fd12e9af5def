"""From a step as its author wrote it to one that can be run, with its descriptor, or to what is wrong with it."""

import re
from typing import Any, Dict, Optional, Tuple

from motia import MotiaError, Step
from motia_worker.json_text import decode_json, encode_json
from motia_worker.load.scan import Scan
from motia_worker.loaded_step import LoadedStep
from motia_worker.parameters import Parameters
from motia_worker.payload_arguments import bind_cron, bind_event
from motia_worker.protocol import LANGUAGE, Descriptor, Mistake
from motia_worker.request_arguments import PARTS, bind_api
from motia_worker.schema.compile import Schema, compile_schema
from motia_worker.schema.issue import SchemaError
from motia_worker.schema.models import is_model

_HUMP = re.compile(r"_+([a-z0-9])")


def describe_step(
    step: Step, source: str, line: int, scan: Scan
) -> Tuple[Optional[Descriptor], Optional[LoadedStep], Optional[Mistake]]:
    """A noop has a descriptor, and nothing to run."""
    step_id = step.options.get("id")
    found = scan.find(step_id if isinstance(step_id, str) else None, line)
    line = line if found is None else found.line
    if not isinstance(step_id, str) or step_id == "":
        message = "id is missing" if step_id is None else "id must be a text that is not empty"
        return None, None, {"file": source, "line": line, "message": message}
    try:
        options = _plain_options(step.options)
        schemas = _compile_schemas(step)
        descriptor: Descriptor = {
            "kind": step.kind,
            "id": step_id,
            "file": source,
            "line": line,
            "language": LANGUAGE,
            "exportName": _name_of(step.handler, found),
            "options": options,
            "triggers": _unique(scan.triggers if found is None else found.triggers + scan.triggers),
        }
        descriptor.update(_plain_schemas(schemas))  # type: ignore[typeddict-item]
        responses = _response_schemas(step)
        if responses:
            descriptor["responseSchemas"] = responses
        loaded = None if step.handler is None else _load(step, descriptor, schemas)
    except (SchemaError, MotiaError) as error:
        return None, None, {"file": source, "line": line, "message": str(error), "stepId": step_id}
    return descriptor, loaded, None


def _load(step: Step, descriptor: Descriptor, schemas: Dict[str, Schema]) -> LoadedStep:
    assert step.handler is not None
    parameters = Parameters(step.handler)
    if step.kind == "api":
        bind = bind_api(descriptor["id"], parameters, schemas, step.options)
    elif step.kind == "cron":
        bind = bind_cron(parameters)
    else:
        bind = bind_event(descriptor["id"], parameters, schemas.get("payload"))
    return LoadedStep(descriptor, step.handler, bind, parameters.takes_ctx)


def _compile_schemas(step: Step) -> Dict[str, Schema]:
    written = step.options.get("schema")
    if written is None:
        return {}
    if step.kind != "api":
        return {"payload": _compile(written, "schema")}
    if is_model(written) or not isinstance(written, dict) or not set(written) <= {*PARTS, "response"}:
        raise SchemaError(
            'the schema of an api step has the parts body, params, query, headers and response: {"body": …}'
        )
    return {
        part: _compile(schema, "schema.{}".format(part), part != "body")
        for part, schema in written.items()
        if part != "response"
    }


def _response_schemas(step: Step) -> Dict[str, Any]:
    """By status; a schema without one is that of a 200. Documents, and is checked by the host in development."""
    written = step.options.get("schema")
    response = written.get("response") if step.kind == "api" and isinstance(written, dict) else None
    if response is None:
        return {}
    is_by_status = isinstance(response, dict) and response and all(_is_status(key) for key in response)
    by_status = response if is_by_status else {200: response}
    compiled = {
        str(int(status)): _compile(schema, "schema.response.{}".format(int(status)))
        for status, schema in by_status.items()
    }
    return {status: _plain_schema(schema.json) for status, schema in compiled.items() if schema.json is not None}


def _is_status(key: Any) -> bool:
    """Also an ``HTTPStatus``, or its number as a text."""
    if isinstance(key, str):
        return re.match(r"[1-5]\d\d\Z", key) is not None
    return isinstance(key, int) and 100 <= key < 600


#: The member of the description that has the schema of a part.
_NAMES = {
    "payload": "payloadSchema",
    "body": "payloadSchema",
    "query": "querySchema",
    "params": "paramsSchema",
    "headers": "headersSchema",
}


def _plain_schemas(schemas: Dict[str, Schema]) -> Dict[str, Any]:
    return {
        _NAMES[part]: _plain_schema(schema.json)
        for part, schema in schemas.items()
        if part in _NAMES and schema.json is not None
    }


def _compile(written: Any, name: str, from_texts: bool = False) -> Schema:
    try:
        return compile_schema(written, from_texts)
    except SchemaError as error:
        raise SchemaError("{}: {}".format(name, error)) from None


def _plain_options(options: Dict[str, Any]) -> Dict[str, Any]:
    """Without what has a place of its own, under the names that docs/steps.md lists."""
    rest = {name: value for name, value in options.items() if name not in ("id", "schema")}
    plain = decode_json(encode_json(rest, "options"))
    for option in ("retry", "upload"):
        if isinstance(plain.get(option), dict):
            plain[option] = {_camel(name): value for name, value in plain[option].items()}
    return {_camel(name): value for name, value in plain.items()}


def _camel(name: str) -> str:
    """``catch_up`` is ``catchUp``; ``from_``, which Python cannot name otherwise, is ``from``."""
    return _HUMP.sub(lambda hump: hump.group(1).upper(), name.rstrip("_"))


def _plain_schema(schema: Any) -> Any:
    return decode_json(encode_json(schema, "schema"))


def _name_of(handler: Any, found: Any) -> str:
    name = getattr(handler, "__name__", None)
    return name if isinstance(name, str) else (found.name if found is not None else "")


def _unique(names: Any) -> Any:
    return list(dict.fromkeys(names))
