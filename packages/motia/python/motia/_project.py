"""Finds the folders of projects that have the name of this package, as a namespace package would."""

import os
import sys
from typing import List, Sequence


def project_folders(own: Sequence[str]) -> List[str]:
    """Folders ``motia`` on Python's path, but for this package and packages of the same name.

    :param own: the folders that the package has already
    """
    found: List[str] = []
    for place in sys.path:
        folder = os.path.join(os.path.abspath(place), "motia")
        if folder in own or folder in found or not os.path.isdir(folder):
            continue
        if not os.path.exists(os.path.join(folder, "__init__.py")):
            found.append(folder)
    return found
