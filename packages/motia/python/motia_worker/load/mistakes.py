"""What a file raised while it was imported, as a mistake of the project: where, what, and what to do."""

import os
import traceback
from typing import Optional, Tuple

from motia_worker.plain import text_of
from motia_worker.project_paths import ProjectPaths
from motia_worker.protocol import Mistake

_INSTALL_HINT = "`motia install` installs what requirements.txt names."


def to_mistake(error: BaseException, source: str, paths: ProjectPaths, step_id: Optional[str]) -> Mistake:
    """:param source: the file that was to be loaded; the mistake may be in one that it imports"""
    mistake: Mistake = {"file": source, "message": "could not be loaded: {}".format(_words(error))}
    filename, line, column = _place_of(error, paths)
    if filename is not None:
        mistake["file"] = filename
    if filename is not None and line is not None:
        mistake["line"] = line
        if column is not None:
            mistake["column"] = column
    hint = _hint_for(error, paths.root)
    if hint is not None:
        mistake["hint"] = hint
    if step_id is not None:
        mistake["stepId"] = step_id
    return mistake


def _place_of(error: BaseException, paths: ProjectPaths) -> Tuple[Optional[str], Optional[int], Optional[int]]:
    if isinstance(error, SyntaxError) and error.filename is not None:
        relative = paths.relative(error.filename)
        if relative is not None:
            return relative, error.lineno, error.offset if error.offset and error.offset > 0 else None
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        relative = paths.relative(frame.filename)
        if relative is not None:
            return relative, frame.lineno, None
    return None, None, None


def _words(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "it ends the process with sys.exit({})".format("" if error.code is None else text_of(error.code))
    if isinstance(error, SyntaxError):
        return "{}: {}".format(type(error).__name__, error.msg)
    return "{}: {}".format(type(error).__name__, text_of(error))


def _hint_for(error: BaseException, root: str) -> Optional[str]:
    if isinstance(error, ModuleNotFoundError):
        return None if _is_own(error.name or "", root) else _INSTALL_HINT
    if isinstance(error, TypeError) and "() takes 0 positional arguments" in text_of(error):
        return 'The options of a step are keywords: `@event(id="send-email")`.'
    if isinstance(error, SystemExit):
        return 'A step file only makes steps: put what it does else below `if __name__ == "__main__":`.'
    return None


def _is_own(name: str, root: str) -> bool:
    """Whether a module's name begins with a folder or file of the project: no package is missing then."""
    top = name.split(".")[0]
    return top == "motia" or os.path.exists(os.path.join(root, top)) or os.path.exists(os.path.join(root, top + ".py"))
