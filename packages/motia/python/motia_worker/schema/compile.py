"""A schema as its author wrote it, made ready: types, a pydantic model or JSON Schema. Called when a step is loaded."""

from typing import Any, Callable, Dict, List, Optional, Tuple

from motia_worker.schema.coerce import compile_coercion
from motia_worker.schema.defaults import compile_defaults
from motia_worker.schema.issue import Issue
from motia_worker.schema.json_schema import compile_check, is_json_schema
from motia_worker.schema.models import is_model, model_schema, validate_model
from motia_worker.schema.types import to_json_schema


class Schema:
    """:ivar json: the JSON Schema, for the host; ``None`` if its library cannot say
    :ivar model: the pydantic model, if it is one
    :ivar optional: members that may be missing, and are ``None`` then
    """

    __slots__ = ("_check", "_coerce", "_fill", "json", "model", "optional")

    def __init__(
        self,
        json: Any,
        check: Optional[Callable[[Any], Optional[List[Issue]]]],
        coerce: Optional[Callable[[Any], Any]] = None,
        model: Any = None,
        optional: Tuple[str, ...] = (),
        fill: Optional[Callable[[Any], Any]] = None,
    ) -> None:
        self.json = json
        self.model = model
        self.optional = frozenset(optional)
        self._check = check
        self._coerce = coerce
        self._fill = fill

    def validate(self, value: Any) -> Tuple[Any, Optional[List[Dict[str, str]]]]:
        """The value for the handler, a model's instance for a model, and what is wrong with it."""
        if self.model is not None:
            return validate_model(self.model, value)
        if self._coerce is not None:
            value = self._coerce(value)
        if self._fill is not None:
            value = self._fill(value)
        found = None if self._check is None else self._check(value)
        return value, None if found is None else [issue.to_dict() for issue in found]


def compile_schema(written: Any, from_texts: bool = False) -> Schema:
    """:param from_texts: the value's members are texts, of a path or a query: numbers and booleans are read from them

    :raises SchemaError: with the place in the schema that makes no sense
    """
    if is_model(written):
        return Schema(model_schema(written), None, model=written)
    if is_json_schema(written):
        coerce = compile_coercion(written) if from_texts else None
        return Schema(written, compile_check(written), coerce, fill=compile_defaults(written))
    json = to_json_schema(written)
    properties, required = json.get("properties", {}), json.get("required", [])
    optional = tuple(name for name in properties if name not in required)
    return Schema(json, compile_check(json), compile_coercion(json) if from_texts else None, optional=optional)
