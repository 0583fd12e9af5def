"""Runs a second of one worker, with 100 in flight: ``python3 tests/bench_worker.py [seconds]``. Not a test.

The host here only counts, so that the worker is what is measured.
"""

import json
import struct
import sys
import time

from fake_host import FakeHost, run_message

IN_FLIGHT = 100
STEPS = """
    from motia import api, event

    @event(id="async")
    async def run_async(payload):
        return None

    @event(id="plain")
    def run_plain(payload):
        return None

    @event(id="checked", schema={"userId": str, "actions": list, "metadata": dict})
    async def run_checked(userId, actions, metadata, ctx):
        ctx.trigger("async", {"userId": userId})
        return {"userId": userId, "actions": len(actions)}

    @api(id="api", method="POST", path="/users", schema={"body": {"name": str, "email": str}})
    async def answer(body):
        return {"success": True, "user": {"name": body["name"], "email": body["email"]}}
"""
PAYLOAD = {"userId": "u-1", "actions": ["a", "b", "c"], "metadata": {"source": "web", "n": 1}}
REQUEST = {
    "__request": {
        "method": "POST",
        "path": "/users",
        "url": "/users",
        "params": {},
        "query": {},
        "headers": {"host": "localhost:3001", "content-type": "application/json", "user-agent": "bench"},
        "raw": json.dumps({"name": "홍길동", "email": "hong@example.com"}),
        "isJson": True,
    }
}


def measure(host: FakeHost, step_id: str, payload: object, seconds: float) -> float:
    sock = host._socket
    text = json.dumps(run_message(0, step_id, payload))
    before, after = text.split('"n": 0', 1)
    n = 0

    def send(count: int) -> None:
        nonlocal n
        messages = []
        for _ in range(count):
            n += 1
            messages.append('{}"n":{}{}'.format(before, n, after))
        body = ("[" + ",".join(messages) + "]").encode()
        sock.sendall(struct.pack(">I", len(body)) + body)

    done, began = 0, time.perf_counter()
    send(IN_FLIGHT)
    while True:
        data = sock.recv(1 << 20)
        ended = data.count(b'"t":"done"')
        done += ended
        took = time.perf_counter() - began
        if took > seconds:
            break
        if ended:
            send(ended)
    while done < n:
        done += sock.recv(1 << 20).count(b'"t":"done"')
    return done / (time.perf_counter() - began)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    with FakeHost({"steps/bench.py": STEPS}) as host:
        host.described
        host.stop_reading()
        for step_id, payload in (("async", {}), ("plain", {}), ("checked", PAYLOAD), ("api", REQUEST)):
            measure(host, step_id, payload, 0.3)
            print("{:8} {:8.0f} runs/s".format(step_id, measure(host, step_id, payload, seconds)))


if __name__ == "__main__":
    main()
