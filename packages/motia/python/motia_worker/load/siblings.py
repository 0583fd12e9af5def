"""Lets a step file import what lies beside it: ``import prompts``. Asked last, so that it hides nothing.

The module is the same as ``from .prompts import …`` or ``motia.steps.ai.prompts`` gives: a file is loaded once.
"""

import importlib.abc
import importlib.machinery
import os
import sys
from typing import Any, List, Optional

from motia_worker.load.importing import import_file


class SiblingFinder(importlib.abc.MetaPathFinder):
    def __init__(self, root: str) -> None:
        self._root = root
        self._folders: List[str] = []

    def install(self) -> None:
        sys.meta_path.append(self)

    def add(self, folder: str) -> None:
        if folder not in self._folders:
            self._folders.append(folder)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Optional[importlib.machinery.ModuleSpec]:
        if path is not None or "." in fullname:
            return None
        for folder in self._folders:
            for name in (fullname + ".py", os.path.join(fullname, "__init__.py")):
                filename = os.path.join(folder, name)
                if os.path.isfile(filename):
                    return importlib.machinery.ModuleSpec(fullname, _SameModule(filename, self._root))
        return None


class _SameModule(importlib.abc.Loader):
    """Gives the module that the file is under its own name."""

    def __init__(self, filename: str, root: str) -> None:
        self._filename = filename
        self._root = root
        self._spec: Any = None

    def create_module(self, spec: Any) -> Any:
        module = import_file(self._filename, self._root)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: Any) -> None:
        module.__spec__ = self._spec  # the import has set that of the other name
