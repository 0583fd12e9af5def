"""pydantic models, version 1 and 2, known by their methods: pydantic is loaded only if the project loads it."""

import copy
from typing import Any, Dict, List, Optional, Tuple


def is_model(written: Any) -> bool:
    if not isinstance(written, type):
        return False
    is_v2 = hasattr(written, "model_validate") and hasattr(written, "model_fields")
    return is_v2 or (hasattr(written, "parse_obj") and hasattr(written, "__fields__"))


def model_schema(model: Any) -> Optional[Dict[str, Any]]:
    """Its JSON Schema, or ``None`` for a model that has no JSON form."""
    try:
        if hasattr(model, "model_json_schema"):
            return dict(model.model_json_schema(mode="validation"))
        return dict(_with_defs(copy.deepcopy(model.schema())))
    except Exception:
        return None


def validate_model(model: Any, value: Any) -> Tuple[Any, Optional[List[Dict[str, str]]]]:
    """An instance, or what is wrong. What a validator of the model's raises by mistake goes through."""
    try:
        if hasattr(model, "model_validate"):
            return model.model_validate(value), None
        return model.parse_obj(value), None
    except Exception as error:
        errors = getattr(error, "errors", None)
        if type(error).__name__ != "ValidationError" or not callable(errors):
            raise
        return None, [_to_issue(problem) for problem in errors()]


def members_of(instance: Any) -> Dict[str, Any]:
    """What becomes keyword arguments, by the names of the model's fields."""
    if hasattr(instance, "model_dump"):
        return dict(instance.model_dump())
    return dict(instance.dict())


def _to_issue(problem: Dict[str, Any]) -> Dict[str, str]:
    path = ".".join(str(part) for part in problem.get("loc", ()) if part != "__root__")
    return {"path": path, "message": str(problem.get("msg", "is not valid"))}


def _with_defs(schema: Any) -> Any:
    """Version 1 keeps ``definitions``; one place for both."""
    if isinstance(schema, dict):
        return {
            ("$defs" if key == "definitions" else key): (
                item.replace("#/definitions/", "#/$defs/") if key == "$ref" else _with_defs(item)
            )
            for key, item in schema.items()
        }
    return [_with_defs(item) for item in schema] if isinstance(schema, list) else schema
