"""Python types as JSON Schema: ``{"userId": str, "tags": List[str], "age": Optional[int]}``, what ``typing`` knows."""

import dataclasses
import datetime
import decimal
import enum
import sys
import typing
import uuid
from collections import abc
from typing import Any, Dict, List, Tuple, Union

from motia_worker.schema.issue import SchemaError
from motia_worker.schema.json_schema import is_json_schema
from motia_worker.schema.models import is_model, model_schema

_SIMPLE: Dict[Any, Dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    None: {"type": "null"},
    list: {"type": "array"},
    tuple: {"type": "array"},
    set: {"type": "array", "uniqueItems": True},
    frozenset: {"type": "array", "uniqueItems": True},
    dict: {"type": "object"},
    Any: {},
    object: {},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
    uuid.UUID: {"type": "string", "format": "uuid"},
    decimal.Decimal: {"type": ["number", "string"]},
}

_LISTS = (list, abc.Sequence, abc.Iterable, abc.Collection, abc.MutableSequence)
_SETS = (set, frozenset, abc.Set, abc.MutableSet)
_DICTS = (dict, abc.Mapping, abc.MutableMapping)
#: Of typing, and typing_extensions for older Pythons.
_WRAPPERS = ("Annotated", "Required", "NotRequired", "ReadOnly", "Final")


def to_json_schema(written: Any) -> Dict[str, Any]:
    """Raises ``SchemaError`` for what is no type."""
    defs: Dict[str, Any] = {}
    schema = _convert(written, "", defs)
    return {**schema, "$defs": defs} if defs else schema


def _convert(written: Any, path: str, defs: Dict[str, Any]) -> Dict[str, Any]:
    simple = _SIMPLE.get(written) if _is_hashable(written) else None
    if simple is not None:
        return dict(simple)
    if isinstance(written, dict):
        return written if is_json_schema(written) else _from_members(written, path, defs)
    if isinstance(written, list):
        if len(written) != 1:
            raise SchemaError("a list in a schema holds one type, of its items{}".format(_at(path)))
        return {"type": "array", "items": _convert(written[0], _join(path, "0"), defs)}
    if is_model(written):
        return _hoisted(model_schema(written), defs)
    origin = typing.get_origin(written)
    if origin is not None or getattr(written, "__metadata__", None):
        return _from_generic(written, origin, path, defs)
    if isinstance(written, type):
        return _from_class(written, path, defs)
    supertype = getattr(written, "__supertype__", None)  # NewType
    if supertype is not None:
        return _convert(supertype, path, defs)
    if getattr(written, "__name__", "") in ("List", "Dict") or written in (typing.List, typing.Dict):
        return {"type": "array" if "List" in str(written) else "object"}
    raise SchemaError("{!r} is no type that a schema may name{}".format(written, _at(path)))


def _from_members(members: Dict[Any, Any], path: str, defs: Dict[str, Any]) -> Dict[str, Any]:
    if not members:
        return {"type": "object"}
    properties: Dict[str, Any] = {}
    required: List[str] = []
    for name, written in members.items():
        if not isinstance(name, str):
            raise SchemaError("{!r} names no member{}".format(name, _at(path)))
        if name.startswith("__"):
            continue  # metadata is never validated
        properties[name] = _convert(written, _join(path, name), defs)
        if not is_optional(written):
            required.append(name)
    schema: Dict[str, Any] = {"type": "object", "properties": properties}
    return {**schema, "required": required} if required else schema


def is_optional(written: Any) -> bool:
    """Whether ``None`` is among its types: such a member may be missing."""
    origin = typing.get_origin(written)
    if _name_of(origin) == "NotRequired" or _name_of(written).startswith("NotRequired"):
        return True
    if _is_union(origin):
        return any(member is type(None) for member in typing.get_args(written))
    return False


