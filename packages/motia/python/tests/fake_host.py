"""A host in miniature for the tests: starts a real worker on a project of a few files, and speaks with it."""

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from typing import Any, Callable, Dict, List, Optional

from package_path import PYTHON_DIR

PATIENCE_S = 20.0


class FakeHost:
    """:param files: source by path; :param answer: of an ``ask``, by default from ``state`` and ``results``"""

    def __init__(
        self,
        files: Dict[str, str],
        answer: Optional[Callable[[Dict[str, Any]], Any]] = None,
        setup: Optional[str] = None,
        env: Optional[Dict[str, str]] = None,
        hello: bool = True,
    ) -> None:
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="motia-python-"))
        for path, source in files.items():
            self.write(path, source)
        self.steps = sorted(path for path in files if path.endswith(".py"))
        self.messages: List[Dict[str, Any]] = []
        self.state: Dict[str, Dict[str, Any]] = {}
        self.results: Dict[str, Any] = {}
        self._answer = answer or self.answer
        self._changed = threading.Condition()
        self._last_n = 0
        self._is_reading = True
        self._start(env or {})
        if hello:
            self.hello(setup)

    def write(self, path: str, source: str) -> None:
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(source))

    def hello(self, setup: Optional[str] = None, v: int = 1) -> None:
        files = [{"source": path, "output": os.path.join(self.root, path)} for path in self.steps if path != setup]
        message = {"t": "hello", "v": v, "root": self.root, "mode": "development", "files": files}
        if setup is not None:
            message["setup"] = os.path.join(self.root, setup)
        self.send(message)

    @property
    def described(self) -> Dict[str, Any]:
        return self.wait(lambda message: message["t"] == "described")

    def step(self, step_id: str) -> Dict[str, Any]:
        found = [step for step in self.described["steps"] if step["id"] == step_id]
        assert len(found) == 1, self.described
        return found[0]  # type: ignore[no-any-return]

    def start_run(self, step_id: str, payload: Any = None, timeout_ms: float = 60_000, **more: Any) -> int:
        self.described
        n = self._next_n()
        self.send(run_message(n, step_id, payload, timeout_ms, **more))
        return n

    def run(self, step_id: str, payload: Any = None, timeout_ms: float = 60_000, **more: Any) -> Dict[str, Any]:
        return self.outcome(self.start_run(step_id, payload, timeout_ms, **more))

    def outcome(self, n: int) -> Dict[str, Any]:
        found = self.wait(lambda message: message["t"] == "done" and message["n"] == n)
        return found["outcome"]  # type: ignore[no-any-return]

    def result(self, step_id: str, payload: Any = None, **more: Any) -> Any:
        outcome = self.run(step_id, payload, **more)
        assert outcome["status"] == "succeeded", outcome
        return json.loads(outcome["result"])

    def failure(self, step_id: str, payload: Any = None, **more: Any) -> Dict[str, Any]:
        outcome = self.run(step_id, payload, **more)
        assert outcome["status"] == "failed", outcome
        return outcome["failure"]  # type: ignore[no-any-return]

    def request(self, step_id: str, body: Any = None, **parts: Any) -> Dict[str, Any]:
        """The outcome of a request with a JSON body, unless ``raw`` says otherwise."""
        return self.outcome(self.start_request(step_id, body, **parts))

    def start_request(self, step_id: str, body: Any = None, **parts: Any) -> int:
        raw = "" if body is None else json.dumps(body)
        request = {"method": "POST", "path": "/x", "url": "/x", "params": {}, "query": {}, "headers": {}}
        return self.start_run(step_id, {"__request": {**request, "raw": raw, "isJson": True, **parts}})

    def logs(self, count: int, **members: Any) -> List[Dict[str, Any]]:
        """The first so many log lines that have these members."""

        def matching() -> List[Dict[str, Any]]:
            logs = [message for message in self.messages if message["t"] == "log"]
            return [log for log in logs if all(log.get(name) == value for name, value in members.items())]

        self.wait_for(lambda: len(matching()) >= count)
        return matching()

    def wait(self, wanted: Callable[[Dict[str, Any]], bool]) -> Dict[str, Any]:
        found: List[Dict[str, Any]] = []

        def look() -> bool:
            found.extend(message for message in self.messages if wanted(message))
            return bool(found)

        self.wait_for(look)
        return found[0]

    def wait_for(self, holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        with self._changed:
            if not self._changed.wait_for(holds, patience_s):
                raise AssertionError("nothing of that kind came; there was: {}".format(self.messages[-20:]))

    def send(self, *messages: Dict[str, Any]) -> None:
        self.send_bytes(json.dumps(messages, ensure_ascii=False).encode("utf-8", "backslashreplace"))

    def send_bytes(self, body: bytes) -> None:
        self._socket.sendall(struct.pack(">I", len(body)) + body)

    def stop_reading(self) -> None:
        """What comes next is for whoever reads the socket."""
        self._is_reading = False
        self.send({"t": "ping", "p": 0})
        self._reader.join()

    def wait_exit(self) -> int:
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
        if self.process.poll() is None:
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(5)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self) -> "FakeHost":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def answer(self, ask: Dict[str, Any]) -> Any:
        verb = ask["verb"]
        if verb == "state.get":
            stored = self.state.get(ask["group"], {}).get(ask["key"])
            return {"version": 0} if stored is None else {"value": json.dumps(stored), "version": 7}
        if verb == "state.list":
            items = self.state.get(ask["group"], {})
            return [{"key": key, "value": json.dumps(value), "version": 7} for key, value in items.items()]
        if verb == "results":
            return [self.results[run_id] for run_id in ask["runIds"]]
        if verb == "call":
            return self.results[ask["request"]["target"]]
        run_id = "run-of-" + ask["request"]["target"]
        runs = [{"runId": run_id, "stepId": ask["request"]["target"]}]
        trace_id = ask.get("from", {}).get("traceId", "new-trace")
        return {"id": ask["request"]["id"], "traceId": trace_id, "routed": True, "runs": runs, "topic": False}

    def _next_n(self) -> int:
        self._last_n += 1
        return self._last_n

    def _start(self, env: Dict[str, str]) -> None:
        ours, theirs = socket.socketpair()
        fd = theirs.fileno()

        def prepare() -> None:
            os.dup2(fd, 3)
            os.set_inheritable(3, True)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "motia_worker"],
            cwd=self.root,
            env={
                **os.environ,
                "PYTHONPATH": PYTHON_DIR,
                "PYTHONUTF8": "1",
                "PYTHONIOENCODING": "utf-8",
                "PYTHONPYCACHEPREFIX": os.path.join(self.root, ".motia", "pycache"),
                **env,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(3,),
            preexec_fn=prepare,
            start_new_session=True,
        )
        theirs.close()
        self._socket = ours
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        data = b""
        while self._is_reading:
            try:
                piece = self._socket.recv(1 << 20)
            except OSError:
                return
            if not piece:
                return
            data += piece
            while len(data) >= 4:
                length = struct.unpack(">I", data[:4])[0]
                if len(data) < 4 + length:
                    break
                for message in json.loads(data[4 : 4 + length].decode("utf-8")):
                    self._take(message)
                data = data[4 + length :]

    def _take(self, message: Dict[str, Any]) -> None:
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()
        if message["t"] != "ask":
            return
        try:
            value = self._answer(message["ask"])
        except Exception as error:
            self.send(
                {"t": "reply", "q": message["q"], "failure": {"name": type(error).__name__, "message": str(error)}}
            )
        else:
            if value is not NO_ANSWER:
                self.send({"t": "reply", "q": message["q"], "value": value})


#: An ``answer`` that never comes.
NO_ANSWER = object()


def run_message(n: int, step_id: str, payload: Any, timeout_ms: float = 60_000, **more: Any) -> Dict[str, Any]:
    return {
        "t": "run",
        "n": n,
        "runId": "run{}".format(n),
        "traceId": "trace{}".format(n),
        "stepId": step_id,
        "attempt": 1,
        "input": json.dumps(payload, ensure_ascii=False),
        "deadline": time.time() * 1000 + timeout_ms,
        **more,
    }
