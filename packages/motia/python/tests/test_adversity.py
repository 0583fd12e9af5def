"""What a worker has to bear: sizes, depths, odd text, floods, and handlers that misbehave."""

import json
import time
import unittest
from typing import Any

from fake_host import NO_ANSWER, FakeHost, run_message

STEPS = """
    import asyncio, os, sys, threading, time
    from motia import api, event, logger

    @event(id="echo")
    async def echo(payload):
        return payload

    @event(id="echo-plain")
    def echo_plain(payload):
        return payload

    @event(id="big")
    def big(size):
        return "x" * size

    @event(id="rude")
    async def rude(kind):
        class Rude(BaseException):
            def __str__(self): raise self
            __repr__ = __str__
        if kind == "raise": raise Rude()
        if kind == "log": logger.info(Rude(), {"a": Rude()}); print("before"); return 1
        if kind == "return": return {"a": object()}
        if kind == "recurse":
            def f(): f()
            f()
        if kind == "group":
            raise eval("ExceptionGroup('several', [ValueError(1), KeyError('k')])") if sys.version_info >= (3, 11) else ValueError("several")
        if kind == "generator": raise GeneratorExit
        if kind == "stop": raise StopIteration(5)
        if kind == "close": sys.stdout.close(); sys.stderr.close(); print("still open"); return 1
        if kind == "replace": sys.stdout = None; return 1

    @event(id="print-flood")
    def print_flood(lines):
        for i in range(lines):
            print("line", i)

    @event(id="asks")
    async def asks(ctx, count):
        return sum(await asyncio.gather(*[ctx.state.get("g", str(i)) for i in range(count)]))

    @event(id="cancelled-ask")
    async def cancelled_ask(ctx):
        try:
            await asyncio.wait_for(ctx.call("never"), 0.02)
        except asyncio.TimeoutError:
            return "gave up"

    @event(id="threads-trigger")
    def threads_trigger(ctx):
        threads = [threading.Thread(target=lambda i=i: motia.trigger("send", i)) for i in range(50)]
        for one in threads: one.start()
        for one in threads: one.join()

    @event(id="forgets")
    async def forgets(ctx):
        ctx.state.get("g", "1")
        ctx.call("never")
        ctx.signal.on_abort(lambda: 1 / 0)
        return 1

    @event(id="nested")
    def nested(depth):
        return ctx_free(depth)

    def ctx_free(depth):
        return motia.call("nested") if depth else "bottom"

    @event(id="sleep-in-async")
    async def sleep_in_async():
        time.sleep(0.2)
"""


class AdversityTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"motia/steps/odd.py": STEPS}, answer=cls.answer)
        cls.host.state = {"g": {str(i): i for i in range(2000)}}
        assert cls.host.described["mistakes"] == []

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    @classmethod
    def answer(cls, ask: Any) -> Any:
        is_call = ask["verb"] == "call"
        return NO_ANSWER if is_call else FakeHost.answer(cls.host, ask)

    def alive(self) -> None:
        self.assertEqual(self.host.result("echo", {"a": 1}), {"a": 1})

    def test_ten_megabytes_there_and_back(self) -> None:
        payload = {"users": ["사용자-{}".format(i) for i in range(600_000)]}
        for step_id in ("echo", "echo-plain"):
            self.assertEqual(self.host.result(step_id, payload), payload)
        self.assertEqual(len(self.host.result("big", {"size": 30_000_000})), 30_000_000)

    def test_odd_text(self) -> None:
        for text in ["\u0000\u001f", "\ud83d", "🤖" * 1000, "\u2028\u2029", "</script>", '"\\', "\ufeff", "ée\u0301"]:
            self.assertEqual(self.host.result("echo", {"t": text, text: 1}), {"t": text, text: 1})

    def test_numbers_come_back_as_they_went(self) -> None:
        for number in [2**63, -(2**70), 1e308, 5e-324, 0.1 + 0.2, -0.0, 10**400]:
            self.assertEqual(self.host.result("echo", {"n": number}), {"n": number})

    def test_nesting(self) -> None:
        value: Any = []
        for _ in range(150):
            value = [value]
        self.assertEqual(self.host.result("echo", {"v": value}), {"v": value})
        for depth in (5_000, 200_000):
            n = 900_000 + depth
            message = run_message(n, "echo", None)
            message["input"] = '{"v":' + "[" * depth + "]" * depth + "}"
            self.host.send(message)
            self.assertIn(self.host.outcome(n)["status"], ("failed", "succeeded"))
        self.alive()

    def test_input_that_is_no_json_fails_that_run(self) -> None:
        message = run_message(950_000, "echo", None)
        message["input"] = "{"
        self.host.send(message)
        self.assertEqual(self.host.outcome(950_000)["failure"]["name"], "JSONDecodeError")

    def test_handlers_that_misbehave_fail_alone(self) -> None:
        for kind in ("raise", "return", "recurse", "group", "generator", "stop"):
            with self.subTest(kind=kind):
                self.assertEqual(self.host.run("rude", {"kind": kind})["status"], "failed")
        for kind in ("log", "close", "replace"):
            with self.subTest(kind=kind):
                self.assertIn(self.host.run("rude", {"kind": kind})["status"], ("succeeded", "failed"))
        self.alive()

    def test_a_flood_of_lines_arrives_whole_and_in_order(self) -> None:
        n = self.host.start_run("print-flood", {"lines": 20_000})
        self.host.outcome(n)
        lines = [m["message"] for m in self.host.messages if m["t"] == "log" and m.get("n") == n]
        self.assertEqual(lines, ["line {}".format(i) for i in range(20_000)])

    def test_many_questions_at_once(self) -> None:
        self.assertEqual(self.host.result("asks", {"count": 2000}), sum(range(2000)))

    def test_a_question_may_be_given_up(self) -> None:
        self.assertEqual(self.host.result("cancelled-ask"), "gave up")
        self.assertEqual(self.host.result("forgets"), 1)
        self.alive()

    def test_threads_may_trigger_at_once(self) -> None:
        triggers = self.host.run("threads-trigger")["effects"]["triggers"]
        self.assertEqual(sorted(int(one["payload"]) for one in triggers), list(range(50)))
        self.assertEqual(len({one["id"] for one in triggers}), 50)

    def test_a_thousand_at_once(self) -> None:
        numbers = range(700_000, 701_000)
        self.host.send(*[run_message(n, "echo-plain" if n % 2 else "echo", {"n": n}) for n in numbers])
        for n in numbers:
            self.assertEqual(json.loads(self.host.outcome(n)["result"]), {"n": n})

    def test_a_deadline_that_has_passed_already(self) -> None:
        message = run_message(960_000, "cancelled-ask", None)
        message["deadline"] = time.time() * 1000 - 5
        self.host.send(message)
        self.assertEqual(self.host.outcome(960_000)["reason"], "timeout")


if __name__ == "__main__":
    unittest.main()
