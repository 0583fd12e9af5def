"""Cookies, redirects, events and signatures, as packages/core has them."""

import asyncio
import hashlib
import hmac
import time
import unittest
from datetime import datetime, timezone
from typing import Any, AsyncIterator, Callable, Iterator, List
from unittest import mock

import package_path  # noqa: F401

from motia import (
    HttpError,
    MotiaError,
    clear_cookie,
    redirect,
    set_cookie,
    sse,
    verify_github,
    verify_slack,
    verify_stripe,
)
from motia._cookie import parse_cookies


class CookieTest(unittest.TestCase):
    def test_are_read(self) -> None:
        for header, cookies in (
            (None, {}),
            ("a=1; b=2;c=3 ;  d = 4", {"a": "1", "b": "2", "c": "3", "d": "4"}),
            ("a=1; a=2", {"a": "1"}),
            ('q="in quotes"; half="', {"q": "in quotes", "half": '"'}),
            ("name=%ED%99%8D", {"name": "홍"}),
            ("bad=%E0%A4%A; worse=%zz", {"bad": "%E0%A4%A", "worse": "%zz"}),
            ("alone; =nameless; ;;", {}),
        ):
            self.assertEqual(parse_cookies(header), cookies)

    def test_are_written(self) -> None:
        self.assertEqual(set_cookie("a", "1"), "a=1; Path=/; HttpOnly; SameSite=Lax")
        expires = datetime(1970, 1, 1, tzinfo=timezone.utc)
        self.assertEqual(
            set_cookie("a", "1", max_age=60, expires=expires, domain="example.com", secure=True),
            "a=1; Path=/; Domain=example.com; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; "
            "SameSite=Lax",
        )
        self.assertIn("; Secure", set_cookie("__Host-a", "1"))
        self.assertIn("Max-Age=0", clear_cookie("a"))
        for value in ("홍; Path=/evil", 'a=b, "c"', "x\r\ny", "100%"):
            self.assertEqual(parse_cookies(set_cookie("a", value).split(";")[0]), {"a": value})

    def test_are_refused_where_no_cookie_can_be_so(self) -> None:
        for call in (
            lambda: set_cookie("na me", "1"),
            lambda: set_cookie("a\n", "1"),
            lambda: set_cookie("a", "1", path="/; Secure"),
            lambda: set_cookie("a", "1", domain="x\r\n"),
            lambda: set_cookie("a", "1", same_site="sometimes"),
        ):
            with self.assertRaises(MotiaError):
                call()


class RedirectTest(unittest.TestCase):
    def test_names_the_place(self) -> None:
        answer = redirect("/바나나 빵?q=%20", 303, {"x-own": "1"})
        place = "/%EB%B0%94%EB%82%98%EB%82%98%20%EB%B9%B5?q=%20"
        self.assertEqual((answer.status, answer.headers), (303, {"x-own": "1", "location": place}))

    def test_refuses_what_would_forge_a_header(self) -> None:
        for url, status in (("/a\r\nset-cookie: b=1", 302), ("/a\0", 302), ("/", 200)):
            with self.assertRaises(MotiaError):
                redirect(url, status)


class EventsTest(unittest.TestCase):
    EVENTS: List[Any] = ["a\nb", {"data": {"n": 1}}, {"event": "x\ndata: y", "id": 7, "retry": 1500, "data": None}]
    TEXT = 'data: a\ndata: b\n\ndata: {"n": 1}\n\nevent: x data: y\nid: 7\nretry: 1500\ndata: null\n\n'

    def test_are_encoded(self) -> None:
        answer = sse(iter(self.EVENTS), {"x-own": "1"})
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/event-stream; charset=utf-8"))
        self.assertEqual("".join(answer.body), self.TEXT)

    def test_close_their_source(self) -> None:
        closed: List[str] = []

        def plain() -> Iterator[str]:
            try:
                yield "a"
            finally:
                closed.append("plain")

        async def later() -> AsyncIterator[str]:
            try:
                yield "a"
            finally:
                closed.append("later")

        async def leave() -> str:
            body = sse(later()).body
            first: str = await body.__anext__()
            await body.aclose()
            return first

        body = sse(plain()).body
        self.assertEqual(next(body), "data: a\n\n")
        body.close()
        self.assertEqual(asyncio.run(leave()), "data: a\n\n")
        self.assertEqual(closed, ["plain", "later"])


class WebhookTest(unittest.TestCase):
    SECRET = "비밀"
    BODY = '{"안녕":1}'.encode()

    def sign(self, signed: bytes, secret: str = SECRET) -> str:
        return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()

    def refuses(self, call: Callable[[], None]) -> None:
        with self.assertRaises(HttpError) as caught:
            call()
        self.assertEqual(caught.exception.status, 401)

    def test_of_stripe(self) -> None:
        now = str(int(time.time()))
        good = "t={},v1={},v1={}".format(now, "0" * 64, self.sign(now.encode() + b"." + self.BODY))
        verify_stripe({"stripe-signature": good}, self.BODY, ["other", self.SECRET])
        for header in (None, ["a"], "", good.replace("v1", "v0"), good[:-1], "t={},v1=é".format(now)):
            self.refuses(lambda header=header: verify_stripe({"stripe-signature": header}, self.BODY, self.SECRET))
        self.refuses(lambda: verify_stripe({"stripe-signature": good}, self.BODY + b" ", self.SECRET))
        old = str(int(time.time()) - 301)
        late = "t={},v1={}".format(old, self.sign(old.encode() + b"." + self.BODY))
        self.refuses(lambda: verify_stripe({"stripe-signature": late}, self.BODY, self.SECRET))
        verify_stripe({"stripe-signature": late}, self.BODY, self.SECRET, tolerance=400)

    def test_of_github_by_the_example_of_its_documentation(self) -> None:
        signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        headers = {"x-hub-signature-256": signature}
        verify_github(headers, b"Hello, World!", "It's a Secret to Everybody")
        self.refuses(lambda: verify_github(headers, b"Hello, World", "It's a Secret to Everybody"))
        self.refuses(lambda: verify_github({}, b"", "a"))

    def test_of_slack(self) -> None:
        with mock.patch("time.time", return_value=1_700_000_000.0):
            signature = "v0=" + self.sign(b"v0:1700000000:" + self.BODY)
            headers = {"x-slack-request-timestamp": "1700000000", "x-slack-signature": signature}
            verify_slack(headers, self.BODY, self.SECRET)
            self.refuses(lambda: verify_slack({**headers, "x-slack-request-timestamp": "1700000001"}, self.BODY, "a"))
        self.refuses(lambda: verify_slack(headers, self.BODY, self.SECRET))

    def test_need_a_secret(self) -> None:
        for secrets in (None, "", [], ["a", ""]):
            with self.assertRaises(MotiaError):
                verify_github({"x-hub-signature-256": "sha256=" + self.sign(b"", "x")}, b"", secrets)


if __name__ == "__main__":
    unittest.main()
