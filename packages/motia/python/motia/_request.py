"""What the handlers of api and cron steps may take whole: ``request`` and ``tick``."""

from typing import Any, Dict, List, Optional, Union


class Request:
    """A request as an api handler gets it, after its schemas. A unit test may make one from the parts that it needs."""

    __slots__ = ("body", "cookies", "headers", "ip", "locals", "method", "params", "path", "query", "raw_body", "url")

    def __init__(
        self,
        body: Any = None,
        params: Optional[Dict[str, Any]] = None,
        query: Optional[Dict[str, Any]] = None,
        headers: Optional[Dict[str, Union[str, List[str]]]] = None,
        raw_body: bytes = b"",
        method: str = "GET",
        path: str = "/",
        url: Optional[str] = None,
        cookies: Optional[Dict[str, str]] = None,
        ip: str = "",
        locals: Optional[Dict[str, Any]] = None,
    ) -> None:
        #: JSON parsed, a form's fields, a text, or bytes; after its schema.
        self.body = body
        self.params: Any = {} if params is None else params
        self.query: Any = {} if query is None else query
        #: Names are in lower case.
        self.headers = {} if headers is None else headers
        #: What the ``cookie`` header says, decoded.
        self.cookies = {} if cookies is None else cookies
        #: The body's bytes as they came; none of ``multipart/form-data``.
        self.raw_body = raw_body
        self.method = method
        #: Without the query.
        self.path = path
        #: The path with the query, as it came.
        self.url = path if url is None else url
        #: The client's address.
        self.ip = ip
        #: What middlewares left.
        self.locals: Dict[str, Any] = {} if locals is None else locals

    def __repr__(self) -> str:
        return "<Request {} {}>".format(self.method, self.url)


class Tick:
    """The moment that a cron run stands for."""

    __slots__ = ("schedule", "scheduled_at")

    def __init__(self, scheduled_at: str, schedule: str) -> None:
        #: When the run was due, as an ISO 8601 string.
        self.scheduled_at = scheduled_at
        self.schedule = schedule

    def __repr__(self) -> str:
        return "Tick(scheduled_at={!r}, schedule={!r})".format(self.scheduled_at, self.schedule)

    def __motia_json__(self) -> Dict[str, str]:
        return {"scheduledAt": self.scheduled_at, "schedule": self.schedule}
