"""One attempt as the worker sees it: facts, deadline, and the effects that its handler asked for so far.

The loop opens and closes it; the context's abilities (state.py, trigger.py) add to it. Handlers may use it from any
thread.
"""

import threading
import time
from contextvars import ContextVar
from typing import Any, Callable, Dict, List, Optional, Tuple

from motia import MotiaError
from motia._errors import motia_error
from motia_worker.json_text import quote
from motia_worker.protocol import Run
from motia_worker.signals import AttemptSignal

OPEN, SUCCEEDED, CLOSED = "open", "succeeded", "closed"

NO_EFFECTS = '{"triggers":[],"writes":[],"reads":[],"groupReads":[]}'

#: The attempt whose code is running now, wherever in it that is.
current_attempt: ContextVar[Optional["Attempt"]] = ContextVar("motia_attempt", default=None)

#: Held for a moment only: between an attempt's being open and its taking an effect, nothing may close it.
_effects_lock = threading.Lock()


class Attempt:
    """Open until its handler ends; then what still runs may trigger (succeeded), or nothing at all (closed)."""

    __slots__ = (
        "deadline",
        "facts",
        "group_reads",
        "n",
        "on_cut_off",
        "phase",
        "reads",
        "started_at",
        "task",
        "triggers",
        "update_turns",
        "writes",
        "_ordinals",
        "_reason",
        "_signal",
        "_warned_late",
    )

    def __init__(self, facts: Run) -> None:
        self.facts = facts
        self.n = facts["n"]
        #: Milliseconds since the epoch; infinite while its answer is streamed.
        self.deadline = facts["deadline"]
        self.started_at = time.time() * 1000
        self.phase = OPEN
        #: The asyncio task of an async handler.
        self.task: Any = None
        #: Also called when it is cut off: what waits for it in other threads is to be freed.
        self.on_cut_off: Optional[Callable[[], None]] = None
        self.triggers: Optional[List[str]] = None
        self.writes: Optional[List[Dict[str, Any]]] = None
        self.reads: Optional[Dict[Tuple[str, str], int]] = None
        self.group_reads: Optional[Dict[str, Tuple[int, int]]] = None
        self.update_turns: Optional[Dict[Tuple[str, str], Any]] = None
        self._ordinals: Optional[Dict[str, int]] = None
        self._signal: Optional[AttemptSignal] = None
        self._reason: Optional[BaseException] = None
        self._warned_late = False

    @property
    def signal(self) -> AttemptSignal:
        """Made when first asked for: most handlers never do."""
        with _effects_lock:
            if self._signal is None:
                self._signal = AttemptSignal()
            signal = self._signal
            reason = self._reason
        if reason is not None:
            signal.abort(reason)
        return signal

    def end(self, phase: str) -> str:
        """Leaves the open phase, and gives what is to be committed as JSON text."""
        with _effects_lock:
            if self.phase == OPEN:
                self.phase = phase
            if self.triggers is None and self.writes is None:
                return NO_EFFECTS
            return self._effects()

    def take_effects(self) -> str:
        """What was staged until now; from here on they begin empty."""
        with _effects_lock:
            effects = self._effects()
            self.triggers = self.writes = self.reads = self.group_reads = None
            return effects

    def cut_off(self, reason: BaseException) -> None:
        """Ends the attempt for its handler: the signal aborts, the context takes nothing more."""
        with _effects_lock:
            self.phase = CLOSED
            self._reason = reason
            signal = self._signal
        if signal is not None:
            signal.abort(reason)
        if self.task is not None:
            self.task.cancel()
        if self.on_cut_off is not None:
            self.on_cut_off()

    def closed_error(self) -> MotiaError:
        return motia_error("MOTIA_CONTEXT_CLOSED", stepId=self.facts["stepId"], runId=self.facts["runId"])

    def stage(self, request: str) -> None:
        """:param request: JSON text of a trigger request; raises ``MOTIA_CONTEXT_CLOSED`` unless the attempt is open"""
        with _effects_lock:
            if self.phase != OPEN:
                raise self.closed_error()
            if self.triggers is None:
                self.triggers = []
            self.triggers.append(request)

    def write(self, write: Dict[str, Any]) -> None:
        with _effects_lock:
            if self.phase != OPEN:
                raise self.closed_error()
            if self.writes is None:
                self.writes = []
            self.writes.append(write)

    def note_read(self, group: str, key: str, version: int) -> None:
        """The first read of a key is what the commit checks."""
        with _effects_lock:
            if self.reads is None:
                self.reads = {}
            self.reads.setdefault((group, key), version)

    def note_group_read(self, group: str, count: int, max_version: int) -> None:
        with _effects_lock:
            if self.group_reads is None:
                self.group_reads = {}
            self.group_reads.setdefault(group, (count, max_version))

    def next_ordinal(self, target: str) -> int:
        """Counts the now-sends of a target, so that the same one of a later attempt is recognised."""
        with _effects_lock:
            if self._ordinals is None:
                self._ordinals = {}
            ordinal = self._ordinals.get(target, 0) + 1
            self._ordinals[target] = ordinal
            return ordinal

    def is_first_late(self) -> bool:
        """True once, for the one warning about work left over after a success."""
        first = not self._warned_late
        self._warned_late = True
        return first

    def _effects(self) -> str:
        if self.triggers is None and self.writes is None:
            return NO_EFFECTS
        return '{"triggers":[%s],"writes":[%s],"reads":[%s],"groupReads":[%s]}' % (
            ",".join(self.triggers or ()),
            ",".join(map(_write_text, self.writes or ())),
            ",".join(
                '{"group":%s,"key":%s,"version":%d}' % (quote(group), quote(key), version)
                for (group, key), version in (self.reads or {}).items()
            ),
            ",".join(
                '{"group":%s,"count":%d,"maxVersion":%d}' % (quote(group), count, version)
                for group, (count, version) in (self.group_reads or {}).items()
            ),
        )


def _write_text(write: Dict[str, Any]) -> str:
    members = ('"{}":{}'.format(name, repr(part) if name == "by" else quote(part)) for name, part in write.items())
    return "{" + ",".join(members) + "}"
