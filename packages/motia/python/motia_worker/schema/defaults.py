"""Defaults of JSON Schema, filled into members that are missing: within objects and lists, not within ``anyOf`` and its
like, of which nobody knows which holds.
"""

import copy
from typing import Any, Callable, Dict, List, Optional, Tuple

Fill = Callable[[Any], Any]


def compile_defaults(schema: Any) -> Optional[Fill]:
    """``None`` where nothing has a default. What it is given stays as it is: it fills a copy."""
    return _compile(schema, schema, ())


def _compile(schema: Any, root: Any, seen: Tuple[str, ...]) -> Optional[Fill]:
    if not isinstance(schema, dict):
        return None
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference in seen:
            return None  # a schema that holds itself is filled in one level deep
        return _compile(_resolve(root, reference), root, (*seen, reference))
    properties = schema.get("properties")
    members: List[Tuple[str, Any, Optional[Fill]]] = []
    for name, part in properties.items() if isinstance(properties, dict) else ():
        fill = _compile(part, root, seen)
        given = part.get("default", _NOTHING) if isinstance(part, dict) else _NOTHING
        if fill is not None or given is not _NOTHING:
            members.append((name, given, fill))
    items = _compile(schema.get("items"), root, seen)
    if not members and items is None:
        return None
    return lambda value: _filled(value, members, items)


_NOTHING = object()


def _filled(value: Any, members: List[Tuple[str, Any, Optional[Fill]]], items: Optional[Fill]) -> Any:
    if isinstance(value, list):
        return value if items is None else [items(item) for item in value]
    if not isinstance(value, dict):
        return value
    filled: Dict[str, Any] = dict(value)
    for name, given, fill in members:
        if name not in filled:
            if given is _NOTHING:
                continue
            filled[name] = copy.deepcopy(given)
        if fill is not None:
            filled[name] = fill(filled[name])
    return filled


def _resolve(root: Any, reference: str) -> Any:
    """What leads nowhere is told where checks are compiled."""
    target = root
    for part in reference.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        target = target.get(name) if isinstance(target, dict) else None
    return target
