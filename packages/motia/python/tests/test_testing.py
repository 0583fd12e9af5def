"""``motia.testing``: handlers that run by themselves, in plain and in async tests."""

import asyncio
import subprocess
import sys
import threading
import time
import unittest

import package_path
from motia import HttpError, MotiaError, ValidationError, api, call, cron, event, logger, motia, noop, response, trigger
from motia.testing import run_step


@event(id="testing-greet", schema={"name": str}, retry={"attempts": 3})
async def greet(name, ctx):
    user = await ctx.state.get("users", name)
    await ctx.state.increment("greetings", name, 2)
    ctx.logger.info("greeted", {"name": name})
    motia.trigger("testing-mail", {"to": user["mail"]}, delay=1_000, key="once")
    return {"said": "Hello {}".format(name), "attempt": ctx.attempt, "pair": (1, 2)}


@event(id="testing-plain")
def plain(ctx, item="tea"):
    before = ctx.state.get_group("items")
    ctx.state.append("log", "all", item)
    price = call("testing-price", {"item": item})
    logger.warn("priced", price=price)
    return {"before": before, "price": price, "log": ctx.state.get("log", "all")}


@api(id="testing-order", method="POST", path="/orders/:id", schema={"body": {"n": int}, "query": {"page": int}})
async def order(body, params, query, headers, locals, request, ctx):
    if body["n"] > 9:
        raise HttpError(409, "too many")
    await ctx.trigger("testing-audit", body, now=True)
    return response(201, {**body, **params, **query, **locals}, {"x-seen": headers["x-a"] + request.method})


@cron(id="testing-tick", schedule="0 8 * * *")
def tick_of(tick):
    return [tick.schedule, tick.scheduled_at]


