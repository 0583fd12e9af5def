"""What a state write makes of the value that is there: the twin of core/state-write.ts, for an attempt's own view."""

from typing import Any, Dict, Optional

from motia._errors import motia_error
from motia_worker.json_text import decode_json, encode_json


def apply_write(current: Optional[str], write: Dict[str, Any]) -> Optional[str]:
    """JSON text, or ``None`` when nothing is stored afterwards. Raises ``MOTIA_STATE_TYPE``."""
    op = write["op"]
    if op == "set":
        return str(write["value"])
    if op in ("delete", "clear"):
        return None
    value = None if current is None else decode_json(current)
    if op == "increment":
        before = 0 if current is None else value
        if isinstance(before, bool) or not isinstance(before, (int, float)):
            raise _wrong_type(write, "a number")
        return encode_json(before + write["by"], "state")
    given = decode_json(write["value"])
    if op == "append":
        items = [] if current is None else value
        if not isinstance(items, list):
            raise _wrong_type(write, "an array")
        return encode_json(items + [given], "state")
    members = {} if current is None else value
    if not isinstance(members, dict):
        raise _wrong_type(write, "an object")
    return encode_json({**members, **given}, "state")


def _wrong_type(write: Dict[str, Any], wanted: str) -> Exception:
    return motia_error("MOTIA_STATE_TYPE", op=write["op"], group=write["group"], key=write["key"], wanted=wanted)
