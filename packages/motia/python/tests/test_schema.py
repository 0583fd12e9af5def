"""Schemas of plain types and JSON Schema: what they become, what they take, and what they say."""

import dataclasses
import datetime
import enum
import sys
import unittest
import uuid
from typing import Any, Dict, List, Literal, NewType, Optional, Set, Tuple, TypedDict, Union

import package_path  # noqa: F401

from motia_worker.schema.compile import compile_schema
from motia_worker.schema.issue import SchemaError
from motia_worker.schema.json_schema import is_json_schema


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclasses.dataclass
class Node:
    name: str
    size: int = 1
    next: Optional["Node"] = None


class Named(TypedDict, total=False):
    name: str


UserId = NewType("UserId", str)


def issues(schema: Any, value: Any, from_texts: bool = False) -> Dict[str, str]:
    found = compile_schema(schema, from_texts).validate(value)[1]
    return {issue["path"]: issue["message"] for issue in found or ()}


class DefaultsTest(unittest.TestCase):
    SCHEMA = {
        "type": "object",
        "properties": {
            "n": {"type": "integer", "default": 1},
            "list": {"type": "array", "items": {"$ref": "#/$defs/item"}},
            "next": {"$ref": "#/$defs/node"},
            "either": {"anyOf": [{"properties": {"a": {"default": 1}}}, {"type": "null"}]},
        },
        "$defs": {
            "item": {"type": "object", "properties": {"tags": {"type": "array", "default": []}}},
            "node": {"properties": {"n": {"default": 2}, "next": {"$ref": "#/$defs/node"}}},
        },
    }

    def test_are_filled_into_a_copy(self) -> None:
        given = {"list": [{}], "next": {"next": {}}, "either": {}}
        schema = compile_schema(self.SCHEMA)
        filled = {"list": [{"tags": []}], "next": {"n": 2, "next": {}}, "either": {}, "n": 1}
        self.assertEqual(schema.validate(given), (filled, None))
        self.assertEqual(given, {"list": [{}], "next": {"next": {}}, "either": {}})
        first, second = schema.validate(given)[0], schema.validate(given)[0]
        first["list"][0]["tags"].append(1)
        self.assertEqual(second["list"][0]["tags"], [])

    def test_leave_what_is_no_object_to_the_check(self) -> None:
        self.assertEqual(issues(self.SCHEMA, 1), {"": "must be an object; it is a number"})
        self.assertEqual(compile_schema({"type": "string"}).validate("a"), ("a", None))

    def test_and_numbers_are_read_from_texts_for_json_schema_too(self) -> None:
        schema = compile_schema({"properties": {"n": {"type": "integer", "default": 1}}}, True)
        self.assertEqual((schema.validate({"n": "7"}), schema.validate({})), (({"n": 7}, None), ({"n": 1}, None)))