def _from_generic(written: Any, origin: Any, path: str, defs: Dict[str, Any]) -> Dict[str, Any]:
    arguments = typing.get_args(written)
    if getattr(written, "__metadata__", None) is not None and hasattr(written, "__origin__"):
        return _convert(written.__origin__ if origin is not written.__origin__ else arguments[0], path, defs)
    if _is_union(origin):
        return _any_of([_convert(argument, path, defs) for argument in arguments])
    if _name_of(origin) == "Literal":
        return {"enum": [_literal(argument) for argument in arguments]}
    if _name_of(origin) in _WRAPPERS:
        return _convert(arguments[0], path, defs)
    arguments = tuple(argument for argument in arguments if not isinstance(argument, typing.TypeVar))
    if origin is tuple:
        return _from_tuple(arguments, path, defs)
    if origin in _LISTS or origin in _SETS:
        unique = {"uniqueItems": True} if origin in _SETS else {}
        items = {"items": _convert(arguments[0], _join(path, "*"), defs)} if arguments else {}
        return {"type": "array", **items, **unique}
    if origin in _DICTS:
        values = _convert(arguments[1], _join(path, "*"), defs) if len(arguments) == 2 else {}
        return {"type": "object", "additionalProperties": values} if values else {"type": "object"}
    raise SchemaError("{!r} is no type that a schema may name{}".format(written, _at(path)))


def _from_tuple(arguments: Tuple[Any, ...], path: str, defs: Dict[str, Any]) -> Dict[str, Any]:
    if not arguments:
        return {"type": "array"}
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "array", "items": _convert(arguments[0], _join(path, "*"), defs)}
    items = [_convert(argument, _join(path, str(i)), defs) for i, argument in enumerate(arguments)]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def _from_class(written: Any, path: str, defs: Dict[str, Any]) -> Dict[str, Any]:
    if issubclass(written, enum.Enum):
        return {"enum": [member.value for member in written]}
    if dataclasses.is_dataclass(written):
        fields = dataclasses.fields(written)
        optional = {
            field.name
            for field in fields
            if field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        }
        return _from_named(written, [field.name for field in fields if field.init], optional, path, defs)
    if hasattr(written, "__total__") and hasattr(written, "__annotations__"):  # TypedDict
        names = list(_hints(written, path))
        required = getattr(written, "__required_keys__", frozenset(names if written.__total__ else ()))
        return _from_named(written, names, set(names) - set(required), path, defs)
    for base in (bool, int, float, str, dict, list):
        if issubclass(written, base):
            return dict(_SIMPLE[base])
    raise SchemaError("the class {} is no type that a schema may name{}".format(written.__name__, _at(path)))


def _from_named(written: Any, names: List[str], optional: Any, path: str, defs: Dict[str, Any]) -> Dict[str, Any]:
    """A class that may hold itself: kept under its name, and referred to."""
    name = written.__name__
    reference = {"$ref": "#/$defs/{}".format(name)}
    if name in defs:
        return reference
    defs[name] = {}
    hints = _hints(written, path)
    schema = _from_members({member: hints[member] for member in names}, path, defs)
    required = [member for member in schema.get("required", []) if member not in optional]
    schema.pop("required", None)
    defs[name] = {"title": name, **schema, **({"required": required} if required else {})}
    return reference


def _hints(written: Any, path: str) -> Dict[str, Any]:
    extras: Dict[str, Any] = {"include_extras": True} if sys.version_info >= (3, 9) else {}
    try:
        return typing.get_type_hints(written, **extras)
    except Exception as error:
        raise SchemaError("the types of {} cannot be read ({}){}".format(written.__name__, error, _at(path))) from None


def _any_of(schemas: List[Dict[str, Any]]) -> Dict[str, Any]:
    kinds = [schema.get("type") for schema in schemas]
    if all(len(schema) == 1 and isinstance(kind, str) for schema, kind in zip(schemas, kinds)):
        return {"type": kinds}
    return {"anyOf": schemas}


def _literal(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value


def _hoisted(schema: Any, defs: Dict[str, Any]) -> Dict[str, Any]:
    """References of a model's schema are to its root: its definitions move to ours."""
    if not isinstance(schema, dict):
        return {}
    own = dict(schema)
    for key in ("$defs", "definitions"):
        defs.update(own.pop(key, {}))
    return own


def _is_union(origin: Any) -> bool:
    return origin is Union or _name_of(origin) in ("UnionType", "Union")


def _name_of(value: Any) -> str:
    name = getattr(value, "__name__", None) or getattr(value, "_name", None) or ""
    return name if isinstance(name, str) else ""


def _is_hashable(value: Any) -> bool:
    return getattr(type(value), "__hash__", None) is not None and not isinstance(value, (dict, list, set))


def _join(path: str, part: str) -> str:
    return part if path == "" else "{}.{}".format(path, part)


def _at(path: str) -> str:
    return " at {}".format(path) if path else ""
