"""``trigger`` and ``call``: staged inside an attempt, at once outside of one or with ``now`` (ACCEPTANCE D2)."""

import math
from typing import Any, Callable, List, Optional

from motia._errors import motia_error
from motia_worker.asks import Asks
from motia_worker.attempt import CLOSED, SUCCEEDED, Attempt
from motia_worker.json_text import encode_json, quote
from motia_worker.protocol import Receipt
from motia_worker.receipt import TriggerReceipt, to_value
from motia_worker.targets import Targets


class Triggers:
    """:param warn: tells the author about something they did, within the attempt's log"""

    def __init__(self, asks: Asks, targets: Targets, new_id: Callable[[], str], warn: Callable[[str], None]) -> None:
        self._asks = asks
        self._targets = targets
        self._new_id = new_id
        self._warn = warn

    def trigger(
        self,
        attempt: Optional[Attempt],
        target: str,
        payload: Any = None,
        *,
        delay: Optional[float] = None,
        after: Any = None,
        key: Optional[str] = None,
        now: bool = False,
    ) -> Any:
        """A receipt; for what goes out at once, that of the app: awaited in async code."""
        request_id = self._new_id()
        request = self._to_request(request_id, target, payload, delay, after, key)
        if attempt is None or now or attempt.phase == SUCCEEDED:
            return self._trigger_now(attempt, target, request)
        run_ids = {step_id: self._new_id() for step_id in self._targets.steps_of(target)}
        pairs = ",".join("{}:{}".format(quote(step_id), quote(run_id)) for step_id, run_id in run_ids.items())
        attempt.stage('%s,"runIds":{%s}}' % (request[:-1], pairs))
        data: Receipt = {
            "id": request_id,
            "traceId": attempt.facts["traceId"],
            "routed": len(run_ids) > 0,
            "runs": [{"runId": run_id, "stepId": step_id} for step_id, run_id in run_ids.items()],
            "topic": self._targets.is_topic(target),
        }
        return TriggerReceipt(data, target, self._asks, attempt)

    def call(
        self,
        attempt: Optional[Attempt],
        target: str,
        payload: Any = None,
        *,
        delay: Optional[float] = None,
        key: Optional[str] = None,
    ) -> Any:
        """The run's result, awaited in async code."""
        if attempt is not None and attempt.phase == CLOSED:
            raise attempt.closed_error()
        request = self._to_request(self._new_id(), target, payload, delay, None, key)
        return self._asks.ask(attempt, Asks.now("call", request, attempt, target), to_value)

    def _trigger_now(self, attempt: Optional[Attempt], target: str, request: str) -> Any:
        if attempt is not None and attempt.phase == CLOSED:
            raise attempt.closed_error()
        if attempt is not None and attempt.phase == SUCCEEDED and attempt.is_first_late():
            self._warn(
                '{} triggered "{}" after it had returned: accepted, but not with its commit'.format(
                    attempt.facts["stepId"], target
                )
            )
        ask = Asks.now("trigger", request, attempt, target)
        return self._asks.ask(attempt, ask, lambda data: TriggerReceipt(data, target, self._asks))

    def _to_request(
        self, request_id: str, target: str, payload: Any, delay: Optional[float], after: Any, key: Optional[str]
    ) -> str:
        if not isinstance(target, str) or target == "":
            raise _wrong("trigger takes the id of a step or a topic, not {!r}".format(target))
        if self._targets.strict and not self._targets.steps_of(target):
            raise motia_error("MOTIA_UNROUTED", target=target, nearest=self._targets.nearest(target))
        members = [
            '"id":' + quote(request_id),
            '"target":' + quote(target),
            '"payload":' + quote(encode_json(payload, "payload of " + target)),
        ]
        if delay is not None:
            if isinstance(delay, bool) or not isinstance(delay, (int, float)) or not 0 <= delay < math.inf:
                raise _wrong('delay of trigger "{}" is {!r}, not a number of milliseconds'.format(target, delay))
            if delay > 0:
                members.append('"delayMs":{!r}'.format(delay))
        if after is not None:
            members.append(_to_after(after))
        if key is not None:
            members.append('"key":' + quote(str(key)))
        return "{" + ",".join(members) + "}"


def _to_after(after: Any) -> str:
    """Receipts as they were given, or as they came out of JSON."""
    run_ids: List[str] = []
    for receipt in after if isinstance(after, (list, tuple)) else [after]:
        try:
            data = receipt if isinstance(receipt, dict) else receipt.__motia_json__()
            runs = [run if isinstance(run, dict) else run.__motia_json__() for run in data["runs"]]
            if not data["routed"]:
                return '"afterUnrouted":' + quote(data["id"])
            run_ids.extend(run["runId"] for run in runs)
        except (AttributeError, KeyError, TypeError):
            raise _wrong("after takes receipts of triggers, not {!r}".format(receipt)) from None
    return '"after":[{}]'.format(",".join(map(quote, run_ids)))


def _wrong(what: str) -> Exception:
    return motia_error("MOTIA_OPTION", what=what)
