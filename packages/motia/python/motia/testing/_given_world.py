"""What a handler that runs by itself has around it: the state and the calls that the test gives, instead of an app.

Stands where a worker's channel leads to the app: takes its messages, and answers what is asked on the spot.
"""

import json
from typing import Any, Callable, Dict, List

from motia._errors import motia_error
from motia_worker.asks import Asks
from motia_worker.context import World
from motia_worker.json_text import decode_json, encode_json
from motia_worker.logs import LogSink, SinkLogger
from motia_worker.state_write import apply_write
from motia_worker.targets import Targets
from motia_worker.trigger import Triggers

#: Group → key → value.
GivenState = Dict[str, Dict[str, Any]]


class GivenWorld:
    """:ivar world: what the handler's context is made of
    :ivar logs: what ``logger`` was told
    :ivar sent: what was triggered ``now``, or called
    """

    def __init__(self, step_id: str, state: GivenState, calls: Dict[str, Any], new_id: Callable[[], str]) -> None:
        self.logs: List[Dict[str, Any]] = []
        self.sent: List[Dict[str, Any]] = []
        self._step_id = step_id
        self._calls = calls
        self._new_id = new_id
        self._groups = {
            group: {key: encode_json(value, "state {}/{}".format(group, key)) for key, value in items.items()}
            for group, items in state.items()
        }
        channel: Any = self
        self._asks = Asks(channel)
        logger = SinkLogger(LogSink(channel, {}))
        self.world = World(self._asks, Triggers(self._asks, Targets(), new_id, logger.warn), logger)

    def triggered(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """A trigger request, as the test sees it."""
        told = {"target": request["target"], "payload": decode_json(request["payload"]), "from": self._step_id}
        if "delayMs" in request:
            told["delay"] = request["delayMs"]
        if "key" in request:
            told["key"] = request["key"]
        return told

    def state_after(self, writes: List[Dict[str, Any]]) -> GivenState:
        """What would be stored now. Raises ``MOTIA_STATE_TYPE``, as the commit would."""
        groups = {group: dict(items) for group, items in self._groups.items()}
        for write in writes:
            items = groups.setdefault(write["group"], {})
            if write["op"] == "clear":
                items.clear()
                continue
            value = apply_write(items.pop(write["key"], None), write)
            if value is not None:
                items[write["key"]] = value
        return {
            group: {key: decode_json(value) for key, value in items.items()}
            for group, items in groups.items()
            if items
        }

    # What a worker tells its channel.

    def send(self, message: str) -> None:
        told = json.loads(message)
        if told["t"] == "ask":
            self._asks.settle({"q": told["q"], "value": self._answer(told["ask"])})

    def send_log(self, message: str) -> None:
        line = json.loads(message)
        self.logs.append({name: line[name] for name in ("level", "message", "fields") if name in line})

    def _answer(self, ask: Dict[str, Any]) -> Any:
        verb = ask["verb"]
        if verb == "state.get":
            value = self._groups.get(ask["group"], {}).get(ask["key"])
            return {"version": 0} if value is None else {"value": value, "version": 1}
        if verb == "state.list":
            items = self._groups.get(ask["group"], {})
            return [{"key": key, "value": items[key], "version": 1} for key in sorted(items)]
        if verb == "results":
            return []
        request = ask["request"]
        self.sent.append(self.triggered(request))
        if verb == "call":
            return self._call(request)
        return {"id": request["id"], "traceId": self._new_id(), "routed": False, "runs": [], "topic": False}

    def _call(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """What the function of the test raises, the handler gets: it is asked within the handler's own call."""
        target = request["target"]
        if target not in self._calls:
            what = 'the step calls "{}": say what that gives, run_step(step, input, calls={{"{}": …}})'
            raise motia_error("MOTIA_OPTION", what=what.format(target, target))
        answer = self._calls[target]
        value = answer(decode_json(request["payload"])) if callable(answer) else answer
        return {"runId": self._new_id(), "ok": True, "result": encode_json(value, "answer of " + target)}
