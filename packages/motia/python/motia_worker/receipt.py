"""Receipts of triggers: data that survives JSON, and ``result()`` on top."""

from typing import Any, Dict, Generator, List, Optional

from motia import CallFailedError, TriggeredRun
from motia._errors import motia_error
from motia_worker.asks import Asks
from motia_worker.attempt import CLOSED, OPEN, Attempt, current_attempt
from motia_worker.json_text import decode_json
from motia_worker.protocol import Receipt, RunResult


class TriggerReceipt:
    """:param staging: the attempt whose commit the runs wait for, if any"""

    __slots__ = ("_asks", "_is_topic", "_staging", "_target", "id", "routed", "runs", "trace_id")

    def __init__(self, data: Receipt, target: str, asks: Asks, staging: Optional[Attempt] = None) -> None:
        self.id = data["id"]
        self.trace_id = data["traceId"]
        self.routed = data["routed"]
        self.runs = [TriggeredRun(run["runId"], run["stepId"]) for run in data["runs"]]
        self._is_topic = data["topic"]
        self._target = target
        self._asks = asks
        self._staging = staging

    def __await__(self) -> Generator[Any, None, "TriggerReceipt"]:
        return self
        yield  # makes this a generator: what is there needs no waiting

    def __repr__(self) -> str:
        return "<Receipt of {!r}: {!r}>".format(self._target, self.runs)

    def __motia_json__(self) -> Dict[str, Any]:
        return {"id": self.id, "traceId": self.trace_id, "routed": self.routed, "runs": self.runs}

    def result(self) -> Any:
        """To be awaited in async code. Raises ``MOTIA_UNROUTED``, ``MOTIA_RESULT_BEFORE_COMMIT``, CallFailedError."""
        if not self.routed:
            raise motia_error("MOTIA_UNROUTED", target=self._target, nearest="")
        staging = self._staging
        if staging is not None and staging.phase == OPEN:
            raise motia_error("MOTIA_RESULT_BEFORE_COMMIT", target=self._target)
        if staging is not None and staging.phase == CLOSED:
            raise staging.closed_error()  # nothing was committed
        ask = Asks.results([run.run_id for run in self.runs])
        return self._asks.ask(current_attempt.get(), ask, self._to_values)

    def _to_values(self, results: List[RunResult]) -> Any:
        values = [to_value(result) for result in results]
        if self._is_topic:
            return values
        return values[0] if values else None


def to_value(result: RunResult) -> Any:
    """What a run ended with. Raises CallFailedError."""
    if result["ok"]:
        return decode_json(result["result"])
    raise CallFailedError(result["runId"], result["stepId"], result["status"], result["reason"])
