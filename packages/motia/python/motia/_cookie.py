"""Cookies (RFC 6265): read from a request's header, and written as a response's."""

import re
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any, Dict, Optional
from urllib.parse import quote, unquote

from motia._errors import motia_error

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_UNSAFE = re.compile(r"[;\x00-\x1f\x7f-\U0010ffff]")
_SAME_SITE = {"strict": "Strict", "lax": "Lax", "none": "None"}


def parse_cookies(header: Any) -> Dict[str, str]:
    """Of two with one name the first, which has the longer path."""
    cookies: Dict[str, str] = {}
    if not isinstance(header, str):
        return cookies
    for pair in header.split(";"):
        name, equals, value = pair.partition("=")
        name = name.strip()
        if equals and name and name not in cookies:
            cookies[name] = _to_value(value.strip())
    return cookies


def set_cookie(
    name: str,
    value: str,
    max_age: Optional[int] = None,
    expires: Optional[datetime] = None,
    path: str = "/",
    domain: Optional[str] = None,
    secure: Optional[bool] = None,
    http_only: bool = True,
    same_site: str = "lax",
) -> str:
    """The value of a ``set-cookie`` header: ``response(200, body, {"set-cookie": set_cookie("session", id)})``.

    A list of them sets several. The value may be any text: it is encoded, and ``cookies`` of a request decodes it.

    :param max_age: seconds that it lasts; without it, as long as the browser runs
    :param secure: only over HTTPS; by default if the name begins with ``__Host-`` or ``__Secure-``
    """
    if not _NAME.match(name):
        raise motia_error("MOTIA_OPTION", what="the name of a cookie is {!r}".format(name))
    for what, text in (("path", path), ("domain", domain)):
        if text is not None and _UNSAFE.search(text):
            raise motia_error("MOTIA_OPTION", what="the {} of the cookie {} is {!r}".format(what, name, text))
    if same_site not in _SAME_SITE:
        raise motia_error("MOTIA_OPTION", what="same_site of the cookie {} is {!r}".format(name, same_site))
    if secure is None:
        secure = same_site == "none" or name.lower().startswith(("__host-", "__secure-"))
    parts = ["{}={}".format(name, quote(value, safe="!'()*", errors="replace")), "Path=" + path]
    if domain is not None:
        parts.append("Domain=" + domain)
    if max_age is not None:
        parts.append("Max-Age={:d}".format(max_age))
    if expires is not None:
        parts.append("Expires=" + format_datetime(expires.astimezone(timezone.utc), usegmt=True))
    if http_only:
        parts.append("HttpOnly")
    if secure:
        parts.append("Secure")
    parts.append("SameSite=" + _SAME_SITE[same_site])
    return "; ".join(parts)


def clear_cookie(name: str, path: str = "/", domain: Optional[str] = None) -> str:
    """The same for deleting one, by the path and domain that it was set with."""
    return set_cookie(name, "", max_age=0, expires=datetime.fromtimestamp(0, timezone.utc), path=path, domain=domain)


def _to_value(text: str) -> str:
    value = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value  # set by something that encodes otherwise
