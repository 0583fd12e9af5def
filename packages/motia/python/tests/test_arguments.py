"""Payloads and requests as the arguments of a handler (ACCEPTANCE D11)."""

import base64
import unittest
from typing import Any, Dict, Optional

import package_path  # noqa: F401

from motia import Request, Tick, ValidationError
from motia_worker.parameters import Parameters
from motia_worker.payload_arguments import bind_cron, bind_event
from motia_worker.request_arguments import bind_api
from motia_worker.schema.compile import compile_schema
from motia_worker.schema.issue import SchemaError

CTX = object()


def give(handler: Any, payload: Any, schema: Any = None) -> Any:
    """What the handler returns for the payload."""
    compiled = None if schema is None else compile_schema(schema)
    args, kwargs = bind_event("step", Parameters(handler), compiled)(payload, CTX)
    return handler(*args, **kwargs)


def issues_of(handler: Any, payload: Any, schema: Any = None) -> Any:
    try:
        give(handler, payload, schema)
    except ValidationError as error:
        return [(issue.get("in"), issue["path"], issue["message"]) for issue in error.issues]
    return None


class EventTest(unittest.TestCase):
    def test_members_become_keyword_arguments_and_others_are_left_out(self) -> None:
        self.assertEqual(give(lambda a, b: (a, b), {"b": 2, "a": 1, "c": 3}), (1, 2))
        self.assertEqual(give(lambda: "none", {"a": 1}), "none")

    def test_the_rest_goes_to_kwargs_without_metadata(self) -> None:
        self.assertEqual(give(lambda a, **rest: (a, rest), {"a": 1, "b": 2, "__retry": 1}), (1, {"b": 2}))

    def test_ctx_is_the_context(self) -> None:
        self.assertEqual(give(lambda ctx, a: (ctx, a), {"a": 1, "ctx": 5}), (CTX, 1))

    def test_payload_is_the_whole_unless_it_has_such_a_member(self) -> None:
        self.assertEqual(give(lambda payload: payload, {"a": 1, "__retry": 1}), {"a": 1, "__retry": 1})
        self.assertEqual(give(lambda payload, a: (payload, a), {"a": 1}), ({"a": 1}, 1))
        self.assertEqual(give(lambda payload: payload, {"payload": 1}), 1)

    def test_what_is_no_object_goes_to_the_first_parameter(self) -> None:
        for payload in ["text", 5, [1], False, None]:
            self.assertEqual(give(lambda ctx, x: (ctx, x), payload), (CTX, payload))
        self.assertEqual(give(lambda: "none", "text"), "none")
        self.assertEqual(give(lambda a=1: a, None), 1)
        self.assertEqual(issues_of(lambda a, b: 0, "text"), [(None, "b", "is required")])

    def test_what_is_missing_is_named(self) -> None:
        self.assertEqual(issues_of(lambda a, b, c=1: 0, {}), [(None, "a", "is required"), (None, "b", "is required")])

    def test_defaults_stay(self) -> None:
        self.assertEqual(give(lambda a, b=2, *, c=3: (a, b, c), {"a": 1, "c": 9}), (1, 2, 9))

    def test_what_the_schema_lets_be_missing_is_none(self) -> None:
        schema = {"a": Optional[str], "b": Optional[int]}
        self.assertEqual(give(lambda a, b=5: (a, b), {}, schema), (None, 5))

    def test_parameters_may_be_positional_only(self) -> None:
        handler = eval("lambda a, ctx, /, b: (a, ctx, b)")
        self.assertEqual(give(handler, {"a": 1, "b": 2}), (1, CTX, 2))

    def test_metadata_is_neither_validated_nor_passed(self) -> None:
        schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": False}
        self.assertEqual(
            give(lambda a, payload: (a, payload), {"a": 1, "__retry": 2}, schema), (1, {"a": 1, "__retry": 2})
        )
        self.assertEqual(issues_of(lambda a: 0, {"a": 1, "b": 2}, schema), [(None, "b", "is not allowed")])

    def test_names_that_python_keeps_for_itself_reach_kwargs(self) -> None:
        self.assertEqual(
            give(lambda **rest: rest, {"from": 1, "class": 2, "a-b": 3}), {"from": 1, "class": 2, "a-b": 3}
        )


class CronTest(unittest.TestCase):
    def test_gets_its_tick_and_context_or_nothing(self) -> None:
        def tick_of(handler: Any) -> Any:
            args, kwargs = bind_cron(Parameters(handler))({"scheduledAt": "2026", "schedule": "* * * * *"}, CTX)
            return handler(*args, **kwargs)

        self.assertEqual(tick_of(lambda: "nothing"), "nothing")
        self.assertEqual(tick_of(lambda ctx: ctx), CTX)
        tick = tick_of(lambda ctx, tick: tick)
        self.assertIsInstance(tick, Tick)
        self.assertEqual((tick.scheduled_at, tick.schedule), ("2026", "* * * * *"))
        self.assertIsInstance(tick_of(lambda when: when), Tick)


