"""Makes the project's folders importable: ``motia.steps.…``, and everything from the root.

A project's folder ``motia/`` has the name of our package, which stays the package and takes the folder's files in.
"""

import os
import sys
import types
from typing import Any

import motia


class _Package(types.ModuleType):
    """Importing ``motia.api`` sets ``motia.api`` to that module; the name has to stay the decorator."""

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, types.ModuleType) and name in motia.__all__:
            return
        super().__setattr__(name, value)


def prepare_imports(root: str) -> None:
    """:param root: the project's folder, absolute"""
    own = os.path.dirname(os.path.dirname(os.path.abspath(motia.__file__)))
    places = [own, root] + [place for place in sys.path if place and os.path.abspath(place) not in (own, root)]
    sys.path[:] = places
    folder = os.path.join(root, "motia")
    if folder not in motia.__path__:
        motia.__path__.append(folder)
    sys.modules["motia"].__class__ = _Package
