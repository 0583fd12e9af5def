"""Imports a file of the project under the name that the project's own imports give it, so that it is loaded once."""

import importlib
import importlib.util
import os
import sys
from typing import Any, Optional


def import_file(path: str, root: str) -> Any:
    """The module. Raises whatever its import raises, ``SystemExit`` included."""
    name = _name_of(path, root)
    if name is not None:
        loaded = sys.modules.get(name)
        if loaded is not None and _is_of(loaded, path):
            return loaded
        if loaded is None and _finds(name, path):
            return importlib.import_module(name)
    return _import_by_path(path, name)


def _name_of(path: str, root: str) -> Optional[str]:
    """``motia/steps/a-b.py`` is ``motia.steps.a-b``; ``None`` for a path that no name leads to."""
    relative = os.path.relpath(path, root)
    parts = relative[: -len(".py")].split(os.sep)
    if parts[-1] == "__init__":
        parts.pop()
    if not parts or any("." in part or part == "" for part in parts):
        return None
    return ".".join(parts)


def _finds(name: str, path: str) -> bool:
    """Whether an import of the name gives this file, and no other package of that name."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            return False
        raise
    return spec is not None and spec.origin is not None and os.path.realpath(spec.origin) == os.path.realpath(path)


def _is_of(module: Any, path: str) -> bool:
    filename = getattr(module, "__file__", None)
    return filename is not None and os.path.realpath(filename) == os.path.realpath(path)


def _import_by_path(path: str, name: Optional[str]) -> Any:
    for module in list(sys.modules.values()):
        if getattr(module, "__motia_path__", None) == path:
            return module
    unique = "{}@{}".format(name or os.path.basename(path)[: -len(".py")].replace(".", "_"), abs(hash(path)))
    spec = importlib.util.spec_from_file_location(unique.replace(".", "_"), path)
    if spec is None or spec.loader is None:
        raise ImportError("{} is no Python file".format(path))
    module = importlib.util.module_from_spec(spec)
    module.__motia_path__ = path  # type: ignore[attr-defined]
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(spec.name, None)
        raise
    return module
