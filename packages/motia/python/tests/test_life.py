"""Beginning, deadlines, cancelling and ending of a worker and its attempts."""

import os
import signal
import struct
import time
import unittest
from typing import Any, List

from fake_host import NO_ANSWER, FakeHost, run_message

STEPS = """
    import asyncio, os, subprocess, sys, threading, time
    from motia import MotiaError, event

    SEEN = []

    @event(id="seen")
    async def seen():
        return list(SEEN)

    @event(id="sleeps")
    async def sleeps(ctx, seconds=5):
        ctx.signal.on_abort(lambda: SEEN.append("aborted"))
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            SEEN.append("cancelled")
            try:
                ctx.trigger("send")
            except MotiaError as error:
                SEEN.append(error.code)
            raise
        return "slept"

    @event(id="sleeps-plain")
    def sleeps_plain(ctx, seconds=5):
        if ctx.signal.wait(seconds):
            SEEN.append(str(ctx.signal.reason))
            try:
                ctx.state.set("g", "k", 1)
            except MotiaError as error:
                SEEN.append(error.code)
        return ctx.signal.aborted

    @event(id="signal")
    async def signal_async(ctx):
        return [await ctx.signal.wait(0.01), ctx.signal.aborted, ctx.signal.reason, ctx.signal.raise_if_aborted()]

    @event(id="stubborn")
    async def stubborn():
        while True:
            try:
                await asyncio.sleep(0.2)
            except asyncio.CancelledError:
                SEEN.append("ignored")
            if SEEN.count("ignored"):
                return "too late"

    @event(id="waits-plain")
    def waits_plain(ctx):
        try:
            return ctx.call("never")
        except MotiaError as error:
            SEEN.append("freed " + error.code)

    @event(id="busy")
    def busy():
        time.sleep(0.3)
        return "done"

    @event(id="quick")
    async def quick():
        return 1

    @event(id="exits")
    def exits():
        os._exit(7)

    @event(id="forks")
    def forks():
        pid = os.fork()
        if pid == 0:
            print("in the child", flush=True)
            os._exit(0)
        os.waitpid(pid, 0)
        out = subprocess.run([sys.executable, "-c", "print(1 + 1)"], stdout=subprocess.PIPE).stdout
        return out.decode().strip()

    @event(id="pool")
    def pool():
        from concurrent.futures import ProcessPoolExecutor
        with ProcessPoolExecutor(1) as executor:
            return executor.submit(square, 7).result()

    def square(n):
        return n * n

    @event(id="late-effects")
    async def late_effects(ctx):
        async def work():
            await asyncio.sleep(0.02)
            await motia.trigger("send", 1)
            await ctx.trigger("send", 2)
            try:
                ctx.state.set("g", "k", 1)
            except MotiaError as error:
                SEEN.append("late " + error.code)
        asyncio.create_task(work())
"""
SETUP = """
    import asyncio
    from motia import event
    async def start():
        await asyncio.sleep(0)
        print("started")
    def stop():
        print("stopped")
"""


class AttemptLifeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost(
            {"motia/steps/life.py": STEPS},
            answer=lambda ask: NO_ANSWER if ask["verb"] == "call" else FakeHost.answer(cls.host, ask),
        )

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def wait_seen(self, *wanted: str) -> List[Any]:
        seen: List[Any] = []
        for _ in range(200):
            seen = self.host.result("seen")
            if all(word in seen for word in wanted):
                return seen
            time.sleep(0.01)
        raise AssertionError("{} is not all in {}".format(wanted, seen))

    def test_a_deadline_ends_the_attempt_whatever_the_handler_does(self) -> None:
        for step_id in ("sleeps", "sleeps-plain", "stubborn", "waits-plain"):
            began = time.time()
            outcome = self.host.run(step_id, {}, timeout_ms=100)
            self.assertLess(time.time() - began, 2)
            self.assertEqual((outcome["reason"], outcome["failure"]["code"]), ("timeout", "MOTIA_TIMEOUT"))
            self.assertRegex(outcome["failure"]["message"], r"the attempt did not end within \d+ ms")
            self.assertNotIn("effects", outcome)
        seen = self.wait_seen("cancelled", "aborted", "MOTIA_CONTEXT_CLOSED", "ignored", "freed MOTIA_CONTEXT_CLOSED")
        self.assertTrue(any(word.startswith("the attempt did not end within") for word in seen))

    def test_what_a_cut_off_handler_still_does_counts_for_nothing(self) -> None:
        n = self.host.start_run("stubborn", {}, timeout_ms=50)
        self.host.outcome(n)
        time.sleep(0.3)
        self.assertEqual(len([m for m in self.host.messages if m["t"] == "done" and m["n"] == n]), 1)

    def test_a_cancelled_attempt_tells_nothing_more(self) -> None:
        n = self.host.start_run("sleeps")
        self.host.wait(lambda message: message["t"] == "begun" and n in message["n"])
        self.host.send({"t": "cancel", "n": n}, {"t": "cancel", "n": 99999})
        self.wait_seen("cancelled")
        self.assertEqual([m for m in self.host.messages if m["t"] == "done" and m["n"] == n], [])

    def test_what_is_cancelled_before_it_began_never_does(self) -> None:
        first, second = run_message(5001, "quick", None), run_message(5002, "quick", None)
        self.host.send(first, second, {"t": "cancel", "n": 5001})
        self.host.outcome(5002)
        begun = [n for message in self.host.messages if message["t"] == "begun" for n in message["n"]]
        self.assertIn(5002, begun)
        self.assertNotIn(5001, begun)

    def test_attempts_that_arrive_together_begin_together_before_any_ends(self) -> None:
        self.host.send(*[run_message(6000 + i, "quick", None) for i in range(50)])
        self.host.outcome(6049)
        order = [
            m["t"]
            for m in self.host.messages
            if m.get("n") in range(6000, 6050) or (m["t"] == "begun" and 6000 in m["n"])
        ]
        self.assertEqual(order, ["begun"] + ["done"] * 50)

    def test_two_hundred_plain_handlers_run_side_by_side(self) -> None:
        began = time.time()
        numbers = [self.host.start_run("busy") for _ in range(200)]
        self.assertTrue(all(self.host.outcome(n)["result"] == '"done"' for n in numbers))
        self.assertLess(time.time() - began, 15)

    def test_a_blocked_thread_does_not_keep_it_from_answering(self) -> None:
        self.host.start_run("busy")
        self.host.send({"t": "ping", "p": 77})
        pong = self.host.wait(lambda message: message["t"] == "pong" and message["p"] == 77)
        self.assertGreater(pong["rss"], 1_000_000)

    def test_signals(self) -> None:
        self.assertEqual(self.host.result("signal"), [False, False, None, None])

    def test_work_left_over_after_a_success_may_trigger_with_one_warning(self) -> None:
        n = self.host.start_run("late-effects")
        self.assertEqual(self.host.outcome(n)["effects"]["triggers"], [])
        self.wait_seen("late MOTIA_CONTEXT_CLOSED")
        asks = [m["ask"] for m in self.host.messages if m["t"] == "ask" and m.get("n") == n]
        self.assertEqual([(ask["verb"], ask["ordinal"]) for ask in asks], [("trigger", 1), ("trigger", 2)])
        warnings = [m for m in self.host.messages if m["t"] == "log" and "after it had returned" in m["message"]]
        self.assertEqual([log["level"] for log in warnings], ["warn"])

    def test_child_processes_keep_out_of_the_channel(self) -> None:
        self.assertEqual(self.host.result("forks"), "2")
        self.assertEqual(self.host.result("pool"), 49)
        self.assertEqual([m for m in self.host.messages if m["t"] == "log" and m["message"] == "in the child"], [])