class RunStepTest(unittest.TestCase):
    def test_gives_back_what_the_handler_asked_for(self) -> None:
        run = run_step(greet, {"name": "Ada"}, state={"users": {"Ada": {"mail": "a@b.c"}}}, attempt=2)
        self.assertEqual(run.result, {"said": "Hello Ada", "attempt": 2, "pair": [1, 2]})
        sent = {"target": "testing-mail", "payload": {"to": "a@b.c"}, "from": "testing-greet"}
        self.assertEqual(run.triggers, [{**sent, "delay": 1_000, "key": "once"}])
        self.assertEqual(run.state, {"users": {"Ada": {"mail": "a@b.c"}}, "greetings": {"Ada": 2}})
        self.assertEqual(run.logs, [{"level": "info", "message": "greeted", "fields": {"name": "Ada"}}])
        self.assertIsNone(run.response)

    def test_runs_plain_code_in_the_thread_of_the_test(self) -> None:
        @event(id="testing-thread")
        def where():
            return threading.current_thread() is threading.main_thread()

        self.assertIs(run_step(where).result, True)
        prices = {"testing-price": lambda payload: len(payload["item"])}
        run = run_step(plain, {"item": "rice"}, state={"items": {"b": 2, "a": 1}, "log": {"all": ["x"]}}, calls=prices)
        self.assertEqual(run.result, {"before": [1, 2], "price": 4, "log": ["x", "rice"]})
        self.assertEqual(run.logs, [{"level": "warn", "message": "priced", "fields": {"price": 4}}])
        self.assertEqual([one["target"] for one in run.triggers], ["testing-price"])

    def test_says_which_call_has_no_answer(self) -> None:
        with self.assertRaisesRegex(MotiaError, 'calls={"testing-price": …}'):
            run_step("testing-plain")

    def test_raises_what_the_handler_raises_as_it_is(self) -> None:
        cause = KeyError("a")

        @event(id="testing-raises")
        def raises(payload):
            raise RuntimeError("b") from cause

        with self.assertRaises(RuntimeError) as caught:
            run_step(raises)
        self.assertIs(caught.exception.__cause__, cause)
        with self.assertRaisesRegex(ValidationError, "name"):
            run_step(greet, {"name": 1})

    def test_answers_a_request(self) -> None:
        given = {"body": {"n": 1}, "params": {"id": "7"}, "query": {"page": "2"}, "headers": {"X-A": "a"}}
        run = run_step(order, {**given, "locals": {"user": "u"}})
        self.assertEqual(run.result, {"n": 1, "id": "7", "page": 2, "user": "u"})
        self.assertEqual((run.response.status, run.response.headers), (201, {"x-seen": "aPOST"}))
        self.assertEqual(run.triggers, [{"target": "testing-audit", "payload": {"n": 1}, "from": "testing-order"}])
        with self.assertRaises(HttpError) as caught:
            run_step(order, {**given, "body": {"n": 10}})
        self.assertEqual(caught.exception.status, 409)
        with self.assertRaisesRegex(ValidationError, "page"):
            run_step(order, {"body": {"n": 1}})
        with self.assertRaisesRegex(MotiaError, "some of body, params"):
            run_step(order, {"n": 1})

    def test_gives_answers_of_every_kind(self) -> None:
        def answered(returned):
            @api(id="testing-answers", method="GET", path="/x")
            def handler():
                return returned

            run = run_step(handler)
            return run.response.status, run.result

        self.assertEqual(answered(None), (204, None))
        self.assertEqual(answered("text"), (200, "text"))
        self.assertEqual(answered(b"\x00"), (200, b"\x00"))
        self.assertEqual(answered(response(200, "<p>", {"content-type": "text/html"})), (200, "<p>"))
        self.assertEqual(answered(iter(["a", b"b"])), (200, ["a", b"b"]))

    def test_draws_all_pieces_of_an_answer(self) -> None:
        @api(id="testing-pieces", method="GET", path="/x")
        async def pieces(ctx):
            async def drawn():
                yield str(await ctx.state.get("n", "n"))
                yield "b"

            return response(200, drawn(), {"content-type": "text/plain"})

        run = run_step(pieces, state={"n": {"n": 1}})
        self.assertEqual((run.result, run.response.headers), (["1", "b"], {"content-type": "text/plain"}))

    def test_makes_a_tick_that_is_due_unless_it_is_given_one(self) -> None:
        schedule, at = run_step(tick_of).result
        self.assertEqual(schedule, "0 8 * * *")
        self.assertRegex(at, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(run_step(tick_of, {"scheduledAt": "then", "schedule": "x"}).result, ["x", "then"])

    def test_cuts_off_at_the_deadline(self) -> None:
        @event(id="testing-late", timeout=30)
        async def late():
            await asyncio.sleep(60)

        @event(id="testing-late-plain")
        def late_plain(ctx):
            return ctx.signal.wait(60)

        started = time.monotonic()
        with self.assertRaisesRegex(MotiaError, "within 30 ms"):
            run_step(late)
        with self.assertRaisesRegex(MotiaError, "within 40 ms"):
            run_step(late_plain, timeout=40)
        self.assertLess(time.monotonic() - started, 20)

    def test_leaves_nothing_behind(self) -> None:
        @event(id="testing-keeps")
        def keeps(ctx):
            return None

        run_step(keeps)
        with self.assertRaisesRegex(MotiaError, "outside a Motia process"):
            trigger("x")
        logger.info("to nobody")

    def test_finds_the_handler_from_threads_that_it_starts(self) -> None:
        @event(id="testing-threads")
        def threads():
            thread = threading.Thread(target=lambda: trigger("from-a-thread"))
            thread.start()
            thread.join()

        self.assertEqual([one["target"] for one in run_step(threads).triggers], ["from-a-thread"])

    def test_refuses_what_is_no_step(self) -> None:
        with self.assertRaisesRegex(MotiaError, "run_step takes a step"):
            run_step(print)
        with self.assertRaisesRegex(MotiaError, "'nowhere'"):
            run_step("nowhere")
        with self.assertRaisesRegex(MotiaError, "nothing to run"):
            run_step(noop(id="testing-noop"))
        with self.assertRaisesRegex(MotiaError, "id is missing"):
            run_step(event()(lambda: None))


class RunStepInAsyncCodeTest(unittest.IsolatedAsyncioTestCase):
    async def test_is_awaited_and_runs_on_the_loop_of_the_test(self) -> None:
        loop = asyncio.get_running_loop()

        @event(id="testing-loop")
        async def on_loop(ctx):
            return [asyncio.get_running_loop() is loop, await ctx.state.get("a", "b")]

        first, second = await asyncio.gather(
            run_step(on_loop, state={"a": {"b": 1}}), run_step(on_loop, state={"a": {"b": 2}})
        )
        self.assertEqual([first.result, second.result], [[True, 1], [True, 2]])

    async def test_runs_plain_code_in_a_thread(self) -> None:
        run = await run_step(plain, calls={"testing-price": 3})
        self.assertEqual(run.result, {"before": [], "price": 3, "log": ["tea"]})

    async def test_cuts_off_at_the_deadline(self) -> None:
        @event(id="testing-late-async")
        async def late(ctx):
            await asyncio.sleep(60)

        with self.assertRaisesRegex(MotiaError, "within 20 ms"):
            await run_step(late, timeout=20)


class ImportTest(unittest.TestCase):
    def test_is_not_loaded_with_the_package_which_leaves_builtins_alone(self) -> None:
        script = """if True:
            import builtins, sys, motia
            assert not any("testing" in name or "motia_worker" in name for name in sys.modules)
            assert not hasattr(builtins, "motia")
            import motia.testing
            assert builtins.motia is motia.motia
        """
        done = subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": package_path.PYTHON_DIR})
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
