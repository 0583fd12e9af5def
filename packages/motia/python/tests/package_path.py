"""Makes ``motia`` and ``motia_worker`` importable for the tests, from whichever folder they are started."""

import os
import sys

PYTHON_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

if PYTHON_DIR not in sys.path:
    sys.path.insert(0, PYTHON_DIR)
