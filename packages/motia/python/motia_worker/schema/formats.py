"""The formats of JSON Schema that are checked, lightly: what it is called, and whether a text has it."""

import datetime
import re
from typing import Callable, Dict, Tuple

_EMAIL = re.compile(r"[^@\s\"<>(),:;\[\]\\]+@[^@\s.]+(\.[^@\s.]+)+\Z")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\"<>\\^`{|}]+\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?\Z")


def _is_date(text: str) -> bool:
    if not _DATE.match(text):
        return False
    try:
        datetime.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    return _TIME.match(text) is not None and text[:2] < "24" and text[3:5] < "60"


def _is_date_time(text: str) -> bool:
    """Also without a zone, as Python's ``isoformat`` writes it."""
    return len(text) > 10 and text[10] in "Tt " and _is_date(text[:10]) and _is_time(text[11:])


FORMATS: Dict[str, Tuple[str, Callable[[str], bool]]] = {
    "email": ("an email address", lambda text: _EMAIL.match(text) is not None),
    "uri": ("a URI", lambda text: _URI.match(text) is not None),
    "uuid": ("a UUID", lambda text: _UUID.match(text) is not None),
    "date": ("a date, as 2026-01-31", _is_date),
    "time": ("a time, as 09:30:00", _is_time),
    "date-time": ("a date and time, as 2026-01-31T09:30:00Z", _is_date_time),
}
