"""``sse``: an answer of server-sent events, which the API server keeps alive while its source is silent."""

import json
import re
from typing import Any, AsyncIterator, Dict, Iterator, Optional

from motia._response import Headers, Response

_HEADERS: Headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",  # nginx would keep events until they are many
}
_LINE_BREAK = re.compile("\r\n|\r|\n")


def sse(source: Any, headers: Optional[Headers] = None) -> Response:
    """Answers with events as they come, until the source ends or the client goes: then its ``finally`` runs.

    :param source: a generator, async or not, of texts, or of dicts of ``data``, ``event``, ``id`` and ``retry`` (ms);
        ``data`` that is no text is sent as JSON
    """
    is_async = hasattr(type(source), "__aiter__")
    return Response(200, _encode_async(source) if is_async else _encode(source), {**_HEADERS, **(headers or {})})


def encode_event(event: Any) -> str:
    """An event as it is sent."""
    parts: Dict[str, Any] = event if isinstance(event, dict) else {"data": event}
    text = ""
    for name in ("event", "id"):
        if parts.get(name) is not None:
            # A line break would begin another field.
            text += "{}: {}\n".format(name, re.sub("[\r\n\0]+", " ", str(parts[name])))
    if parts.get("retry") is not None:
        text += "retry: {:d}\n".format(max(0, round(parts["retry"])))
    if "data" in parts:
        data = parts["data"]
        lines = _LINE_BREAK.split(data) if isinstance(data, str) else [json.dumps(data, allow_nan=False)]
        text += "".join("data: {}\n".format(line) for line in lines)
    return text + "\n"


def _encode(source: Any) -> Iterator[str]:
    events = iter(source)
    try:
        for event in events:
            yield encode_event(event)
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()


async def _encode_async(source: Any) -> AsyncIterator[str]:
    events = source.__aiter__()
    try:
        async for event in events:
            yield encode_event(event)
    finally:
        close = getattr(events, "aclose", None)
        if close is not None:
            await close()