class TypesTest(unittest.TestCase):
    def test_become_json_schema(self) -> None:
        cases: List[Tuple[Any, Any]] = [
            (str, {"type": "string"}),
            (list, {"type": "array"}),
            (List[int], {"type": "array", "items": {"type": "integer"}}),
            ([str], {"type": "array", "items": {"type": "string"}}),
            (Dict[str, float], {"type": "object", "additionalProperties": {"type": "number"}}),
            (Dict[str, Any], {"type": "object"}),
            (Set[int], {"type": "array", "items": {"type": "integer"}, "uniqueItems": True}),
            (Tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
            (Optional[int], {"type": ["integer", "null"]}),
            (Union[int, List[str]], {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "string"}}]}),
            (Literal["a", 1, None], {"enum": ["a", 1, None]}),
            (Color, {"enum": ["red", "blue"]}),
            (UserId, {"type": "string"}),
            (datetime.date, {"type": "string", "format": "date"}),
            (uuid.UUID, {"type": "string", "format": "uuid"}),
            (Any, {}),
            (None, {"type": "null"}),
            (
                {"a": {"b": bool}},
                {
                    "type": "object",
                    "properties": {
                        "a": {"type": "object", "properties": {"b": {"type": "boolean"}}, "required": ["b"]}
                    },
                    "required": ["a"],
                },
            ),
        ]
        for written, expected in cases:
            with self.subTest(written=written):
                self.assertEqual(compile_schema(written).json, expected)

    @unittest.skipIf(sys.version_info < (3, 10), "this Python has no X | Y")
    def test_of_newer_pythons_too(self) -> None:
        self.assertEqual(compile_schema(eval("list[int | None]")).json["items"], {"type": ["integer", "null"]})

    @unittest.skipIf(sys.version_info < (3, 9), "this Python has no Annotated")
    def test_annotations_do_not_matter(self) -> None:
        from typing import Annotated

        self.assertEqual(
            compile_schema({"n": Annotated[int, "more than 0"]}).json["properties"]["n"], {"type": "integer"}
        )
        self.assertEqual(
            issues({"tags": Annotated[List[str], 1]}, {"tags": [1]}), {"tags.0": "must be a string; it is a number"}
        )

    def test_a_dataclass_may_hold_itself(self) -> None:
        schema = {"node": Node}
        self.assertEqual(issues(schema, {"node": {"name": "a", "next": {"name": "b", "next": None}}}), {})
        wrong = {"node": {"name": "a", "next": {"size": "b"}}}
        self.assertEqual(
            issues(schema, wrong),
            {"node.next.name": "is required", "node.next.size": "must be an integer; it is a string"},
        )

    def test_what_may_be_none_may_be_missing(self) -> None:
        self.assertEqual(issues({"a": Optional[str], "b": Union[int, None, str]}, {}), {})
        self.assertEqual(issues(Named, {}), {})
        self.assertEqual(issues(Named, {"name": 1}), {"name": "must be a string; it is a number"})

    def test_what_is_no_type_is_refused_with_its_place(self) -> None:
        for written, message in [
            ({"a": {"b": "text"}}, "'text' is no type that a schema may name at a.b"),
            ({"a": [int, str]}, "a list in a schema holds one type, of its items at a"),
            (lambda: 1, "is no type that a schema may name"),
            ({"a": unittest.TestCase}, "the class TestCase is no type that a schema may name at a"),
            ({1: str}, "1 names no member"),
        ]:
            with self.assertRaises(SchemaError) as caught:
                compile_schema(written)
            self.assertIn(message, str(caught.exception))


