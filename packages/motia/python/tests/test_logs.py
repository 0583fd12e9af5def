"""What steps print and log, in a real worker: whole lines, each of its own attempt."""

import unittest
from typing import Any, List

from fake_host import FakeHost

STEPS = """
    import asyncio, logging, sys, threading, time, warnings
    from concurrent.futures import ThreadPoolExecutor
    from motia import event, logger

    print("while loading")
    log = logging.getLogger("shop.orders")

    @event(id="print")
    async def prints(name):
        print(f"🤖 {name}", 1, sep=" | ")
        sys.stdout.write("two\\nlines\\n")
        sys.stderr.write("oh no\\n")
        sys.stdout.buffer.write("안녕\\n".encode())
        print("bad \\ud800 text")
        print()
        print("no end", end="")

    @event(id="slow-line")
    async def slow_line():
        print("part", end="", flush=True)
        await asyncio.sleep(0.3)
        print(" two")

    @event(id="slow-end")
    def slow_end():
        print("begun", end="", flush=True)
        time.sleep(0.3)
        print()
        print()
        print("next")

    @event(id="mixed")
    def mixed(name):
        for i in range(20):
            print(name, end=" ")
            time.sleep(0.0005)
            print(i)

    @event(id="threads")
    def threads(name):
        def work():
            print("thread of", name)
            logger.info("also of " + name)
        one = threading.Thread(target=work)
        one.start()
        one.join()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()

    @event(id="thread-of-async")
    async def thread_of_async(name):
        def work():
            print("executor of", name)
        await asyncio.get_running_loop().run_in_executor(None, work)
        await asyncio.create_task(asyncio.sleep(0))

    @event(id="logger")
    def logs(ctx):
        logger.debug("d")
        logger.info("i", {"a": 1})
        ctx.logger.warn("w", a=2)
        logger.warning("w2", {"a": 1}, b=3)
        logger.error(ValueError("e"), {"error": ValueError("inner"), "nan": float("nan")})
        logger.info("text", "no dict")

    @event(id="logging")
    def std_logging():
        logging.debug("hidden")
        logging.info("i %s", "x", extra={"userId": "u-1"})
        log.warning("w")
        try:
            1 / 0
        except ZeroDivisionError:
            log.exception("failed")
        logging.info("%d", "no number")
        logging.critical("c")
        warnings.warn("old way")

    @event(id="basic-config")
    def basic_config():
        logging.basicConfig(level=logging.DEBUG, format="%(message)s!")
        logging.debug("now seen")
        handler = logging.StreamHandler(sys.stdout)
        log.addHandler(handler)
        log.debug("once")
        log.removeHandler(handler)
        logging.getLogger().setLevel(logging.INFO)

    @event(id="late")
    async def late():
        async def work():
            await asyncio.sleep(0.05)
            print("after the end")
        asyncio.create_task(work())

    @event(id="stray")
    async def stray():
        async def work():
            raise ValueError("nobody awaits")
        asyncio.create_task(work())
        await asyncio.sleep(0)

    @event(id="endless")
    async def endless():
        print("last words", flush=True)
        print("and these")
        while True:
            pass
"""


class LogsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"steps/logs.py": STEPS})

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def logs_of(self, step_id: str, payload: Any = None) -> List[Any]:
        n = self.host.start_run(step_id, payload)
        outcome = self.host.outcome(n)
        assert outcome["status"] == "succeeded", outcome
        return [message for message in self.host.messages if message["t"] == "log" and message.get("n") == n]

    def test_printed_lines(self) -> None:
        found = [(log["level"], log["message"]) for log in self.logs_of("print", {"name": "홍길동"})]
        self.assertEqual(
            found,
            [
                ("info", "🤖 홍길동 | 1"),
                ("info", "two"),
                ("info", "lines"),
                ("error", "oh no"),
                ("info", "안녕"),
                ("info", "bad ? text"),
                ("info", ""),
                ("info", "no end"),
            ],
        )

    def test_a_line_without_an_end_is_told_after_a_moment(self) -> None:
        self.assertEqual([log["message"] for log in self.logs_of("slow-line")], ["part", " two"])

    def test_an_end_that_comes_after_that_moment_is_no_line_of_its_own(self) -> None:
        self.assertEqual([log["message"] for log in self.logs_of("slow-end")], ["begun", "", "next"])

    def test_lines_of_attempts_side_by_side_never_mix(self) -> None:
        numbers = {self.host.start_run("mixed", {"name": "name{}".format(i)}): i for i in range(8)}
        for n, i in numbers.items():
            self.host.outcome(n)
            lines = [log["message"] for log in self.host.messages if log["t"] == "log" and log.get("n") == n]
            self.assertEqual(lines, ["name{} {}".format(i, line) for line in range(20)])

    def test_threads_belong_to_the_attempt_that_started_them(self) -> None:
        self.assertEqual(
            [log["message"] for log in self.logs_of("threads", {"name": "a"})], ["thread of a", "also of a"] * 2
        )
        self.assertEqual([log["message"] for log in self.logs_of("thread-of-async", {"name": "b"})], ["executor of b"])

    def test_the_logger_has_levels_and_fields(self) -> None:
        logs = self.logs_of("logger")
        self.assertEqual([log["level"] for log in logs], ["debug", "info", "warn", "warn", "error", "info"])
        self.assertEqual([log.get("fields") for log in logs[:4]], [None, {"a": 1}, {"a": 2}, {"a": 1, "b": 3}])
        self.assertEqual((logs[4]["message"], logs[4]["fields"]["nan"]), ("e", "nan"))
        self.assertEqual(logs[4]["fields"]["error"]["message"], "inner")
        self.assertEqual(logs[5]["fields"], {"value": "no dict"})
        self.assertEqual({log["source"] for log in logs}, {"logger"})

    def test_pythons_logging_is_taken(self) -> None:
        logs = self.logs_of("logging")
        self.assertEqual([log["level"] for log in logs], ["info", "warn", "error", "info", "error", "warn"])
        self.assertEqual((logs[0]["message"], logs[0]["fields"]), ("i x", {"userId": "u-1"}))
        self.assertEqual(logs[1]["fields"], {"logger": "shop.orders"})
        self.assertIn('File "steps/logs.py"', logs[2]["fields"]["stack"])
        self.assertIn("ZeroDivisionError", logs[2]["fields"]["stack"])
        self.assertIn("%d", logs[3]["message"])
        self.assertIn("UserWarning: old way", logs[5]["message"])

    def test_handlers_of_the_project_do_not_tell_twice(self) -> None:
        found = [(log["level"], log["message"]) for log in self.logs_of("basic-config")]
        self.assertEqual(found, [("debug", "now seen"), ("debug", "once")])

    def test_what_an_attempt_left_running_is_told_of_it(self) -> None:
        n = self.host.start_run("late")
        log = self.host.logs(1, message="after the end")[0]
        self.assertEqual(
            log["of"], {"runId": "run{}".format(n), "traceId": "trace{}".format(n), "stepId": "late", "attempt": 1}
        )

    def test_what_nobody_awaited_is_told(self) -> None:
        self.host.run("stray")
        self.host.wait(lambda message: message["t"] == "log" and "ValueError: nobody awaits" in message["message"])

    def test_what_is_printed_while_loading_belongs_to_no_run(self) -> None:
        log = self.host.logs(1, message="while loading")[0]
        self.assertNotIn("n", log)
        self.assertNotIn("of", log)

    def test_the_last_words_before_an_endless_loop_are_seen(self) -> None:
        with FakeHost({"steps/logs.py": STEPS}) as host:
            n = host.start_run("endless")
            host.logs(1, message="last words", n=n)
            host.logs(1, message="and these", n=n)
            host.process.kill()


if __name__ == "__main__":
    unittest.main()
