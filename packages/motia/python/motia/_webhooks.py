"""Checks that a webhook comes from whom it says: Stripe, GitHub, Slack.

Called first thing in an api step's function, with the headers and the bytes as they came; what does not hold is
answered with 401.
"""

import hashlib
import hmac
import re
import time
from typing import Any, Dict, List, Sequence, Union

from motia._errors import HttpError, motia_error

Secrets = Union[str, Sequence[str], None]


def verify_stripe(headers: Dict[str, Any], raw_body: bytes, secrets: Secrets, tolerance: float = 300) -> None:
    """``stripe-signature``: ``t=<seconds>,v1=<hex>[,v1=<hex>]``, over ``<seconds>.<body>``.

    :param secrets: several while one is being replaced by another
    :param tolerance: seconds that the time of the signature may be away from now
    """
    parts = [part.strip().partition("=") for part in _text_of(headers, "stripe-signature").split(",")]
    times = [value for name, _, value in parts if name == "t"]
    signatures = [value for name, _, value in parts if name == "v1"]
    signed_at = times[0] if times else ""
    _assert_recent(signed_at, tolerance)
    _assert_signed("verify_stripe", secrets, signed_at.encode() + b"." + raw_body, signatures)


def verify_github(headers: Dict[str, Any], raw_body: bytes, secrets: Secrets) -> None:
    """``x-hub-signature-256``: ``sha256=<hex>``, over the body. It names no time."""
    kind, _, signature = _text_of(headers, "x-hub-signature-256").partition("=")
    _assert_signed("verify_github", secrets, raw_body, [signature] if kind == "sha256" else [])


def verify_slack(headers: Dict[str, Any], raw_body: bytes, secrets: Secrets, tolerance: float = 300) -> None:
    """``x-slack-signature``: ``v0=<hex>``, over ``v0:<x-slack-request-timestamp>:<body>``."""
    signed_at = _text_of(headers, "x-slack-request-timestamp")
    kind, _, signature = _text_of(headers, "x-slack-signature").partition("=")
    _assert_recent(signed_at, tolerance)
    signed = b"v0:" + signed_at.encode() + b":" + raw_body
    _assert_signed("verify_slack", secrets, signed, [signature] if kind == "v0" else [])


def _text_of(headers: Dict[str, Any], name: str) -> str:
    value = headers.get(name)
    if not isinstance(value, str):
        raise HttpError(401, "the header {} is missing".format(name))
    return value


def _assert_recent(signed_at: str, tolerance: float) -> None:
    if not re.match(r"[0-9]{1,12}\Z", signed_at) or abs(time.time() - int(signed_at)) > tolerance:
        raise HttpError(401, "the signature is too old, or names no time")


def _assert_signed(name: str, secrets: Secrets, signed: bytes, signatures: List[str]) -> None:
    """By any of the secrets, with any of the signatures. Comparing takes as long whatever is wrong."""
    listed = [secrets] if isinstance(secrets, str) else list(secrets or [])
    if not listed or not all(isinstance(secret, str) and secret for secret in listed):
        raise motia_error("MOTIA_OPTION", what="{} was given no secret".format(name))
    for secret in listed:
        expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
        if any(hmac.compare_digest(expected, signature.lower().encode()) for signature in signatures):
            return
    raise HttpError(401, "the signature does not match")
