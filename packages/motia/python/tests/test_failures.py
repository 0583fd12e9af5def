"""How runs fail in a real worker: the reason, the failure and its traceback."""

import unittest

from fake_host import FakeHost

STEPS = """
    import asyncio, sys
    from motia import HttpError, NonRetryableError, event

    @event(id="fine")
    async def fine():
        return 1

    @event(id="raises")
    async def raises(ctx, kind):
        ctx.trigger("send", "error step")
        if kind == "http": raise HttpError(409, "taken", {"x": 1})
        if kind == "http5": raise HttpError(503, {"a": [1]})
        if kind == "http-bad": raise HttpError(400, {"a": object()})
        if kind == "final": raise NonRetryableError("no more")
        if kind == "exit": sys.exit(3)
        if kind == "interrupt": raise KeyboardInterrupt
        if kind == "cancelled": raise asyncio.CancelledError
        if kind == "code":
            error = OSError(2, "gone")
            error.code = "E_GONE"
            raise error
        if kind == "rude":
            class Rude(Exception):
                def __str__(self): raise RuntimeError
                code = property(lambda self: 1 / 0)
            raise Rude()
        try:
            inner()
        except ValueError as error:
            raise RuntimeError("outer") from error

    @event(id="raises-plain")
    def raises_plain(kind):
        return asyncio.run(raises(None, kind)) if kind == "chain" else sys.exit()

    def inner():
        import json
        json.loads("{")
"""


class FailuresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"motia/steps/all.py": STEPS})

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def test_answers_that_are_errors(self) -> None:
        http = self.host.run("raises", {"kind": "http"})
        self.assertEqual(
            (http["reason"], http["failure"]["http"]),
            ("non-retryable", {"status": 409, "body": {"error": "taken"}, "headers": {"x": "1"}}),
        )
        http5 = self.host.run("raises", {"kind": "http5"})
        self.assertEqual((http5["reason"], http5["failure"]["http"]), ("error", {"status": 503, "body": {"a": [1]}}))
        bad = self.host.failure("raises", {"kind": "http-bad"})
        self.assertIn("holds an object at http.body.a", bad["message"])

    def test_errors_of_every_kind_fail_the_run_alone(self) -> None:
        self.assertEqual(self.host.run("raises", {"kind": "final"})["reason"], "non-retryable")
        self.assertEqual(self.host.failure("raises", {"kind": "exit"})["message"], "sys.exit(3) was called")
        self.assertEqual(self.host.failure("raises-plain", {"kind": "exit"})["name"], "SystemExit")
        self.assertEqual(self.host.failure("raises", {"kind": "interrupt"})["name"], "KeyboardInterrupt")
        self.assertEqual(self.host.failure("raises", {"kind": "cancelled"})["name"], "CancelledError")
        self.assertEqual(self.host.failure("raises", {"kind": "code"})["code"], "E_GONE")
        rude = self.host.failure("raises", {"kind": "rude"})
        self.assertEqual(
            (rude["name"], "cannot be made" in rude["message"] or "text" in rude["message"]), ("Rude", True)
        )
        self.assertEqual(self.host.result("fine"), 1)

    def test_a_failure_says_what_was_staged_until_then(self) -> None:
        outcome = self.host.run("raises", {"kind": "final"})
        self.assertEqual([one["payload"] for one in outcome["effects"]["triggers"]], ['"error step"'])

    def test_a_traceback_shows_the_projects_frames_only(self) -> None:
        stack = self.host.failure("raises", {"kind": "chain"})["stack"]
        self.assertIn('File "motia/steps/all.py", line', stack)
        self.assertIn("in inner", stack)
        self.assertIn("The above exception was the direct cause", stack)
        self.assertTrue(stack.rstrip().endswith("RuntimeError: outer"))
        self.assertNotIn("motia_worker", stack)
        self.assertNotIn("decoder.py", stack)
        self.assertNotIn(self.host.root, stack)


if __name__ == "__main__":
    unittest.main()
