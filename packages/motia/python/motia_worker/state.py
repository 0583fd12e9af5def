"""``ctx.state``: durable state as one attempt sees it, its own writes laid over what is stored."""

import asyncio
import concurrent.futures
import functools
import inspect
import math
from typing import Any, Callable, Dict, List, Optional, Tuple

from motia import StateItem
from motia._errors import motia_error
from motia_worker.asks import Asks
from motia_worker.attempt import CLOSED, Attempt
from motia_worker.awaiting import Done, done, is_async
from motia_worker.json_text import decode_json, encode_json
from motia_worker.state_write import apply_write

Turn: Any = concurrent.futures.Future


class AttemptState:
    """Writes are staged when they are called; what reads give is awaited in async code."""

    def __init__(self, attempt: Attempt, asks: Asks) -> None:
        self._attempt = attempt
        self._asks = asks

    def get(self, group: str, key: str) -> Any:
        _check_place(group, key)
        attempt = self._attempt
        own = [write for write in attempt.writes or () if write["group"] == group and _touches(write, key)]
        if any(write["op"] in ("set", "delete", "clear") for write in own):
            return self._now(_lay_over(None, own))  # its own writes decide, whatever is stored
        if attempt.phase == CLOSED:
            raise attempt.closed_error()

        def convert(stored: Dict[str, Any]) -> Any:
            attempt.note_read(group, key, stored["version"])
            return _lay_over(stored.get("value"), own)

        return self._asks.ask(attempt, Asks.state_get(group, key), convert)

    def list(self, group: str) -> Any:
        return self._list(group, lambda items: items)

    def get_group(self, group: str) -> Any:
        return self._list(group, lambda items: [item.value for item in items])

    def set(self, group: str, key: str, value: Any) -> Any:
        _check_place(group, key)
        return self._write({"op": "set", "group": group, "key": key, "value": _encode(value, group, key)})

    def delete(self, group: str, key: str) -> Any:
        _check_place(group, key)
        return self._write({"op": "delete", "group": group, "key": key})

    def clear(self, group: str) -> Any:
        _check_place(group)
        return self._write({"op": "clear", "group": group})

    def increment(self, group: str, key: str, by: float = 1) -> Any:
        _check_place(group, key)
        if isinstance(by, bool) or not isinstance(by, (int, float)) or not math.isfinite(by):
            raise _wrong("increment of {}/{} by {!r}, which is no number".format(group, key, by))
        return self._write({"op": "increment", "group": group, "key": key, "by": by})

    def append(self, group: str, key: str, item: Any) -> Any:
        _check_place(group, key)
        return self._write({"op": "append", "group": group, "key": key, "value": _encode(item, group, key)})

    def patch(self, group: str, key: str, partial: Any) -> Any:
        _check_place(group, key)
        value = _encode(partial, group, key)
        if not value.startswith("{"):
            raise _wrong("patch of {}/{} with {}, no object".format(group, key, value[:40]))
        return self._write({"op": "patch", "group": group, "key": key, "value": value})

    def update(self, group: str, key: str, fn: Callable[[Any], Any]) -> Any:
        """Updates of a key take turns within the attempt, so that of several at once none is lost."""
        _check_place(group, key)
        before, own = self._take_turn((group, key))
        if is_async():
            return asyncio.ensure_future(self._update_async(group, key, fn, before, own))
        try:
            if before is not None:
                before.result()
            value = fn(self.get(group, key))
            self.set(group, key, value)
            return value
        finally:
            own.set_result(None)

    async def _update_async(
        self, group: str, key: str, fn: Callable[[Any], Any], before: Optional[Turn], own: Turn
    ) -> Any:
        try:
            if before is not None:
                await asyncio.wrap_future(before)
        except BaseException:
            # Cancelled while it waited: the next one's turn is when the one before has had its own.
            before.add_done_callback(lambda _: own.set_result(None))  # type: ignore[union-attr]
            raise
        try:
            value = fn(await self.get(group, key))
            if inspect.isawaitable(value):
                value = await value
            self.set(group, key, value)
            return value
        finally:
            own.set_result(None)

    def _take_turn(self, place: Tuple[str, str]) -> Tuple[Optional[Turn], Turn]:
        if self._attempt.update_turns is None:
            self._attempt.update_turns = {}
        own: Turn = concurrent.futures.Future()
        own.set_running_or_notify_cancel()  # awaiting it elsewhere must not be able to cancel it
        before = self._attempt.update_turns.get(place)
        self._attempt.update_turns[place] = own
        return before, own

    def _write(self, write: Dict[str, Any]) -> Any:
        self._attempt.write(write)
        return done()

    def _now(self, value: Any) -> Any:
        return Done(value) if is_async() else value

    def _list(self, group: str, convert: Callable[[List[StateItem]], Any]) -> Any:
        _check_place(group)
        attempt = self._attempt
        if attempt.phase == CLOSED:
            raise attempt.closed_error()

        def lay_over(stored: List[Dict[str, Any]]) -> Any:
            attempt.note_group_read(group, len(stored), max((item["version"] for item in stored), default=0))
            items = {item["key"]: (item["value"], item["version"]) for item in stored}
            for write in attempt.writes or ():
                if write["group"] == group:
                    _lay_over_group(items, write)
            return convert([StateItem(key, decode_json(items[key][0]), items[key][1]) for key in sorted(items)])

        return self._asks.ask(attempt, Asks.state_list(group), lay_over)


def _lay_over(base: Optional[str], own: List[Dict[str, Any]]) -> Any:
    value = functools.reduce(apply_write, own, base)
    return None if value is None else decode_json(value)


def _lay_over_group(items: Dict[str, Tuple[str, int]], write: Dict[str, Any]) -> None:
    if write["op"] == "clear":
        items.clear()
        return
    value, version = items.get(write["key"], (None, 0))
    after = apply_write(value, write)
    if after is None:
        items.pop(write["key"], None)
    else:
        items[write["key"]] = (after, version)


def _touches(write: Dict[str, Any], key: str) -> bool:
    return bool(write["op"] == "clear" or write["key"] == key)


def _check_place(group: Any, key: Any = "") -> None:
    for part in (group, key):
        if not isinstance(part, str):
            raise _wrong("state is kept by group and key, which are text, not {!r}".format(part))


def _encode(value: Any, group: str, key: str) -> str:
    return encode_json(value, "state {}/{}".format(group, key))


def _wrong(what: str) -> Exception:
    return motia_error("MOTIA_OPTION", what=what)
