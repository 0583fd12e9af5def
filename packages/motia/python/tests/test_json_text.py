"""Values on their way to JSON, and what is refused on that way."""

import collections
import dataclasses
import datetime
import decimal
import enum
import json
import pathlib
import types
import unittest
import uuid
from typing import Any

import package_path  # noqa: F401

from motia import MotiaError
from motia_worker.json_text import encode_fields, encode_json


class Level(enum.IntEnum):
    HIGH = 3


class Color(enum.Enum):
    RED = "red"


class Name(str, enum.Enum):
    KIM = "김"


@dataclasses.dataclass
class Point:
    x: int
    at: datetime.date


class Array:
    """As numpy's: of any shape."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def tolist(self) -> Any:
        return self.value


class Rude:
    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__


class EncodeTest(unittest.TestCase):
    def test_what_python_has_besides_json(self) -> None:
        uid = uuid.uuid4()
        cases: Any = [
            (None, None),
            ((1, [2]), [1, [2]]),
            (Point(1, datetime.date(2026, 1, 2)), {"x": 1, "at": "2026-01-02"}),
            (datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.timezone.utc), "2026-01-02T03:04:00+00:00"),
            (
                {"id": uid, "price": decimal.Decimal("1.10"), "path": pathlib.PurePosixPath("/a")},
                {"id": str(uid), "price": "1.10", "path": "/a"},
            ),
            ([Level.HIGH, Color.RED, Name.KIM], [3, "red", "김"]),
            ({1}, [1]),
            (collections.deque([1]), [1]),
            (collections.OrderedDict(a=1), {"a": 1}),
            (types.MappingProxyType({"a": 1}), {"a": 1}),
            ({"a": 1}.values(), [1]),
            ({2: "a", None: "b", True: "c", 1.5: "d"}, {"2": "a", "null": "b", "true": "c", "1.5": "d"}),
            ({Color.RED: 1, datetime.date(2026, 1, 2): 2}, {"red": 1, "2026-01-02": 2}),
            ([Array([1, 2]), Array(1.5)], [[1, 2], 1.5]),
            ("한글 🤖", "한글 🤖"),
            (2**70, 2**70),
        ]
        for value, expected in cases:
            with self.subTest(value=value):
                self.assertEqual(json.loads(encode_json(value, "value")), expected)

    def test_an_error_is_its_name_message_and_stack(self) -> None:
        try:
            raise KeyError("no stock")
        except KeyError as error:
            plain = json.loads(encode_json({"error": error}, "value"))["error"]
        self.assertEqual((plain["name"], plain["message"]), ("KeyError", "'no stock'"))
        self.assertIn("Traceback", plain["stack"])

    def test_what_json_cannot_carry_is_refused_with_its_path(self) -> None:
        cycle: Any = []
        cycle.append({"self": cycle})
        deep: Any = {}
        inner = deep
        for _ in range(100_000):
            inner["a"] = inner = {}
        cases: Any = [
            ({"a": [{"b": float("nan")}]}, "NaN at a.0.b"),
            ([1, float("-inf")], "Infinity at 1"),
            ({"f": len}, "a function at f"),
            ({"f": lambda: 1}, "a function at f"),
            (cycle, "a cycle at 0.self"),
            ({"b": b"x"}, "bytes at b"),
            (object(), "an object at its root"),
            ({"k": Point}, "the class Point at k"),
            ({(1, 2): 3}, "a key that is no text (a tuple) at its root"),
            ((i for i in ()), "a generator at its root"),
            (10**5000, "a number of too many digits"),
            (deep, "a nesting that is too deep"),
            ({"n": Array(float("nan"))}, "NaN at n"),
        ]
        for value, expected in cases:
            with self.subTest(expected=expected):
                if "digits" in expected and not hasattr(__import__("sys"), "get_int_max_str_digits"):
                    continue
                with self.assertRaises(MotiaError) as caught:
                    encode_json(value, "result of x")
                self.assertEqual(caught.exception.code, "MOTIA_PAYLOAD")
                self.assertIn("the result of x holds " + expected, str(caught.exception))

    def test_the_same_object_twice_is_no_cycle(self) -> None:
        one = {"a": 1}
        self.assertEqual(encode_json([one, one], "value"), '[{"a":1},{"a":1}]')

    def test_a_method_that_fails_is_a_refusal_with_its_reason(self) -> None:
        class Broken:
            def tolist(self) -> Any:
                raise ValueError("closed")

        with self.assertRaisesRegex(MotiaError, r"a Broken \(closed\) at b"):
            encode_json({"b": Broken()}, "value")


class FieldsTest(unittest.TestCase):
    def test_are_never_refused(self) -> None:
        cycle: Any = {}
        cycle["self"] = cycle
        fields = {
            "n": float("nan"),
            "c": cycle,
            "o": Rude(),
            "k": {(1, 2): b"x"},
            "huge": 10**400,
            "d": datetime.date(2026, 1, 2),
        }
        plain = json.loads(encode_fields(fields))
        self.assertEqual((plain["n"], plain["d"], plain["k"]), ("nan", "2026-01-02", {"(1, 2)": "b'x'"}))
        self.assertEqual(json.loads(encode_fields([1])), {"value": [1]})
        self.assertEqual(json.loads(encode_fields("text")), {"value": "text"})


if __name__ == "__main__":
    unittest.main()
