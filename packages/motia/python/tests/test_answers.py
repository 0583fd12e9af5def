"""What api handlers return, as answers; whole, and piece by piece."""

import base64
import json
import unittest
from typing import Any, Dict

from fake_host import FakeHost

STEPS = """
    import asyncio, dataclasses, io, time
    from motia import api, response

    @dataclasses.dataclass
    class User:
        status: int
        name: str

    RETURNED = {
        "nothing": lambda: None,
        "value": lambda: {"name": "홍길동"},
        "data-status": lambda: {"status": "processing", "body": 1},
        "bool-status": lambda: {"status": True, "body": 1},
        "envelope": lambda: {"status": 201, "body": {"a": 1}, "headers": {"x-n": 5}},
        "envelope-headers": lambda: {"status": 302, "headers": {"location": "/y", "set-cookie": ["a=1", "b=2"]}},
        "no-envelope": lambda: {"status": 201, "data": 1},
        "response": lambda: response(404, {"error": "gone"}),
        "html": lambda: response(200, "<p>", {"Content-Type": "text/html"}),
        "text": lambda: "just text",
        "bytes": lambda: response(200, b"\\xff\\x00", {"content-type": "image/png"}),
        "raw-bytes": lambda: b"\\xff",
        "zero": lambda: 0,
        "empty": lambda: "",
        "object": lambda: User(200, "kim"),
        "bad-status": lambda: response(99, 1),
        "bad-body": lambda: {"a": {1, (2,), print}},
    }

    @api(id="give", method="POST", path="/give")
    async def give(body):
        return RETURNED[body]()

    @api(id="give-plain", method="POST", path="/plain")
    def give_plain(body):
        return RETURNED[body]()

    CLOSED = []

    async def count(ctx, upto, wait=0.0):
        try:
            for i in range(upto):
                await asyncio.sleep(wait)
                await ctx.state.increment("g", "sent")
                yield "piece {}".format(i)
        finally:
            CLOSED.append("async")

    def count_plain(ctx, upto, wait=0.0):
        try:
            for i in range(upto):
                time.sleep(wait)
                ctx.state.increment("g", "sent")
                yield b"piece %d" % i
        finally:
            CLOSED.append("plain")

    @api(id="stream", method="GET", path="/stream")
    async def stream(ctx, query):
        ctx.state.set("g", "begun", True)
        return response(200, count(ctx, query.get("upto", 3), query.get("wait", 0)), {"content-type": "text/event-stream"})

    @api(id="stream-plain", method="GET", path="/stream-plain")
    def stream_plain(ctx, query):
        ctx.state.set("g", "begun", True)
        return count_plain(ctx, query.get("upto", 3), query.get("wait", 0))

    @api(id="generator", method="GET", path="/generator")
    async def generator():
        yield "a"
        yield "b"

    @api(id="file", method="GET", path="/file")
    def file():
        return io.BytesIO(b"line 1\\nline 2\\n")

    @api(id="breaks", method="GET", path="/breaks")
    async def breaks():
        async def pieces():
            yield "a"
            raise ValueError("cut")
        return pieces()

    @api(id="wrong-piece", method="GET", path="/wrong")
    def wrong():
        yield {"a": 1}

    @api(id="closed", method="GET", path="/closed")
    def closed():
        return list(CLOSED)
"""


class AnswersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"motia/steps/answers.py": STEPS})

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def response(self, kind: str, step_id: str = "give") -> Dict[str, Any]:
        outcome = self.host.request(step_id, kind)
        assert outcome["status"] == "succeeded", outcome
        assert outcome["result"] == "null"
        return outcome["response"]  # type: ignore[no-any-return]

    def test_returned_values_become_answers(self) -> None:
        cases = {
            "nothing": {"status": 204, "headers": {}},
            "value": {"status": 200, "headers": {}, "body": '{"name":"홍길동"}'},
            "data-status": {"status": 200, "headers": {}, "body": '{"status":"processing","body":1}'},
            "bool-status": {"status": 200, "headers": {}, "body": '{"status":true,"body":1}'},
            "envelope": {"status": 201, "headers": {"x-n": "5"}, "body": '{"a":1}'},
            "envelope-headers": {"status": 302, "headers": {"location": "/y", "set-cookie": ["a=1", "b=2"]}},
            "no-envelope": {"status": 200, "headers": {}, "body": '{"status":201,"data":1}'},
            "response": {"status": 404, "headers": {}, "body": '{"error":"gone"}'},
            "html": {"status": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>"},
            "text": {"status": 200, "headers": {}, "body": '"just text"'},
            "bytes": {"status": 200, "headers": {"content-type": "image/png"}, "body": "/wA=", "encoding": "base64"},
            "raw-bytes": {"status": 200, "headers": {}, "body": "/w==", "encoding": "base64"},
            "zero": {"status": 200, "headers": {}, "body": "0"},
            "empty": {"status": 200, "headers": {}, "body": '""'},
            "object": {"status": 200, "headers": {}, "body": '{"status":200,"name":"kim"}'},
        }
        for kind, expected in cases.items():
            for step_id in ("give", "give-plain"):
                with self.subTest(kind=kind, step=step_id):
                    self.assertEqual(self.response(kind, step_id), expected)

    def test_what_cannot_be_sent_is_a_failure_of_the_step(self) -> None:
        self.assertIn("answered with status 99", self.host.request("give", "bad-status")["failure"]["message"])
        self.assertIn(
            "the response of give holds a function at a.", self.host.request("give", "bad-body")["failure"]["message"]
        )

    def test_a_payload_instead_of_a_request_has_a_result(self) -> None:
        self.assertEqual(self.host.result("give", "value"), {"name": "홍길동"})
        self.assertEqual(
            self.host.result("give", "response"), {"status": 404, "body": {"error": "gone"}, "headers": {}}
        )

    def chunks(self, n: int) -> Any:
        found = [message for message in self.host.messages if message["t"] == "chunk" and message["n"] == n]
        return [base64.b64decode(one["data"]).decode() if "encoding" in one else one["data"] for one in found]

    def pull_all(self, n: int) -> Any:
        self.host.wait(lambda message: message["t"] == "head" and message["n"] == n)
        self.host.send({"t": "pull", "n": n, "chunks": 10})
        return self.host.outcome(n)

    def test_pieces_come_as_they_are_asked_for(self) -> None:
        for step_id in ("stream", "stream-plain"):
            n = self.host.start_request(step_id)
            head = self.host.wait(lambda message: message["t"] == "head" and message["n"] == n)
            self.assertEqual((head["status"], [write["key"] for write in head["effects"]["writes"]]), (200, ["begun"]))
            self.assertEqual(self.chunks(n), [])
            self.host.send({"t": "pull", "n": n, "chunks": 2})
            self.host.wait_for(lambda: len(self.chunks(n)) == 2)
            self.host.send({"t": "pull", "n": n, "chunks": 2})
            outcome = self.host.outcome(n)
            self.assertEqual(self.chunks(n), ["piece 0", "piece 1", "piece 2"])
            self.assertEqual([write["key"] for write in outcome["effects"]["writes"]], ["sent"] * 3)
            self.assertEqual((outcome["status"], outcome["result"]), ("succeeded", "null"))
            self.assertNotIn("response", outcome)

    def test_a_handler_may_be_a_generator_or_return_a_file(self) -> None:
        for step_id, pieces in [("generator", ["a", "b"]), ("file", ["line 1\n", "line 2\n"])]:
            n = self.host.start_request(step_id)
            self.assertEqual(self.pull_all(n)["status"], "succeeded")
            self.assertEqual(self.chunks(n), pieces)

    def test_a_stream_has_no_deadline(self) -> None:
        for step_id in ("stream", "stream-plain"):
            request = {"__request": {"query": {"upto": 2, "wait": 0.3}, "raw": "", "isJson": True}}
            n = self.host.start_run(step_id, request, timeout_ms=300)
            self.assertEqual(self.pull_all(n)["status"], "succeeded")

    def test_a_stream_that_breaks_fails(self) -> None:
        n = self.host.start_request("breaks")
        outcome = self.pull_all(n)
        self.assertEqual((outcome["failure"]["message"], self.chunks(n)), ("cut", ["a"]))
        n = self.host.start_request("wrong-piece")
        self.assertIn("gave a dict, no text or bytes", self.pull_all(n)["failure"]["message"])

    def test_a_cancelled_stream_is_closed(self) -> None:
        for step_id, kind in [("stream", "async"), ("stream-plain", "plain")]:
            n = self.host.start_request(step_id, query={"upto": 1000})
            self.host.wait(lambda message: message["t"] == "head" and message["n"] == n)
            self.host.send({"t": "pull", "n": n, "chunks": 1})
            self.host.wait_for(lambda: len(self.chunks(n)) == 1)
            before = self.count_closed(kind)
            self.host.send({"t": "cancel", "n": n})
            self.wait_closed(kind, before + 1)
            self.assertEqual([m for m in self.host.messages if m["t"] == "done" and m["n"] == n], [])

    def count_closed(self, kind: str) -> int:
        return int(json.loads(self.host.request("closed")["response"]["body"]).count(kind))

    def wait_closed(self, kind: str, count: int) -> None:
        for _ in range(200):
            if self.count_closed(kind) >= count:
                return
        self.fail("the stream was not closed")


if __name__ == "__main__":
    unittest.main()
