"""pydantic models as schemas, where pydantic is installed: version 1 and 2."""

import unittest
from typing import Any, Dict, List, Optional

import package_path  # noqa: F401

from motia_worker.schema.compile import compile_schema

from fake_host import FakeHost

try:
    import pydantic
except ImportError:
    pydantic = None  # type: ignore[assignment]

STEPS = """
    from __future__ import annotations
    from datetime import datetime
    from typing import List, Optional
    from pydantic import BaseModel
    from motia import api, event

    class Item(BaseModel):
        sku: str
        quantity: int = 1

    class Order(BaseModel):
        order_id: str
        at: Optional[datetime] = None
        items: List[Item] = []

    @event(id="members", schema=Order)
    async def members(order_id, items, at, payload):
        return [order_id, items[0]["quantity"], at.year, type(payload).__name__, payload["__retry"]]

    @event(id="instance", schema=Order)
    def instance(order: Order, order_id, ctx):
        assert isinstance(order, Order)
        return order

    @event(id="within", schema={"order": Order, "n": int})
    def within(order, n):
        return order

    @event(id="list", schema=List[Item])
    def of_list(items):
        return items

    @api(id="body", method="POST", path="/", schema={"body": Order})
    async def post(body):
        assert isinstance(body, Order)
        return body
"""
ORDER = {"order_id": "o1", "at": "2026-01-02T03:04:05Z", "items": [{"sku": "a"}]}


@unittest.skipIf(pydantic is None, "pydantic is not installed")
class ModelsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"motia/steps/orders.py": STEPS})
        assert cls.host.described["mistakes"] == [], cls.host.described["mistakes"]

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def test_members_become_arguments_after_the_model(self) -> None:
        self.assertEqual(self.host.result("members", {**ORDER, "__retry": 1}), ["o1", 1, 2026, "dict", 1])

    def test_a_parameter_of_the_models_type_gets_the_instance(self) -> None:
        self.assertEqual(self.host.result("instance", ORDER)["items"], [{"sku": "a", "quantity": 1}])

    def test_issues_have_paths(self) -> None:
        failure = self.host.failure("members", {"items": [{"quantity": "x"}]})
        self.assertEqual(
            [issue["path"] for issue in failure["issues"]], ["order_id", "items.0.sku", "items.0.quantity"]
        )

    def test_a_model_within_types(self) -> None:
        self.assertEqual(self.host.result("within", {"order": ORDER, "n": 1}), ORDER)
        failure = self.host.failure("within", {"order": {"items": [{}]}, "n": 1})
        self.assertEqual({issue["path"] for issue in failure["issues"]}, {"order.order_id", "order.items.0.sku"})
        self.assertEqual(self.host.failure("list", [{}])["issues"][0]["path"], "0.sku")

    def test_a_body_is_the_instance_and_is_encoded_again(self) -> None:
        outcome = self.host.request("body", ORDER)
        self.assertIn('"sku":"a"', outcome["response"]["body"])
        self.assertEqual(self.host.request("body", {})["failure"]["issues"][0]["in"], "body")

    def test_the_json_schema_is_told(self) -> None:
        schema = self.host.step("members")["payloadSchema"]
        self.assertEqual((schema["title"], schema["required"]), ("Order", ["order_id"]))
        self.assertIn("Item", schema["$defs"])


class LikeModel:
    """What is known of a model is its methods."""

    model_fields: Dict[str, Any] = {}

    def __init__(self, value: Any) -> None:
        self.value = value

    @classmethod
    def model_validate(cls, value: Any) -> "LikeModel":
        if value is None:
            raise ValueError("a validator's own mistake")
        return cls(value)

    def model_dump(self, mode: Optional[str] = None) -> Any:
        return self.value


class LikeModelTest(unittest.TestCase):
    def test_works_without_pydantic(self) -> None:
        schema = compile_schema(LikeModel)
        self.assertIsNone(schema.json)
        self.assertEqual(schema.validate({"a": 1})[0].value, {"a": 1})
        with self.assertRaises(ValueError):
            schema.validate(None)
        self.assertEqual(compile_schema({"a": LikeModel, "b": List[LikeModel]}).json["properties"]["a"], {})


if __name__ == "__main__":
    unittest.main()
