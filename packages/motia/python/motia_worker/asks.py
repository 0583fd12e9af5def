"""Questions of handlers to the app, as requests and replies on the channel."""

import itertools
from typing import Any, Callable, Dict, Optional, Tuple

from motia import MotiaError
from motia._errors import ERRORS
from motia_worker.attempt import CLOSED, Attempt
from motia_worker.awaiting import Answer
from motia_worker.channel import Channel
from motia_worker.json_text import quote
from motia_worker.protocol import Reply


class HostError(Exception):
    """A failure of the host's that is none of the catalogue; ``name`` is its class there."""

    def __init__(self, name: str, message: str, code: Optional[str]) -> None:
        super().__init__(message)
        self.name = name
        self.code = code


class Asks:
    """Every question has a number, which its reply repeats."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._pending: Dict[int, Tuple[Answer, Optional[Attempt]]] = {}
        self._numbers = itertools.count(1)

    def ask(self, attempt: Optional[Attempt], ask: str, convert: Callable[[Any], Any]) -> Any:
        """:param ask: JSON text :param convert: makes what the handler gets of the reply's value

        A future in async code; the value itself in plain code.
        """
        answer = Answer(convert)
        q = next(self._numbers)
        self._pending[q] = (answer, attempt)
        if attempt is None:
            self._channel.send('{"t":"ask","q":%d,"ask":%s}' % (q, ask))
        else:
            self._channel.send('{"t":"ask","q":%d,"n":%d,"ask":%s}' % (q, attempt.n, ask))
            if attempt.on_cut_off is None:
                attempt.on_cut_off = lambda: self.give_up(attempt)
            if attempt.phase == CLOSED:
                self.give_up(attempt)  # it was cut off just now
        return answer.deliver()

    def settle(self, reply: Reply) -> None:
        pending = self._pending.pop(reply["q"], None)
        if pending is None:
            return
        failure = reply.get("failure")
        if failure is None:
            pending[0].settle(reply.get("value"))
        else:
            pending[0].refuse(_to_error(failure, reply.get("hint", "")))

    def give_up(self, attempt: Attempt) -> None:
        """Frees whatever still waits for an answer to this attempt."""
        for q, (answer, asker) in list(self._pending.items()):
            if asker is attempt:
                self._pending.pop(q, None)
                answer.refuse(attempt.closed_error())

    # The questions that there are, as JSON text.

    @staticmethod
    def state_get(group: str, key: str) -> str:
        return '{"verb":"state.get","group":%s,"key":%s}' % (quote(group), quote(key))

    @staticmethod
    def state_list(group: str) -> str:
        return '{"verb":"state.list","group":%s}' % quote(group)

    @staticmethod
    def results(run_ids: Any) -> str:
        return '{"verb":"results","runIds":[%s]}' % ",".join(map(quote, run_ids))

    @staticmethod
    def now(verb: str, request: str, attempt: Optional[Attempt], target: str) -> str:
        """:param verb: ``trigger`` or ``call``"""
        if attempt is None:
            return '{"verb":"%s","request":%s,"ordinal":0}' % (verb, request)
        facts = attempt.facts
        return '{"verb":"%s","request":%s,"from":{"runId":%s,"traceId":%s,"stepId":%s},"ordinal":%d}' % (
            verb,
            request,
            quote(facts["runId"]),
            quote(facts["traceId"]),
            quote(facts["stepId"]),
            attempt.next_ordinal(target),
        )


def _to_error(failure: Dict[str, Any], hint: str) -> Exception:
    code, message = failure.get("code"), str(failure.get("message", ""))
    if isinstance(code, str) and (code in ERRORS or code.startswith("MOTIA_")):
        return MotiaError(code, message, hint)
    return HostError(str(failure.get("name", "Error")), message, code)
