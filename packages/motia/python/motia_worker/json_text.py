"""Payloads are JSON text between handlers: encoded once where they are made, parsed once where they are used."""

import enum
import json
import math
from json.encoder import encode_basestring
from typing import Any, Callable, List

from motia import MotiaError
from motia._errors import motia_error
from motia_worker.plain import Unrepresentable, kind_of, text_of, to_plain

#: A text as JSON, with what is not ASCII as it is.
quote: Callable[[str], str] = encode_basestring
decode_json = json.loads


def _create_encoder() -> Callable[[Any], str]:
    """Like ``JSONEncoder.encode``, which makes its C encoder anew each time. Cycles end as RecursionError."""
    try:
        make = json.encoder.c_make_encoder  # type: ignore[attr-defined]
        chunks = make(None, to_plain, quote, None, ":", ",", False, False, False)
        chunks({"a": [1, "b"]}, 0)
    except Exception:  # another implementation of Python
        return json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=to_plain, separators=(",", ":")).encode
    return lambda value: "".join(chunks(value, 0))


_encode = _create_encoder()


def encode_json(value: Any, what: str) -> str:
    """:param what: names the value in the error: "payload of send-email", "result of …"

    :raises MotiaError: ``MOTIA_PAYLOAD`` with the path of what JSON cannot carry
    """
    if value is None:
        return "null"
    try:
        return _encode(value)
    except MotiaError:
        raise
    except Exception:
        # Something in there is refused, or needs more than the encoder does: a key that is a date, say.
        return _encode_slowly(value, what)


def encode_fields(fields: Any) -> str:
    """JSON of an object for a log line: whatever cannot be carried becomes its text. Never raises."""
    try:
        text = _encode(fields)
        if text.startswith("{"):
            return text
    except BaseException:
        pass
    lenient = _lenient(fields, [])
    return json.dumps(lenient if isinstance(lenient, dict) else {"value": lenient}, ensure_ascii=False)


def _encode_slowly(value: Any, what: str) -> str:
    try:
        return json.dumps(_walk(value, what, "", []), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        raise _refusal(what, "a nesting that is too deep", "") from None


def _walk(value: Any, what: str, path: str, parents: List[Any]) -> Any:
    if value is None or value is True or value is False or isinstance(value, str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _refusal(what, "NaN" if value != value else "Infinity", path)
        return float(value)
    if isinstance(value, int):
        return _whole(int(value), what, path)
    if any(parent is value for parent in parents):
        raise _refusal(what, "a cycle", path)
    parents.append(value)
    try:
        if isinstance(value, dict):
            return {
                _key(key, what, path): _walk(item, what, _join(path, text_of(key)), parents)
                for key, item in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [_walk(item, what, _join(path, str(i)), parents) for i, item in enumerate(value)]
        return _walk(_say(value, what, path), what, path, parents)
    finally:
        parents.pop()


def _say(value: Any, what: str, path: str) -> Any:
    try:
        return to_plain(value)
    except (MotiaError, RecursionError):
        raise
    except Unrepresentable as error:
        raise _refusal(what, str(error), path) from None
    except Exception as error:
        raise _refusal(what, "{} ({})".format(kind_of(value), text_of(error)), path) from error


def _whole(value: int, what: str, path: str) -> int:
    try:
        str(value)
    except ValueError:
        raise _refusal(what, "a number of too many digits", path) from None
    return value


def _key(key: Any, what: str, path: str) -> Any:
    if isinstance(key, enum.Enum):
        key = key.value
    if key is None or isinstance(key, (str, int, float)):
        return key
    try:
        said = to_plain(key)
    except Exception:
        said = key
    if isinstance(said, bool) or not isinstance(said, (str, int, float)):
        raise _refusal(what, "a key that is no text ({})".format(kind_of(key)), path)
    return said


def _lenient(value: Any, parents: List[Any]) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        is_plain = isinstance(value, int) or math.isfinite(value)
        return value if is_plain and abs(value) < 1e300 else text_of(value)
    if any(parent is value for parent in parents) or len(parents) > 50:
        return "[cycle]"
    inner = parents + [value]
    try:
        if isinstance(value, dict):
            return {text_of(key): _lenient(item, inner) for key, item in list(value.items())}
        if isinstance(value, (list, tuple)):
            return [_lenient(item, inner) for item in list(value)]
        return _lenient(to_plain(value), inner)
    except BaseException:
        return text_of(value)


def _join(path: str, part: str) -> str:
    return part if path == "" else "{}.{}".format(path, part)


def _refusal(what: str, kind: str, path: str) -> MotiaError:
    return motia_error("MOTIA_PAYLOAD", what=what, kind=kind, path=path or "its root")
