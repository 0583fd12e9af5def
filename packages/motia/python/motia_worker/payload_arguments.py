"""Arguments of event and cron handlers: the members of a payload by name, after its schema (ACCEPTANCE D11)."""

from typing import Any, Callable, Dict, List, Optional

from motia import Tick, ValidationError
from motia_worker.parameters import Arguments, Parameters
from motia_worker.schema.compile import Schema
from motia_worker.schema.models import members_of

#: From a payload and, for handlers that take it, the context.
BindPayload = Callable[[Any, Any], Arguments]


def bind_event(step_id: str, parameters: Parameters, schema: Optional[Schema]) -> BindPayload:
    """Raises ``ValidationError`` for a payload that does not match the schema, or lacks what the handler needs."""
    named = [(parameter.name, parameter.is_required) for parameter in parameters.named]
    optional = schema.optional if schema is not None else frozenset()
    model = schema.model if schema is not None else None
    of_model = [parameter.name for parameter in parameters.named if model and parameter.annotation is model]
    takes_ctx, takes_rest, place = parameters.takes_ctx, parameters.takes_rest, parameters.place

    def bind(payload: Any, ctx: Any) -> Arguments:
        instance = None
        if schema is not None:
            payload, instance = _validated(step_id, schema, payload)
        if type(payload) is not dict:
            return place(_whole(payload, instance, ctx))
        values: Dict[str, Any] = {}
        missing: Optional[List[str]] = None
        for name, is_required in named:
            if name in payload and name[:2] != "__":
                values[name] = payload[name]
            elif of_model and name in of_model:
                values[name] = instance
            elif name == "payload":
                values[name] = payload
            elif not is_required:
                continue
            elif name in optional:
                values[name] = None
            else:
                missing = (missing or []) + [name]
        if missing is not None:
            raise ValidationError(step_id, [{"path": name, "message": "is required"} for name in missing])
        if takes_rest:
            for name, value in payload.items():
                if name not in values and name[:2] != "__":
                    values[name] = value
        if takes_ctx:
            values["ctx"] = ctx
        return place(values)

    def _whole(payload: Any, instance: Any, ctx: Any) -> Dict[str, Any]:
        """No object: for the first parameter. Nothing at all leaves a default as it is."""
        values = {"ctx": ctx} if takes_ctx else {}
        if named and (payload is not None or named[0][1]):
            values[named[0][0]] = instance if named[0][0] in of_model else payload
        missing = [name for name, is_required in named[1:] if is_required]
        if missing:
            raise ValidationError(step_id, [{"path": name, "message": "is required"} for name in missing])
        return values

    return bind


def _validated(step_id: str, schema: Schema, payload: Any) -> Any:
    """The payload after its schema, and the model's instance if it has one. Keys with ``__`` are not validated."""
    meta: Dict[str, Any] = {}
    if type(payload) is dict:
        for name in payload:
            if name[:2] == "__":
                meta[name] = payload[name]
        if meta:
            payload = {name: value for name, value in payload.items() if name[:2] != "__"}
    value, issues = schema.validate(payload)
    if issues is not None:
        raise ValidationError(step_id, issues)
    instance = None
    if schema.model is not None:
        instance, value = value, members_of(value)
    if meta and type(value) is dict:
        value = {**value, **meta}
    return value, instance


def bind_cron(parameters: Parameters) -> BindPayload:
    """A handler may ignore both its tick and its context."""
    names = [parameter.name for parameter in parameters.named]
    tick_name = "tick" if "tick" in names else next((one.name for one in parameters.named if one.is_required), None)
    takes_ctx, place = parameters.takes_ctx, parameters.place

    def bind(payload: Any, ctx: Any) -> Arguments:
        values = {"ctx": ctx} if takes_ctx else {}
        if tick_name is not None:
            given = payload if type(payload) is dict else {}
            values[tick_name] = Tick(given.get("scheduledAt", ""), given.get("schedule", ""))
        return place(values)

    return bind
