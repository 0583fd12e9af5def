"""Which files are the project's own: below its root, and not in what was installed into it."""

import os
from typing import Optional

_INSTALLED = frozenset(("site-packages", "dist-packages", "node_modules", ".motia", ".venv", "venv", "__pypackages__"))


class ProjectPaths:
    """:param root: the project's folder, absolute"""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip(os.sep) or os.sep
        # A link on the way to the root: some tools resolve it in the names of files, some do not.
        self._roots = {self.root, os.path.realpath(self.root)}
        self._own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

    def relative(self, filename: str) -> Optional[str]:
        """With forward slashes; ``None`` for a file that is not the project's."""
        if filename.startswith(self._own + os.sep):
            return None
        for root in self._roots:
            if filename.startswith(root + os.sep):
                relative = filename[len(root) + 1 :].replace(os.sep, "/")
                return None if _INSTALLED.intersection(relative.split("/")) else relative
        return None