class ChecksTest(unittest.TestCase):
    def test_a_bool_is_no_int_and_an_int_is_a_float(self) -> None:
        self.assertEqual(issues({"n": int}, {"n": True}), {"n": "must be an integer; it is a boolean"})
        self.assertEqual(issues({"n": float}, {"n": False}), {"n": "must be a number; it is a boolean"})
        self.assertEqual(issues({"n": bool}, {"n": 1}), {"n": "must be a boolean; it is a number"})
        self.assertEqual(issues({"n": float}, {"n": 1}), {})
        self.assertEqual(issues({"n": int}, {"n": 1.5}), {"n": "must be an integer; it is 1.5"})
        self.assertEqual(issues({"n": int}, {"n": 2.0}), {})

    def test_all_that_is_wrong_is_told_at_once(self) -> None:
        schema = {"userId": str, "items": [{"sku": str, "quantity": int}], "metadata": dict}
        found = issues(schema, {"userId": None, "items": [{"sku": 1, "quantity": 1}, {"sku": "a"}]})
        self.assertEqual(
            found,
            {
                "userId": "must be a string; it is null",
                "items.0.sku": "must be a string; it is a number",
                "items.1.quantity": "is required",
                "metadata": "is required",
            },
        )

    def test_the_whole_may_be_wrong(self) -> None:
        for value, word in [(None, "null"), ([], "an array"), ("x", "a string"), (1, "a number")]:
            self.assertEqual(issues({"a": int}, value), {"": "must be an object; it is {}".format(word)})

    def test_keywords(self) -> None:
        cases: List[Tuple[Any, Any, str]] = [
            ({"minimum": 1}, 0, "must be at least 1; it is 0"),
            ({"exclusiveMaximum": 3}, 3, "must be less than 3; it is 3"),
            ({"multipleOf": 0.1}, 0.25, "must be a multiple of 0.1; it is 0.25"),
            ({"minLength": 2}, "a", "must have at least 2 characters; it has 1"),
            ({"maxItems": 1}, [1, 2], "must have at most 1 item; it has 2"),
            ({"minProperties": 1}, {}, "must have at least 1 member; it has 0"),
            ({"pattern": "^a"}, "b", "must match the pattern ^a"),
            ({"enum": ["a", 1]}, True, 'must be one of "a", 1; it is true'),
            ({"const": {"a": [1]}}, {"a": [2]}, 'must be {"a": [1]}; it is {"a": [2]}'),
            ({"format": "email"}, "a@b", 'must be an email address; it is "a@b"'),
            ({"format": "uri"}, "no uri", 'must be a URI; it is "no uri"'),
            ({"format": "date"}, "2026-02-30", 'must be a date, as 2026-01-31; it is "2026-02-30"'),
            ({"not": {"type": "string"}}, "a", "is not allowed"),
            ({"oneOf": [{"minimum": 1}, {"minimum": 2}]}, 3, "must match exactly one of 2 forms; it matches 2"),
            ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1, "must be a string or null; it is a number"),
        ]
        for schema, value, message in cases:
            with self.subTest(schema=schema):
                self.assertEqual(issues({"$schema": "x", **schema}, value), {"": message})

    def test_values_that_match_their_keywords(self) -> None:
        for schema, value in [
            ({"format": "email"}, "hong@example.com"),
            ({"format": "uuid"}, str(uuid.uuid4())),
            ({"format": "date-time"}, "2026-01-31T09:30:00.123Z"),
            ({"format": "date-time"}, datetime.datetime.now().isoformat()),
            ({"format": "unheard-of"}, "x"),
            ({"minimum": 1}, "not a number at all"),
            ({"enum": [1.0]}, 1),
            ({"uniqueItems": True}, [1, "1", [1], {"a": 1}]),
            ({"allOf": [{"type": "object"}, {"required": ["a"]}]}, {"a": 1}),
        ]:
            with self.subTest(schema=schema):
                self.assertEqual(issues({"$schema": "x", **schema}, value), {})

    def test_objects_and_arrays_of_json_schema(self) -> None:
        schema = {
            "type": "object",
            "properties": {
                "pair": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}
            },
            "patternProperties": {"^x-": {"type": "string"}},
            "additionalProperties": False,
        }
        found = issues(schema, {"pair": [1, 2, "c"], "x-a": 1, "y": 1})
        self.assertEqual(
            found,
            {
                "pair.0": "must be a string; it is a number",
                "pair.2": "must be an integer; it is a string",
                "x-a": "must be a string; it is a number",
                "y": "is not allowed",
            },
        )

    def test_references_lead_to_definitions(self) -> None:
        schema = {
            "$ref": "#/$defs/tree",
            "$defs": {"tree": {"type": "object", "properties": {"left": {"$ref": "#/$defs/tree"}}, "required": ["n"]}},
        }
        self.assertEqual(issues(schema, {"n": 1, "left": {"left": {"n": 2}}}), {"left.n": "is required"})

    def test_of_several_forms_the_nearest_is_told(self) -> None:
        schema = {"value": Union[int, Node]}
        self.assertEqual(issues(schema, {"value": {"name": 1}}), {"value.name": "must be a string; it is a number"})

    def test_a_schema_that_makes_no_sense_is_refused(self) -> None:
        for schema, message in [
            ({"type": "text"}, '"text" is no type of JSON Schema'),
            ({"$ref": "#/$defs/x"}, "leads nowhere"),
            ({"$ref": "https://example.com/schema"}, "leads out of the schema"),
            ({"type": "string", "pattern": "("}, "is no regular expression"),
        ]:
            with self.assertRaises(SchemaError) as caught:
                compile_schema(schema)
            self.assertIn(message, str(caught.exception))

    def test_what_is_json_schema_and_what_is_a_dict_of_types(self) -> None:
        for schema in [
            {"type": "object"},
            {"type": ["string", "null"]},
            {"$schema": "…"},
            {"enum": [1]},
            {"anyOf": [{}]},
        ]:
            self.assertTrue(is_json_schema(schema), schema)
        for types in [
            {"type": str},
            {"properties": dict},
            {"items": List[int]},
            {"enum": str, "const": int},
            {},
            {"a": str},
        ]:
            self.assertFalse(is_json_schema(types), types)


class TextsTest(unittest.TestCase):
    def test_of_a_query_become_numbers_and_booleans(self) -> None:
        schema = compile_schema(
            {"page": int, "rate": float, "on": bool, "tags": [str], "ids": List[int], "q": str}, True
        )
        given = {"page": "-2", "rate": "1.5", "on": "true", "tags": "a", "ids": ["1", "2"], "q": "7"}
        value, found = schema.validate(given)
        self.assertIsNone(found)
        self.assertEqual(value, {"page": -2, "rate": 1.5, "on": True, "tags": ["a"], "ids": [1, 2], "q": "7"})
        self.assertEqual(given["page"], "-2")

    def test_that_are_none_stay_and_are_refused(self) -> None:
        for text in ["", "x", "1.5", "1e3", "٣", "9" * 1000]:
            self.assertEqual(issues({"n": int}, {"n": text}, True), {"n": "must be an integer; it is a string"})
        self.assertEqual(issues({"n": Optional[float]}, {"n": "1e3"}, True), {})


if __name__ == "__main__":
    unittest.main()
