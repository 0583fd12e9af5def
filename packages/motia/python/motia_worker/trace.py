"""Python's own traceback, of the project's frames only, with files relative to the root."""

import traceback
from typing import Any, Set

from motia_worker.plain import text_of
from motia_worker.project_paths import ProjectPaths


def trim_trace(error: BaseException, paths: ProjectPaths) -> str:
    """Also of the errors that led to it; never raises."""
    try:
        told = traceback.TracebackException.from_exception(error)
        _trim(told, paths, set())
        return "".join(_format(told)).rstrip("\n")
    except BaseException:  # an error may misbehave in every way
        return "{}: {}".format(type(error).__name__, text_of(error))


def _trim(told: Any, paths: ProjectPaths, seen: Set[int]) -> None:
    if told is None or id(told) in seen:
        return
    seen.add(id(told))
    frames = []
    for frame in told.stack or ():
        relative = paths.relative(frame.filename)
        if relative is not None:
            frame.line  # read now: the name is not to be found any more afterwards
            frame.filename = relative
            frames.append(frame)
    told.stack = traceback.StackSummary.from_list(frames) if told.stack is not None else None
    filename = getattr(told, "filename", None)  # of a SyntaxError
    if isinstance(filename, str):
        told.filename = paths.relative(filename) or filename
    for other in (told.__cause__, told.__context__, *(getattr(told, "exceptions", None) or ())):
        _trim(other, paths, seen)


def _format(told: Any) -> Any:
    """A trace without frames has no headline either."""
    for line in told.format():
        if line.startswith("Traceback (most recent call last):") and not told.stack and not told.__cause__:
            if told.__context__ is None or told.__suppress_context__:
                continue
        yield line
