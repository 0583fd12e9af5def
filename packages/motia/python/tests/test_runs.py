"""Runs in a real worker: results, failures, context, state, triggers; async and plain handlers alike."""

import json
import unittest
from typing import Any

from fake_host import FakeHost

STEPS = '''
    import asyncio, threading, time
    from motia import CallFailedError, MotiaError, cron, event

    @event(id="double", schema={"n": int})
    async def double(n: int):
        """A doc string that stays."""
        return {"doubled": n * 2, "이름": "홍길동 🤖"}

    @event(id="facts")
    def facts(ctx):
        return [ctx.run_id, ctx.trace_id, ctx.step_id, ctx.attempt, ctx.idempotency_key, ctx.deadline > time.time() * 1000]

    @event(id="traceparent")
    def traceparent(ctx):
        return ctx.traceparent

    @cron(id="daily", schedule="0 9 * * *")
    def daily(tick):
        return tick

    @event(id="stage")
    async def stage(ctx):
        first = motia.trigger("send", {"n": 1}, delay=1500, key="k")
        second = await ctx.trigger("order.created", after=[first])
        third = await motia.trigger("nobody", after=first)
        motia.trigger("send", after=json_of([first, second]))
        motia.trigger("send", after=third)
        return [first, first.runs[0].step_id, second.routed, third.routed, third.runs]

    def json_of(value):
        import json
        return json.loads(json.dumps([one.__motia_json__() for one in value], default=lambda run: run.__motia_json__()))

    @event(id="stage-plain")
    def stage_plain(ctx):
        receipt = ctx.trigger("send")
        try:
            receipt.result()
        except MotiaError as error:
            return [error.code, receipt.trace_id]

    @event(id="now")
    async def now(ctx):
        pending = ctx.trigger("send", 1, now=True)
        receipt = await motia.trigger("send", 2, now=True)
        await pending
        return [await receipt.result(), await motia.call("send")]

    @event(id="now-plain")
    def now_plain(ctx):
        receipt = motia.trigger("send", 1, now=True)
        return [receipt.result(), receipt.runs, ctx.call("send")]

    @event(id="call-fails")
    def call_fails():
        try:
            motia.call("failing")
        except CallFailedError as error:
            return [error.run_id, error.code, str(error), error.hint]

    @event(id="ask-refused")
    async def ask_refused():
        await motia.call("missing")

    @event(id="options")
    def options(ctx):
        found = []
        for target, more in [("", {}), (5, {}), ("send", {"delay": -1}), ("send", {"delay": "5s"}), ("send", {"after": 5})]:
            try:
                ctx.trigger(target, None, **more)
            except MotiaError as error:
                found.append([error.code, str(error)])
        return found

    @event(id="refuse-payload")
    async def refuse_payload():
        motia.trigger("send", {"user": {"f": print}})

    @event(id="thread-of-async")
    async def thread_of_async(ctx):
        return await asyncio.to_thread(ctx.state.get, "g", "k") if hasattr(asyncio, "to_thread") else "stored"

    @event(id="loop-of-plain")
    def loop_of_plain(ctx):
        async def main():
            await ctx.state.set("g", "own", 5)
            return [await ctx.state.get("g", "k"), await ctx.state.get("g", "own"), await motia.call("send")]
        return asyncio.run(main())

    @event(id="returns-coroutine")
    def returns_coroutine(ctx):
        async def later():
            await asyncio.sleep(0)
            return [await ctx.state.get("g", "k"), threading.current_thread() is threading.main_thread()]
        return later()

    @event(id="returns-trigger")
    async def returns_trigger():
        return motia.trigger("send", now=True)

    @event(id="decorated")
    def decorated(ctx):
        assert double.__doc__ == "A doc string that stays."
        return asyncio.run(double(4))

    class Callable:
        async def __call__(self, a):
            await asyncio.sleep(0)
            return a

    event(id="object")(Callable())
'''


class RunsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"motia/steps/all.py": STEPS})
        cls.host.send({"t": "routes", "routes": {"send": ["send"], "order.created": ["a", "b"]}, "strict": False})
        cls.host.state = {"g": {"k": "stored"}}
        cls.host.results = {
            "send": {"runId": "r1", "ok": True, "result": '{"sent":true}'},
            "run-of-send": {"runId": "r1", "ok": True, "result": '"sent"'},
            "failing": {"runId": "r2", "ok": False, "stepId": "failing", "status": "failed", "reason": "no stock"},
        }
        assert cls.host.described["mistakes"] == [], cls.host.described["mistakes"]

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def asks(self, n: int) -> Any:
        return [message["ask"] for message in self.host.messages if message["t"] == "ask" and message.get("n") == n]

    def test_a_result_is_json_and_text_stays_intact(self) -> None:
        self.assertEqual(self.host.result("double", {"n": 21, "more": 1}), {"doubled": 42, "이름": "홍길동 🤖"})

    def test_an_invalid_payload_fails_without_a_stack(self) -> None:
        outcome = self.host.run("double", {"n": True})
        self.assertEqual(outcome["reason"], "validation")
        self.assertEqual(
            outcome["failure"]["issues"], [{"path": "n", "message": "must be an integer; it is a boolean"}]
        )
        self.assertEqual(
            (outcome["failure"]["name"], outcome["failure"]["code"]), ("ValidationError", "MOTIA_VALIDATION")
        )
        self.assertNotIn("stack", outcome["failure"])
        self.assertNotIn("effects", outcome)

    def test_the_context_has_the_facts(self) -> None:
        n = self.host.start_run("facts")
        run = "run{}".format(n)
        self.assertEqual(json.loads(self.host.outcome(n)["result"]), [run, "trace{}".format(n), "facts", 1, run, True])

    def test_the_context_tells_others_of_the_attempt(self) -> None:
        n = self.host.start_run("traceparent", runId="019abcde0123700085e2d6b1c3f4a7b9", attempt=300)
        told = "00-trace{}-e2d6b1c3f4a7b92c-01".format(n)
        self.assertEqual(json.loads(self.host.outcome(n)["result"]), told)

    def test_a_tick_is_the_scheduled_time(self) -> None:
        tick = {"scheduledAt": "2026-01-01T09:00:00.000Z", "schedule": "0 9 * * *"}
        self.assertEqual(self.host.result("daily", tick), tick)

    def test_triggers_are_staged_with_their_runs(self) -> None:
        outcome = self.host.run("stage")
        first, second, third, fourth, fifth = outcome["effects"]["triggers"]
        self.assertEqual(
            (first["target"], first["payload"], first["delayMs"], first["key"]), ("send", '{"n":1}', 1500, "k")
        )
        self.assertEqual(list(second["runIds"]), ["a", "b"])
        self.assertEqual(second["after"], [first["runIds"]["send"]])
        self.assertEqual((second["payload"], third["runIds"]), ("null", {}))
        self.assertEqual(fourth["after"], [first["runIds"]["send"], second["runIds"]["a"], second["runIds"]["b"]])
        self.assertEqual(fifth["afterUnrouted"], third["id"])
        receipt, step_id, routed, unrouted, runs = json.loads(outcome["result"])
        self.assertEqual(receipt["runs"], [{"runId": first["runIds"]["send"], "stepId": "send"}])
        self.assertEqual((receipt["id"], step_id, routed, unrouted, runs), (first["id"], "send", True, False, []))
        self.assertTrue(all(len(one["id"]) == 32 for one in (first, second)) and first["id"] < second["id"])

    def test_a_staged_result_cannot_be_waited_for(self) -> None:
        n = self.host.start_run("stage-plain")
        self.assertEqual(
            json.loads(self.host.outcome(n)["result"]), ["MOTIA_RESULT_BEFORE_COMMIT", "trace{}".format(n)]
        )

    def test_triggers_at_once_say_who_asks_and_count(self) -> None:
        n = self.host.start_run("now")
        self.assertEqual(json.loads(self.host.outcome(n)["result"]), ["sent", {"sent": True}])
        asks = self.asks(n)
        self.assertEqual(
            [(ask["verb"], ask.get("ordinal")) for ask in asks],
            [("trigger", 1), ("trigger", 2), ("results", None), ("call", 3)],
        )
        self.assertEqual(asks[0]["from"], {"runId": "run{}".format(n), "traceId": "trace{}".format(n), "stepId": "now"})
        self.assertNotIn("runIds", asks[0]["request"])

    def test_plain_code_waits_where_async_code_awaits(self) -> None:
        self.assertEqual(
            self.host.result("now-plain"), ["sent", [{"runId": "run-of-send", "stepId": "send"}], {"sent": True}]
        )

    def test_a_call_that_fails_raises(self) -> None:
        run_id, code, message, hint = self.host.result("call-fails")
        self.assertEqual((run_id, code, message), ("r2", "MOTIA_CALL_FAILED", "run r2 of failing failed: no stock"))
        self.assertEqual(hint, "`motia trace r2` shows what happened.")

    def test_what_the_app_refuses_is_raised(self) -> None:
        failure = self.host.failure("ask-refused")
        self.assertEqual((failure["name"], failure["message"]), ("KeyError", "'missing'"))
        self.assertIn('await motia.call("missing")', failure["stack"])

    def test_wrong_options_of_a_trigger_are_refused(self) -> None:
        self.assertEqual(
            self.host.result("options"),
            [
                ["MOTIA_OPTION", "trigger takes the id of a step or a topic, not ''"],
                ["MOTIA_OPTION", "trigger takes the id of a step or a topic, not 5"],
                ["MOTIA_OPTION", 'delay of trigger "send" is -1, not a number of milliseconds'],
                ["MOTIA_OPTION", "delay of trigger \"send\" is '5s', not a number of milliseconds"],
                ["MOTIA_OPTION", "after takes receipts of triggers, not 5"],
            ],
        )

    def test_a_payload_that_json_cannot_carry_stages_nothing(self) -> None:
        outcome = self.host.run("refuse-payload")
        self.assertIn("the payload of send holds a function at user.f", outcome["failure"]["message"])
        self.assertEqual((outcome["failure"]["code"], outcome["effects"]["triggers"]), ("MOTIA_PAYLOAD", []))

    def test_both_kinds_of_code_may_be_mixed(self) -> None:
        self.assertEqual(self.host.result("thread-of-async"), "stored")
        self.assertEqual(self.host.result("loop-of-plain"), ["stored", 5, {"sent": True}])
        self.assertEqual(self.host.result("returns-coroutine"), ["stored", True])
        self.assertEqual(self.host.result("returns-trigger")["routed"], True)
        self.assertEqual(self.host.result("decorated")["doubled"], 8)
        self.assertEqual(self.host.result("object", {"a": 5}), 5)

    def test_a_step_that_is_not_there_is_a_failure(self) -> None:
        self.assertEqual(self.host.failure("unknown")["code"], "MOTIA_PROTOCOL")

    def test_strict_refuses_unknown_targets_with_the_nearest(self) -> None:
        with FakeHost(
            {"steps/s.py": 'from motia import event\n@event(id="a")\ndef a():\n    motia.trigger("sent")\n'}
        ) as host:
            host.send({"t": "routes", "routes": {"send": ["send"]}, "strict": True})
            failure = host.failure("a")
        self.assertEqual(failure["code"], "MOTIA_UNROUTED")
        self.assertIn('did you mean "send"?', failure["message"])


if __name__ == "__main__":
    unittest.main()
