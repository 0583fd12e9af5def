"""Numbers and booleans out of the texts of a path or query, where a schema asks for them: the same readings as in other languages."""

import re
from typing import Any, Callable, Dict, List, Optional

Coercion = Callable[[Any], Any]

_WHOLE = re.compile(r"[+-]?[0-9]{1,300}\Z")
_NUMBER = re.compile(r"[+-]?([0-9]{1,300}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\Z")
#: References may go round in circles; texts do not nest as deep.
_MAX_DEPTH = 8
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def compile_coercion(schema: Any, defs: Optional[Dict[str, Any]] = None, depth: int = 0) -> Optional[Coercion]:
    """``None`` where there is nothing to convert. A text that is no number stays, for the check to refuse."""
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return None
    defs = schema.get("$defs", {}) if defs is None else defs
    reference = schema.get("$ref")
    if reference is not None:
        return compile_coercion(defs.get(reference.rpartition("/")[2], {}), defs, depth + 1)
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices is not None:
        if any(isinstance(choice, dict) and choice.get("type") == "string" for choice in choices):
            return None
        return _in_turn([compile_coercion(choice, defs, depth + 1) for choice in choices])
    kinds = schema.get("type", _implied_kinds(schema))
    if kinds == "object":
        parts = schema.get("properties", {})
        return _members({name: compile_coercion(part, defs, depth + 1) for name, part in parts.items()})
    if kinds == "array":
        return _items(compile_coercion(schema.get("items", {}), defs, depth + 1))
    names = kinds if isinstance(kinds, list) else [kinds]
    return None if "string" in names else _in_turn([_BY_KIND.get(kind) for kind in names])


def _implied_kinds(schema: Dict[str, Any]) -> Any:
    """What a schema without a type speaks of."""
    if "properties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    kinds = {bool: "boolean", int: "number", float: "number", str: "string"}
    return list(dict.fromkeys(kinds.get(type(value), "") for value in values))


def _members(coercions: Dict[str, Optional[Coercion]]) -> Optional[Coercion]:
    wanted = [(name, coercion) for name, coercion in coercions.items() if coercion is not None]
    if not wanted:
        return None

    def coerce(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        value = dict(value)
        for name, coercion in wanted:
            if name in value:
                value[name] = coercion(value[name])
        return value

    return coerce


def _items(coercion: Optional[Coercion]) -> Coercion:
    """A query that names a parameter once gives one text, where several give a list."""

    def coerce(value: Any) -> Any:
        items = value if isinstance(value, list) else [value]
        return items if coercion is None else [coercion(item) for item in items]

    return coerce


def _in_turn(coercions: List[Optional[Coercion]]) -> Optional[Coercion]:
    wanted = [coercion for coercion in coercions if coercion is not None]
    if not wanted:
        return None

    def coerce(value: Any) -> Any:
        for coercion in wanted:
            if isinstance(value, str):
                value = coercion(value)
        return value

    return coerce


def _to_whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and _WHOLE.match(value) else value


def _to_number(value: Any) -> Any:
    if not isinstance(value, str) or not _NUMBER.match(value):
        return value
    return int(value) if _WHOLE.match(value) else float(value)


def _to_boolean(value: Any) -> Any:
    return _BOOLEANS.get(value.lower(), value) if isinstance(value, str) else value


_BY_KIND: Dict[Any, Coercion] = {"integer": _to_whole, "number": _to_number, "boolean": _to_boolean}
