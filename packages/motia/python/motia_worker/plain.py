"""What a Python value is in JSON, one level at a time: dates, models, dataclasses, arrays of numpy and the like.

Knows no library by import: models of pydantic, arrays and scalars of numpy and pandas are known by their methods.
"""

import dataclasses
import datetime
import decimal
import enum
import pathlib
import traceback
import types
import uuid
from collections import deque
from collections.abc import Mapping, Set, ValuesView
from typing import Any, Dict


class Unrepresentable(TypeError):
    """JSON has no form for the value."""


def to_plain(value: Any) -> Any:
    """What stands for a value that ``json`` does not know; its parts may need the same. Raises ``Unrepresentable``."""
    said = getattr(value, "__motia_json__", None)
    if said is not None and not isinstance(value, type):
        return said()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (uuid.UUID, decimal.Decimal, pathlib.PurePath)):
        return str(value)
    if isinstance(value, (Set, deque, ValuesView, range)):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, BaseException):
        return error_to_plain(value)
    if not isinstance(value, type):
        if dataclasses.is_dataclass(value):
            return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return _from_library(value)
    raise Unrepresentable(kind_of(value))


def kind_of(value: Any) -> str:
    """A value that cannot be carried, for a message: "a function", "bytes", "a Foo"."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "bytes"
    if isinstance(value, type):
        return "the class {}".format(value.__name__)
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return "a function"
    if isinstance(value, types.CoroutineType):
        return "a coroutine that was not awaited"
    if isinstance(value, (types.GeneratorType, types.AsyncGeneratorType)):
        return "a generator"
    name = type(value).__name__
    return "{} {}".format("an" if name[:1].lower() in "aeiou" else "a", name)


def error_to_plain(error: BaseException) -> Dict[str, Any]:
    """An error within a payload (ACCEPTANCE D10)."""
    code = getattr(error, "code", None)
    plain = {"name": type(error).__name__, "message": text_of(error), "stack": stack_of(error)}
    if isinstance(code, (str, int)) and not isinstance(code, bool):
        plain["code"] = str(code)
    return plain


def stack_of(error: BaseException) -> str:
    try:
        return "".join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip("\n")
    except BaseException:  # an error may misbehave in every way
        return type(error).__name__


def text_of(value: Any) -> str:
    """``str(value)``, whatever its class does about that."""
    try:
        return str(value)
    except BaseException as error:
        return "<{} whose text cannot be made: {}>".format(type(value).__name__, type(error).__name__)


def _from_library(value: Any) -> Any:
    if callable(getattr(value, "model_dump", None)):
        return value.model_dump(mode="json")
    if hasattr(value, "__fields__") and callable(getattr(value, "dict", None)):
        return value.dict()
    for method in ("tolist", "item"):
        convert = getattr(value, method, None)
        if callable(convert) and not isinstance(value, memoryview):
            return convert()
    raise Unrepresentable(kind_of(value))
