"""``response``: an answer of an api handler with a status of its own."""

from typing import Any, Dict, List, Optional, Union

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


def response(status: int, body: Any = None, headers: Optional[Headers] = None) -> Response:
    """Answers with a status. Returning it commits, whatever the status; raise ``HttpError`` to roll back.

    :param body: JSON, bytes, a text whose headers name a ``content-type``, or an iterator of texts or bytes
    """
    return Response(status, body, {} if headers is None else headers)
