"""What is wrong: with a value (an issue), or with a schema (an error)."""

from typing import Any, Dict, List


class Issue:
    """The path is collected from the inside out, so that a valid value costs nothing."""

    __slots__ = ("_parts", "message")

    def __init__(self, message: str) -> None:
        self._parts: List[str] = []
        self.message = message

    def within(self, part: Any) -> "Issue":
        self._parts.append(str(part))
        return self

    @property
    def path(self) -> str:
        return ".".join(reversed(self._parts))

    def to_dict(self) -> Dict[str, str]:
        return {"path": self.path, "message": self.message}


class SchemaError(Exception):
    """A schema that makes no sense; the message names the place."""