class ProcessLifeTest(unittest.TestCase):
    def test_stop_waits_for_what_runs_then_calls_stop_of_setup(self) -> None:
        with FakeHost({"motia/steps/life.py": STEPS, "motia/setup.py": SETUP}, setup="motia/setup.py") as host:
            host.described
            host.logs(1, message="started")
            n = host.start_run("busy")
            host.wait(lambda message: message["t"] == "begun")
            host.send({"t": "stop", "graceMs": 5000})
            self.assertEqual(host.outcome(n)["result"], '"done"')
            self.assertEqual(host.wait_exit(), 0)
            host.logs(1, message="stopped")
            self.assertIn("motia/setup.py", host.described["modules"])

    def test_stop_waits_no_longer_than_its_grace(self) -> None:
        for step_id in ("sleeps", "sleeps-plain"):
            with FakeHost({"motia/steps/life.py": STEPS}) as host:
                host.start_run(step_id)
                host.wait(lambda message: message["t"] == "begun")
                host.send({"t": "stop", "graceMs": 100})
                self.assertEqual(host.wait_exit(), 0)

    def test_the_end_of_the_channel_is_the_end(self) -> None:
        host = FakeHost({"motia/steps/life.py": STEPS})
        host.start_run("sleeps-plain")
        host.wait(lambda message: message["t"] == "begun")
        host._socket.shutdown(2)
        self.assertEqual(host.wait_exit(), 0)
        host.close()

    def test_an_interrupt_of_the_terminal_is_ignored(self) -> None:
        with FakeHost({"motia/steps/life.py": STEPS}) as host:
            host.described
            os.kill(host.process.pid, signal.SIGINT)
            self.assertEqual(host.result("quick"), 1)

    def test_a_handler_may_end_the_process(self) -> None:
        with FakeHost({"motia/steps/life.py": STEPS}) as host:
            host.start_run("exits")
            self.assertEqual(host.wait_exit(), 7)

    def test_garbage_ends_it_with_a_message(self) -> None:
        for body in (b"no json", b'{"t":"ping"}', b'[{"t":"run"}]', b"[5]"):
            with FakeHost({"motia/steps/life.py": STEPS}) as host:
                host.described
                host.send_bytes(body)
                self.assertEqual(host.wait_exit(), 1)
                self.assertIn(b"motia_worker: the host broke the protocol", host.process.stderr.read())

    def test_a_frame_that_is_too_long_ends_it(self) -> None:
        with FakeHost({}, hello=False) as host:
            host._socket.sendall(struct.pack(">I", 600 * 1024 * 1024))
            self.assertEqual(host.wait_exit(), 1)

    def test_another_version_of_the_protocol_ends_it(self) -> None:
        with FakeHost({}, hello=False) as host:
            ready = host.wait(lambda message: message["t"] == "ready")
            self.assertEqual((ready["v"], ready["language"], ready["pid"]), (1, "python", host.process.pid))
            host.hello(v=2)
            self.assertEqual(host.wait_exit(), 1)

    def test_a_setup_that_fails_ends_it_with_a_log(self) -> None:
        files = {"motia/setup.py": "def start():\n    raise ValueError('no database')\n"}
        with FakeHost(files, setup="motia/setup.py") as host:
            self.assertEqual(host.wait_exit(), 1)
            log = host.wait(lambda message: message["t"] == "log")
            self.assertIn("could not be loaded: ValueError: no database", log["message"])
            self.assertIn('File "motia/setup.py"', log["fields"]["stack"])

    def test_unknown_messages_and_members_are_ignored(self) -> None:
        with FakeHost({"motia/steps/life.py": STEPS}) as host:
            host.send(
                {"t": "future", "x": 1}, {"t": "reply", "q": 12345, "value": 1}, {"t": "pull", "n": 5, "chunks": 1}
            )
            self.assertEqual(host.result("quick", later=1), 1)


if __name__ == "__main__":
    unittest.main()
