"""An old Python is refused in one line, and the worker says who starts it."""

import os
import re
import subprocess
import sys
import unittest

import package_path


class VersionTest(unittest.TestCase):
    def test_the_entry_stays_readable_for_old_pythons(self) -> None:
        folder = os.path.join(package_path.PYTHON_DIR, "motia_worker")
        for name in ("__init__.py", "__main__.py"):
            with open(os.path.join(folder, name), "rb") as file:
                source = file.read()
            self.assertTrue(all(byte < 128 for byte in source), name)
            self.assertIsNone(re.search(rb"\bf\"|:=|\bprint ", source), name)

    def test_without_a_channel_it_says_who_starts_it(self) -> None:
        env = {**os.environ, "PYTHONPATH": package_path.PYTHON_DIR}
        done = subprocess.run([sys.executable, "-m", "motia_worker"], env=env, stderr=subprocess.PIPE, close_fds=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"is started by Motia", done.stderr)


if __name__ == "__main__":
    unittest.main()
