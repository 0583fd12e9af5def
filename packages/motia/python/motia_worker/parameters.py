"""The parameters of a handler, read once when its step is loaded, and the arguments made for them run by run."""

import inspect
import typing
from typing import Any, Callable, Dict, List, Tuple

from motia_worker.schema.issue import SchemaError

#: What a binding gives for one run: positional arguments, and those by name.
Arguments = Tuple[List[Any], Dict[str, Any]]


class Parameter:
    """:ivar is_required: it has no default"""

    __slots__ = ("annotation", "is_required", "name")

    def __init__(self, name: str, is_required: bool, annotation: Any) -> None:
        self.name = name
        self.is_required = is_required
        self.annotation = annotation


class Parameters:
    """:ivar named: all but ``ctx``, ``*args`` and ``**kwargs``, in order
    :ivar takes_ctx: one is named ``ctx``
    :ivar takes_rest: it has ``**kwargs``
    """

    __slots__ = ("_positional", "named", "takes_ctx", "takes_rest")

    def __init__(self, handler: Callable[..., Any]) -> None:
        try:
            signature = inspect.signature(handler)
        except (TypeError, ValueError) as error:
            raise SchemaError("the parameters of its function cannot be read ({})".format(error)) from None
        hints = _hints_of(handler)
        kinds = inspect.Parameter
        self.named: List[Parameter] = []
        self._positional: List[str] = []
        self.takes_ctx = self.takes_rest = False
        for name, parameter in signature.parameters.items():
            if parameter.kind is kinds.VAR_KEYWORD:
                self.takes_rest = True
            if parameter.kind in (kinds.VAR_KEYWORD, kinds.VAR_POSITIONAL):
                continue
            if parameter.kind is kinds.POSITIONAL_ONLY:
                self._positional.append(name)
            if name == "ctx":
                self.takes_ctx = True
            else:
                annotation = hints.get(name, parameter.annotation)
                self.named.append(Parameter(name, parameter.default is kinds.empty, annotation))

    def place(self, values: Dict[str, Any]) -> Arguments:
        """Moves what may only be given by position. What has a default may be missing, from the first such on."""
        args: List[Any] = []
        for name in self._positional:
            if name not in values:
                break
            args.append(values.pop(name))
        return args, values


def _hints_of(handler: Callable[..., Any]) -> Dict[str, Any]:
    """Annotations may be texts (``from __future__ import annotations``), and may name what is not there."""
    try:
        return typing.get_type_hints(handler)
    except Exception:
        return {}