class ApiTest(unittest.TestCase):
    def bind(self, handler: Any, given: Any, schema: Optional[Dict[str, Any]] = None) -> Any:
        schemas = {part: compile_schema(written, part != "body") for part, written in (schema or {}).items()}
        options = {"method": "POST", "path": "/x/:id"}
        args, kwargs = bind_api("step", Parameters(handler), schemas, options)(given, CTX)
        return handler(*args, **kwargs)

    def request(self, **parts: Any) -> Any:
        base = {"method": "POST", "path": "/x/7", "url": "/x/7?a=1", "params": {"id": "7"}, "query": {"a": "1"}}
        return {"__request": {**base, "headers": {"h": "v"}, "raw": '{"n":1}', "isJson": True, **parts}}

    def test_takes_any_selection_of_the_parts(self) -> None:
        self.assertEqual(self.bind(lambda body, ctx: (body, ctx), self.request()), ({"n": 1}, CTX))
        got = self.bind(lambda request: request, self.request())
        self.assertIsInstance(got, Request)
        self.assertEqual(
            (got.body, got.params, got.query, got.headers), ({"n": 1}, {"id": "7"}, {"a": "1"}, {"h": "v"})
        )
        self.assertEqual((got.raw_body, got.method, got.path, got.url), (b'{"n":1}', "POST", "/x/7", "/x/7?a=1"))
        self.assertEqual(self.bind(lambda: 1, self.request()), 1)
        self.assertEqual(self.bind(lambda body, limit=5: limit, self.request()), 5)

    def test_knows_the_client_and_what_middlewares_left(self) -> None:
        given = self.request(ip="10.0.0.7", locals={"user": {"id": 7}})
        self.assertEqual(self.bind(lambda ip, locals: (ip, locals), given), ("10.0.0.7", {"user": {"id": 7}}))
        request = self.bind(lambda request: request, given)
        self.assertEqual((request.ip, request.locals), ("10.0.0.7", {"user": {"id": 7}}))
        self.assertEqual(self.bind(lambda locals: locals, self.request()), {})
        self.assertEqual(self.bind(lambda locals: locals, {"n": 1}), {})

    def test_headers_have_a_schema_and_those_that_it_does_not_name_stay(self) -> None:
        schema = {"headers": {"x-tenant": int}}
        given = self.request(headers={"x-tenant": "7", "accept": "*/*"})
        self.assertEqual(self.bind(lambda headers: headers, given, schema), {"x-tenant": 7, "accept": "*/*"})
        with self.assertRaises(ValidationError) as caught:
            self.bind(lambda headers: headers, self.request(headers={}), schema)
        self.assertEqual((caught.exception.issues[0]["in"], caught.exception.issues[0]["path"]), ("headers", "x-tenant"))

    def test_a_body_that_is_no_json_is_there_as_bytes(self) -> None:
        def both(body: Any, raw_body: bytes) -> Any:
            return body, raw_body

        self.assertEqual(self.bind(both, self.request(raw="")), (None, b""))
        given = "한글".encode()
        self.assertEqual(self.bind(both, self.request(raw="한글", isJson=False)), (given, given))
        form = self.request(raw="n=1", isJson=False, body='{"n":"1"}')
        self.assertEqual(self.bind(both, form), ({"n": "1"}, b"n=1"))
        self.assertEqual(self.bind(lambda body: body, self.request(raw="x", isJson=False, body='"x"')), "x")
        raw = base64.b64encode(b"\xff\x00").decode()
        self.assertEqual(
            self.bind(both, self.request(raw=raw, rawEncoding="base64", isJson=False)), (b"\xff\x00", b"\xff\x00")
        )
        self.assertEqual(
            self.bind(lambda body: body, self.request(raw=raw, rawEncoding="base64", isJson=False)), b"\xff\x00"
        )

    def test_cookies_are_read_from_their_header(self) -> None:
        given = self.request(headers={"cookie": "a=1; b=%ED%99%8D"})
        self.assertEqual(self.bind(lambda cookies: cookies, given), {"a": "1", "b": "홍"})
        self.assertEqual(self.bind(lambda request: request.cookies, self.request()), {})

    def test_a_payload_is_the_body(self) -> None:
        got = self.bind(
            lambda request: request,
            {"n": 1, "__retry": 1},
            {"body": {"type": "object", "additionalProperties": {"type": "integer"}}},
        )
        self.assertEqual((got.body, got.query, got.method, got.path), ({"n": 1, "__retry": 1}, {}, "POST", "/x/:id"))

    def test_the_issues_of_all_parts_are_told(self) -> None:
        schema = {"body": {"n": str}, "query": {"a": bool, "b": int}, "params": {"id": int}}
        with self.assertRaises(ValidationError) as caught:
            self.bind(lambda body: body, self.request(query={"a": "x"}), schema)
        found = [(issue["in"], issue["path"]) for issue in caught.exception.issues]
        self.assertEqual(found, [("query", "b"), ("query", "a"), ("body", "n")])

    def test_a_parameter_that_a_request_does_not_have_is_a_mistake(self) -> None:
        with self.assertRaisesRegex(SchemaError, "nothing for the parameter email"):
            self.bind(lambda email: 0, self.request())


if __name__ == "__main__":
    unittest.main()
