"""What a handler returned, as a test sees it: JSON as it would arrive, an answer's body apart from its head."""

import asyncio
import base64
import json
from contextvars import copy_context
from typing import Any, List, Optional, Tuple

from motia import Response
from motia_worker.answer import encode_piece, encode_response
from motia_worker.json_text import decode_json, encode_json


def to_result(returned: Any, step_id: str) -> Any:
    """:raises MotiaError: ``MOTIA_PAYLOAD`` for what JSON cannot carry"""
    return decode_json(encode_json(returned, "result of " + step_id))


def to_answer(response: Response, pieces: Optional[List[Any]], step_id: str) -> Tuple[Any, Response]:
    """The body, and the answer with the body in it. :param pieces: of a streamed body"""
    given = response if pieces is None else Response(response.status, None, response.headers)
    encoded = json.loads(encode_response(given, step_id))
    headers = encoded["headers"]
    body = encoded.get("body")
    if pieces is not None:
        for piece in pieces:
            encode_piece(piece, step_id)
        body = pieces
    elif "encoding" in encoded:
        body = base64.b64decode(body)
    elif body is not None and not (
        isinstance(response.body, str) and any(name.lower() == "content-type" for name in headers)
    ):
        body = decode_json(body)
    return body, Response(response.status, body, headers)


def draw_in_plain_code(body: Any) -> List[Any]:
    """All pieces of a streamed body."""
    return asyncio.run(_draw_async(body)) if hasattr(type(body), "__aiter__") else list(body)


async def draw_in_async_code(body: Any) -> List[Any]:
    """The same; a plain iterator is drawn from in a thread, as a worker does it."""
    if hasattr(type(body), "__aiter__"):
        return await _draw_async(body)
    context = copy_context()
    return await asyncio.get_running_loop().run_in_executor(None, lambda: context.run(lambda: list(body)))


async def _draw_async(body: Any) -> List[Any]:
    return [piece async for piece in body]
