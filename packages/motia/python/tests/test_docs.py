"""Every snippet of docs/python.md, as it is printed: steps are loaded and run, tests are run."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from typing import Dict

import package_path
from fake_host import FakeHost

try:
    import pydantic
except ImportError:
    pydantic = None  # type: ignore[assignment]

try:
    import pytest
except ImportError:
    pytest = None  # type: ignore[assignment]

GUIDE = os.path.join(package_path.PYTHON_DIR, "..", "..", "..", "docs", "python.md")


def snippets() -> Dict[str, str]:
    """By the path that the first line of each names."""
    with open(GUIDE, encoding="utf-8") as file:
        blocks = re.findall(r"^```python\n(.*?)^```", file.read(), re.DOTALL | re.MULTILINE)
    return {re.split(r"[ \n]", block[2:], maxsplit=1)[0]: block for block in blocks}


@unittest.skipUnless(os.path.exists(GUIDE), "the package is without its guide here")
class GuideTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        files = {path: source for path, source in snippets().items() if path.startswith("motia/")}
        if pydantic is None:
            del files["motia/steps/members.py"]
        cls.host = FakeHost(files, setup="motia/setup.py")
        cls.host.results = {"double": {"runId": "r", "ok": True, "result": "4"}}
        cls.host.results["price-of"] = {"runId": "r", "ok": True, "result": "42"}
        cls.host.state = {"counters": {"visits": 2}}

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def test_all_files_load(self) -> None:
        self.assertEqual(self.host.described["mistakes"], [])
        self.assertGreaterEqual(len(self.host.described["steps"]), 15)

    def test_steps_do_what_the_guide_says(self) -> None:
        host = self.host
        self.assertEqual(host.result("notify-user", {"userId": "u", "score": 1}), {"notified": "u", "attempt": 1})
        outcome = host.request("create-order", {"item": "pen", "quantity": 2})
        self.assertEqual(outcome["response"]["status"], 201)
        self.assertEqual([one["target"] for one in outcome["effects"]["triggers"]], ["ordered"])
        self.assertEqual(host.result("pack", {"id": 1, "item": "pen", "quantity": 2}), "2 × pen for 1")
        self.assertEqual(host.result("nightly", {"scheduledAt": "now", "schedule": "x"}), "due at now")
        self.assertEqual((host.result("count-async"), host.result("count-plain")), (4, 4))
        self.assertEqual(host.result("poll", {"url": "u"}), {"url": "u", "seen": 3})
        self.assertEqual(host.result("chain", {"orderId": 1}), {"runs": [], "price": 42})
        self.assertIsNone(host.result("talks", {"order": 7}))
        http = host.request("find-user", None, params={"id": "5"})["failure"]["http"]
        self.assertEqual(http, {"status": 404, "body": {"error": "no such user"}})

    def test_schemas_check_what_the_guide_says(self) -> None:
        host = self.host
        order = {
            "orderId": "o",
            "total": 1,
            "express": True,
            "items": [{"sku": "a", "quantity": 2}],
            "address": {"street": "s", "city": "c"},
            "payment": "card",
            "reference": 5,
            "metadata": {},
        }
        self.assertEqual(host.result("checkout", order), {"orderId": "o", "pieces": 2, "note": None})
        wrong = {**order, "items": [{"sku": "a", "quantity": "2"}]}
        self.assertIn(
            "items.0.quantity: must be an integer; it is a string", host.failure("checkout", wrong)["message"]
        )
        found = host.request("search", query={"q": "x", "page": "3", "tags": "a"})["response"]["body"]
        self.assertEqual(found, '{"found":"x","page":3,"tags":["a"]}')
        self.assertEqual(host.failure("import", {"url": "x"})["issues"][0]["path"], "url")
        if pydantic is not None:
            self.assertEqual(host.result("welcome", {"name": "Kim"}), "Kim is 18")

    def test_the_unit_test_passes(self) -> None:
        self.assertIn("Ran 2 tests", self.run_test("test/test_welcome.py", "unittest", "discover", "-s", "test"))

    @unittest.skipIf(pytest is None, "pytest is not installed")
    def test_the_test_of_pytest_passes(self) -> None:
        self.assertIn("2 passed", self.run_test("test/test_tags.py", "pytest", "-p", "no:cacheprovider", "test"))

    def run_test(self, path: str, *runner: str) -> str:
        """What the runner says of a snippet that is a test."""
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "test"))
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                file.write(snippets()[path])
            env = {**os.environ, "PYTHONPATH": package_path.PYTHON_DIR}
            command = [sys.executable, "-m", *runner]
            done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        told = done.stdout.decode("utf-8", "replace")
        self.assertEqual(done.returncode, 0, told)
        return told


if __name__ == "__main__":
    unittest.main()
