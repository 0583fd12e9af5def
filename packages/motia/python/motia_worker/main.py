"""Composes a Python worker process: opens the channel on descriptor 3, loads the project, runs the loop to the end."""

import asyncio
import atexit
import faulthandler
import gc
import json
import os
import signal
import socket
import sys
import threading
from typing import Any, Dict, List, Optional, Tuple

from motia_worker.asks import Asks
from motia_worker.attempt import Attempt
from motia_worker.channel import Channel, ProtocolError
from motia_worker.context import World
from motia_worker.host import install_host
from motia_worker.ids import create_id_source
from motia_worker.inherit import inherit_attempts
from motia_worker.invoke import Invoker
from motia_worker.load.project import LoadedProject, load_project, loaded_modules
from motia_worker.log_records import RecordHandler, capture_logging
from motia_worker.logs import LogSink, SinkLogger
from motia_worker.loop import WorkerLoop
from motia_worker.plain import text_of
from motia_worker.printing import Printing
from motia_worker.project_paths import ProjectPaths
from motia_worker.protocol import CHANNEL_FD, LANGUAGE, PROTOCOL_VERSION, Hello
from motia_worker.pulse import Pulse
from motia_worker.setup_module import SetupModule, load_setup
from motia_worker.targets import Targets
from motia_worker.trigger import Triggers

#: For the last messages to leave.
LAST_WORDS_SECONDS = 5.0


class Worker:
    """One process. The project is loaded before there is an event loop, so that a step file may run one of its own."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._loop = asyncio.new_event_loop()
        self._under_way: Dict[int, Attempt] = {}
        self._setup = SetupModule()
        self._is_leaving = False
        sink = LogSink(channel, self._under_way)
        self._logger = SinkLogger(sink)
        asks, targets = Asks(channel), Targets()
        triggers = Triggers(asks, targets, create_id_source(), self._logger.warn)
        self._world = World(asks, triggers, self._logger)
        self._pulse = Pulse(self._beat)
        self._printing = Printing(sink, self._pulse.wake)
        self._invoker = Invoker(self._world, channel, self._printing, self._under_way, lambda: self._work.ended())
        self._work = WorkerLoop(
            channel, asks, targets, self._invoker, self._logger, self._under_way, self._pulse.wake, self._leave
        )
        self._records = RecordHandler(sink, self._invoker.trim)

    def run(self) -> None:
        """Never returns."""
        self._channel.send(json.dumps({"t": "ready", "v": PROTOCOL_VERSION, "language": LANGUAGE, "pid": os.getpid()}))
        self._channel.flush()
        hello, following = self._await_hello()
        if hello.get("v") != PROTOCOL_VERSION:
            self._exit(1)
        self._pulse.start()
        self._printing.capture()
        capture_logging(self._records)
        inherit_attempts()
        host = install_host(self._world)
        asyncio.set_event_loop(self._loop)
        self._invoker.paths = paths = ProjectPaths(hello["root"])
        project = load_project(hello["root"], hello["files"], paths)
        try:
            self._setup = load_setup(hello.get("setup"), hello["root"])
        except BaseException as error:
            self._give_up(error)
        gc.collect()
        gc.freeze()  # what is loaded stays: no need to look at it again and again
        self._work.attach(self._loop, project.steps)
        self._channel.attach(self._loop, self._receive, self._host_gone)
        host.is_ready = True
        self._loop.call_soon(self._receive, following)
        self._loop.create_task(self._describe(project, hello, paths))
        self._loop.run_forever()

    def _await_hello(self) -> Tuple[Hello, List[Any]]:
        messages: List[Any] = []
        while True:
            arrived = self._read()
            messages.extend(arrived)
            for i, message in enumerate(messages):
                if message.get("t") == "hello":
                    return message, messages[:i] + messages[i + 1 :]

    def _read(self) -> List[Any]:
        try:
            arrived = self._channel.read()
        except ProtocolError as error:
            self._break(error)
        if arrived is None:
            os._exit(0)  # the app has gone
        return arrived

    async def _describe(self, project: LoadedProject, hello: Hello, paths: ProjectPaths) -> None:
        try:
            await self._setup.start()
        except BaseException as error:
            self._give_up(error)
        described = {
            "t": "described",
            "steps": project.descriptors,
            "mistakes": project.mistakes,
            "modules": loaded_modules(hello["files"], paths),
        }
        self._channel.send(json.dumps(described, default=text_of))

    def _receive(self, messages: List[Any]) -> None:
        try:
            self._work.receive(messages)
        except (AttributeError, KeyError, TypeError) as error:
            self._break(error)

    def _host_gone(self, cause: Optional[Exception]) -> None:
        """Nothing that still runs can commit."""
        if cause is not None:
            self._break(cause)
        self._work.cut_all_off(RuntimeError("the app is gone"))
        os._exit(0)

    def _leave(self) -> None:
        if not self._is_leaving:
            self._is_leaving = True
            self._loop.create_task(self._stop())

    async def _stop(self) -> None:
        try:
            await self._setup.stop()
        except BaseException as error:
            self._logger.error("stop of motia/setup failed: {}".format(text_of(error)), {"stack": self._trim(error)})
        self._exit(0)

    def _give_up(self, error: BaseException) -> None:
        words = "the project could not be loaded: {}: {}".format(type(error).__name__, text_of(error))
        self._logger.error(words, {"stack": self._trim(error)})
        self._exit(1)

    def _break(self, error: BaseException) -> None:
        message = "motia_worker: the host broke the protocol: {!r}\n".format(error)
        os.write(2, message.encode("utf-8", "replace"))
        os._exit(1)

    def _trim(self, error: BaseException) -> str:
        return self._invoker.trim(error)

    def _beat(self) -> bool:
        waits = self._printing.finish_old()
        self._channel.flush()
        return waits or bool(self._under_way)

    def _exit(self, code: int) -> None:
        """At once: a thread of the project's that never ends must not hold the process."""
        # Some Pythons wait in there for threads that may never end.
        last = threading.Thread(target=atexit._run_exitfuncs, daemon=True)
        last.start()
        last.join(LAST_WORDS_SECONDS)
        self._printing.finish_all()
        self._channel.drain(LAST_WORDS_SECONDS)
        os._exit(code)

    def forked(self) -> None:
        """In a child of ours: the channel is its parent's, and what it prints goes to the real streams."""
        self._channel.abandon()
        self._printing.restore()


def main() -> None:
    try:
        sock = socket.socket(fileno=CHANNEL_FD)
    except OSError:
        sys.exit("motia_worker is started by Motia, with its channel on descriptor {}".format(CHANNEL_FD))
    os.set_inheritable(CHANNEL_FD, False)
    faulthandler.enable(file=2)
    # The supervisor and the app decide when a worker ends: a terminal's Ctrl-C reaches the whole group.
    signal.signal(signal.SIGINT, lambda *_: None)
    worker = Worker(Channel(sock))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=worker.forked)
    worker.run()
