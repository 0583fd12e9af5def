"""What a step's author imports, outside of a Motia process: in a unit test of a handler."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import package_path

import motia
from motia import CallFailedError, HttpError, MotiaError, NonRetryableError, Request, api, event, logger, noop, response


class SdkTest(unittest.TestCase):
    def test_a_decorated_function_is_the_plain_function(self) -> None:
        def add(a: int, b: int = 2) -> int:
            """Adds."""
            return a + b

        decorated = event(id="add", schema={"a": int})(add)
        self.assertIs(decorated, add)
        self.assertEqual(decorated(1), 3)
        self.assertEqual(
            (add.__motia_step__.kind, add.__motia_step__.options), ("event", {"id": "add", "schema": {"a": int}})
        )

    def test_a_noop_is_a_step(self) -> None:
        self.assertEqual(noop(id="hook", from_="a").options, {"id": "hook", "from_": "a"})

    def test_only_functions_are_decorated(self) -> None:
        with self.assertRaisesRegex(TypeError, "decorates a function"):
            event(id="x")(5)  # type: ignore[type-var]

    def test_triggering_says_that_there_is_no_host(self) -> None:
        for use in (motia.trigger, motia.call, motia.motia.trigger, motia.motia.call):
            with self.assertRaises(MotiaError) as caught:
                use("x")
            self.assertEqual(caught.exception.code, "MOTIA_NO_HOST")
            self.assertIn("fake context", caught.exception.hint)

    def test_the_logger_says_nothing(self) -> None:
        logger.info("x", {"a": 1}, b=2)
        logger.warning("x")

    def test_errors_have_what_the_docs_say(self) -> None:
        error = HttpError(409, "taken", {"x": "1"})
        self.assertEqual(
            (str(error), error.status, error.body, error.headers), ("taken", 409, {"error": "taken"}, {"x": "1"})
        )
        self.assertEqual((str(HttpError(404)), HttpError(404).body), ("HTTP 404", None))
        self.assertEqual(CallFailedError("r1", "pay", "failed", "no stock").run_id, "r1")
        self.assertEqual(str(NonRetryableError("x")), "x")

    def test_requests_and_responses_can_be_made(self) -> None:
        request = Request(body={"a": 1}, params={"id": "1"})
        self.assertEqual((request.query, request.method, request.url), ({}, "GET", "/"))
        self.assertEqual((response(201, 1).status, response(201).headers), (201, {}))

    def test_all_names_are_there(self) -> None:
        for name in motia.__all__:
            self.assertTrue(hasattr(motia, name), name)
        self.assertTrue(callable(api))

    def test_a_unit_test_in_the_project_imports_its_steps(self) -> None:
        with tempfile.TemporaryDirectory() as root:
            steps = Path(root) / "motia" / "steps" / "ai"
            steps.mkdir(parents=True)
            (steps / "analyze.py").write_text("from motia import event\n@event(id='a')\ndef analyze(n): return n + 1\n")
            test = "from motia.steps.ai.analyze import analyze; print(analyze(1))"
            env = {"PYTHONPATH": package_path.PYTHON_DIR}
            done = subprocess.run([sys.executable, "-c", test], cwd=root, env=env, stdout=subprocess.PIPE, check=True)
        self.assertEqual(done.stdout.strip(), b"2")


if __name__ == "__main__":
    unittest.main()
