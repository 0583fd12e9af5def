"""A step that can be run: its function, and how to call it, worked out once."""

import functools
import inspect
from typing import Any, Callable

from motia_worker.parameters import Arguments
from motia_worker.protocol import Descriptor


class LoadedStep:
    """:ivar is_async: called on the event loop; others in a thread of their own
    :ivar awaits: the call gives a coroutine (and no async generator)
    """

    __slots__ = ("awaits", "bind", "descriptor", "handler", "id", "is_api", "is_async", "takes_ctx")

    def __init__(
        self,
        descriptor: Descriptor,
        handler: Callable[..., Any],
        bind: Callable[[Any, Any], Arguments],
        takes_ctx: bool,
    ) -> None:
        self.id = descriptor["id"]
        self.descriptor = descriptor
        self.handler = handler
        self.bind = bind
        self.takes_ctx = takes_ctx
        self.is_api = descriptor["kind"] == "api"
        function = _function_of(handler)
        self.awaits = inspect.iscoroutinefunction(function)
        self.is_async = self.awaits or inspect.isasyncgenfunction(function)


def _function_of(handler: Any) -> Any:
    """Of a partial, or of an object that can be called."""
    while isinstance(handler, functools.partial):
        handler = handler.func
    if inspect.isroutine(handler) or isinstance(handler, type):
        return handler
    return getattr(type(handler), "__call__", handler)
