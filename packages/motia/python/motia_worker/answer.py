"""What an api handler returned, as an answer: an envelope, nothing (204), or a value (200) (ACCEPTANCE D6)."""

import base64
from typing import Any, Dict, Optional

from motia import Response
from motia._errors import motia_error
from motia_worker.json_text import encode_json, quote
from motia_worker.plain import text_of


def to_response(returned: Any) -> Response:
    """Its body may still be an iterator."""
    if returned is None:
        return Response(204, None, {})
    if isinstance(returned, Response):
        return returned
    if isinstance(returned, dict) and _is_envelope(returned):
        return Response(returned["status"], returned.get("body"), returned.get("headers") or {})
    return Response(200, returned, {})


def is_stream(body: Any) -> bool:
    """A generator, an open file and the like: its pieces are to be asked for one by one."""
    kind = type(body)
    return any(hasattr(kind, name) for name in ("__next__", "__anext__", "__aiter__"))


def encode_response(response: Response, step_id: str) -> str:
    """JSON text of ``{ status, headers, body?, encoding? }``. Raises for what HTTP or JSON cannot carry."""
    status, headers = encode_head(response, step_id)
    return '{"status":%d,"headers":%s%s}' % (status, headers, _encode_body(response, step_id))


def encode_head(response: Response, step_id: str) -> Any:
    """The status, and JSON text of the headers."""
    status = response.status
    if isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599:
        raise motia_error(
            "MOTIA_OPTION", what="{} answered with status {}, none of 200 to 599".format(step_id, text_of(status))
        )
    if not response.headers:
        return status, "{}"
    return status, encode_json(_to_texts(response.headers), "headers of " + step_id)


def encode_piece(piece: Any, step_id: str) -> str:
    """Members of a chunk: text, or base64 of bytes."""
    if isinstance(piece, str):
        return '"data":' + quote(piece)
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return '"data":"%s","encoding":"base64"' % base64.b64encode(piece).decode("ascii")
    raise motia_error(
        "MOTIA_OPTION", what="the stream of {} gave a {}, no text or bytes".format(step_id, type(piece).__name__)
    )


def _encode_body(response: Response, step_id: str) -> str:
    body = response.body
    if body is None:
        return ""
    if isinstance(body, (bytes, bytearray, memoryview)):
        return ',"body":"%s","encoding":"base64"' % base64.b64encode(body).decode("ascii")
    if isinstance(body, str) and any(text_of(name).lower() == "content-type" for name in response.headers):
        return ',"body":' + quote(body)
    return ',"body":' + quote(encode_json(body, "response of " + step_id))


def _is_envelope(value: Dict[Any, Any]) -> bool:
    status: Optional[Any] = value.get("status")
    if type(status) is not int or not 100 <= status <= 599:
        return False
    return "body" in value or "headers" in value


def _to_texts(headers: Any) -> Dict[str, Any]:
    return {
        text_of(name): [text_of(item) for item in value] if isinstance(value, (list, tuple)) else text_of(value)
        for name, value in dict(headers).items()
    }
