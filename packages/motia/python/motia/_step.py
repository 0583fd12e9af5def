"""The kinds of step and the functions that make them. START READING HERE: making a step records it, and does nothing
else. The decorated function stays as it was.
"""

import sys
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, TypeVar, Union

Handler = TypeVar("Handler", bound=Callable[..., Any])
#: A function that makes steps.
Making = TypeVar("Making", bound=Callable[..., Any])
Names = Union[str, Sequence[str]]
Retry = Union[bool, Dict[str, Any]]

#: Frames that are looked at for the file that makes a step.
_MAX_FRAMES = 40


class Step:
    """A unit of code with a trigger, as its author wrote it."""

    __slots__ = ("handler", "kind", "options", "places")

    def __init__(
        self, kind: str, options: Dict[str, Any], handler: Optional[Callable[..., Any]], places: List[Tuple[str, int]]
    ) -> None:
        self.kind = kind
        #: Only those that were given, under the names of the keywords.
        self.options = options
        #: ``None`` for noop steps.
        self.handler = handler
        #: File and line of the call, then of what called that: a step belongs to the file that makes it.
        self.places = places

    def __repr__(self) -> str:
        return "<{} step {!r}>".format(self.kind, self.options.get("id"))


#: Every step that was made in this process, in order. The worker's loader reads it.
registered: List[Step] = []


def _lenient(make: Making) -> Making:
    """Type checkers demand the required options. At run time one may be missing: that is a mistake of the step, which is
    told when the project is loaded, and no reason to lose the other steps of the file.
    """
    code = make.__code__  # type: ignore[attr-defined]
    options = code.co_varnames[: code.co_kwonlyargcount]
    make.__kwdefaults__ = dict.fromkeys(options)  # type: ignore[attr-defined]
    return make


@_lenient
def api(
    *,
    id: str,
    method: str,
    path: str,
    schema: Optional[Dict[str, Any]] = None,
    description: Optional[str] = None,
    flows: Optional[Sequence[str]] = None,
    retry: Optional[Retry] = None,
    timeout: Optional[float] = None,
    concurrency: Optional[int] = None,
    body_limit: Optional[int] = None,
    upload: Union[bool, Dict[str, int], None] = None,
    rate_limit: Optional[Dict[str, int]] = None,
    **options: Any,
) -> Callable[[Handler], Handler]:
    """A step that an HTTP request triggers.

    The handler takes any of ``body``, ``params``, ``query``, ``headers``, ``cookies``, ``raw_body``, ``method``,
    ``path``, ``url``, ``ip``, ``locals``, ``request`` and ``ctx``, by these names.

    :param path: begins with ``/``; ``:name`` is a parameter
    :param schema: of ``body``, ``params``, ``query`` and ``headers``; a request that does not match is answered with 400.
        ``response``, one or one for each status, documents, and is checked in development
    :param timeout: milliseconds until the deadline of an attempt
    :param body_limit: bytes of body accepted
    :param rate_limit: ``max`` requests of a client in a ``window`` of milliseconds; what is above is answered with 429
    :param upload: take files of ``multipart/form-data``: ``True``, or some of ``max_file_size`` and ``max_files``
    """
    return _decorator("api", locals(), options)


@_lenient
def event(
    *,
    id: str,
    schema: Any = None,
    on: Optional[Names] = None,
    description: Optional[str] = None,
    flows: Optional[Sequence[str]] = None,
    retry: Optional[Retry] = None,
    timeout: Optional[float] = None,
    concurrency: Optional[int] = None,
    **options: Any,
) -> Callable[[Handler], Handler]:
    """A step that a message to its id, or to a topic in ``on``, triggers.

    The members of the payload become keyword arguments; a parameter named ``payload`` gets the whole, ``ctx`` the
    context.

    :param schema: types, a pydantic model or JSON Schema; a payload that does not match fails the run at once
    :param retry: ``False``, or some of ``attempts``, ``delay``, ``factor``, ``max_delay`` and ``jitter``
    """
    return _decorator("event", locals(), options)


@_lenient
def cron(
    *,
    id: str,
    schedule: str,
    timezone: Optional[str] = None,
    overlap: Optional[str] = None,
    catch_up: Optional[str] = None,
    description: Optional[str] = None,
    flows: Optional[Sequence[str]] = None,
    retry: Optional[Retry] = None,
    timeout: Optional[float] = None,
    concurrency: Optional[int] = None,
    **options: Any,
) -> Callable[[Handler], Handler]:
    """A step that a schedule triggers. The handler takes ``tick`` and ``ctx``, or nothing.

    :param schedule: five fields, six with seconds first, or ``@daily`` and its like
    :param timezone: IANA name; default: the system's
    :param overlap: ``skip``, ``queue`` or ``allow``: what a tick does while the last run still goes on
    :param catch_up: ``none``, ``last`` or ``all``: which missed ticks are made up for
    """
    return _decorator("cron", locals(), options)


@_lenient
def noop(
    *,
    id: str,
    description: Optional[str] = None,
    flows: Optional[Sequence[str]] = None,
    from_: Optional[Names] = None,
    to: Optional[Names] = None,
    **options: Any,
) -> Step:
    """A step that stands for something outside: it never runs by itself, and passing it succeeds at once.

    :param from_: ids or topics drawn as leading here
    :param to: ids or topics drawn as led to
    """
    step = Step("noop", _given(locals(), options), None, _places())
    registered.append(step)
    return step


def _decorator(kind: str, named: Dict[str, Any], more: Dict[str, Any]) -> Callable[[Handler], Handler]:
    options = _given(named, more)
    places = _places()

    def decorate(handler: Handler) -> Handler:
        if not callable(handler):
            raise TypeError("@{}(…) decorates a function, not {!r}".format(kind, handler))
        step = Step(kind, options, handler, places)
        registered.append(step)
        try:
            handler.__motia_step__ = step  # type: ignore[attr-defined]
        except AttributeError:
            pass  # a bound method, say: it is registered all the same
        return handler

    return decorate


def _given(named: Dict[str, Any], more: Dict[str, Any]) -> Dict[str, Any]:
    given = {name: value for name, value in named.items() if value is not None and name != "options"}
    given.update(more)
    return given


def _places() -> List[Tuple[str, int]]:
    places: List[Tuple[str, int]] = []
    frame: Any = sys._getframe(1)
    while frame is not None and len(places) < _MAX_FRAMES:
        if frame.f_code.co_filename != __file__:
            places.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return places
