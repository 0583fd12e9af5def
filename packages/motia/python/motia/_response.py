"""``response`` and ``redirect``: answers of an api handler with a status of their own."""

from typing import Any, Dict, List, Optional, Union
from urllib.parse import quote

from motia._errors import motia_error

Headers = Dict[str, Union[str, List[str]]]


class Response:
    """An HTTP answer. A body of ``None`` has no content."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, body: Any, headers: Headers) -> None:
        self.status = status
        self.body = body
        self.headers = headers

    def __repr__(self) -> str:
        return "<Response {}>".format(self.status)

    def __motia_json__(self) -> Dict[str, Any]:
        return {"status": self.status, "body": self.body, "headers": self.headers}


_REDIRECTS = (301, 302, 303, 307, 308)
#: All that may stand in a URL as it is.
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F))


def response(status: int, body: Any = None, headers: Optional[Headers] = None) -> Response:
    """Answers with a status. Returning it commits, whatever the status; raise ``HttpError`` to roll back.

    :param body: JSON, bytes, a text whose headers name a ``content-type``, or an iterator of texts or bytes
    """
    return Response(status, body, {} if headers is None else headers)


def redirect(url: str, status: int = 302, headers: Optional[Headers] = None) -> Response:
    """Sends the client elsewhere: 302 by default; 303 after a form, 301 or 308 for good.

    :param url: absolute, or a path; what HTTP cannot carry (umlauts, spaces) is encoded
    """
    if not isinstance(url, str) or any(ord(char) < 0x20 or ord(char) == 0x7F for char in url):
        raise motia_error("MOTIA_OPTION", what="redirect to {!r}, which is no URL".format(url))
    if status not in _REDIRECTS:
        raise motia_error("MOTIA_OPTION", what="redirect with {}, none of {}".format(status, _REDIRECTS))
    location = quote(url, safe=_PLAIN, errors="replace")
    return Response(status, None, {**(headers or {}), "location": location})
