"""Mistakes in the files of a project, which stop only what they concern."""

import unittest
from typing import Any, List

from described import load, step


class MistakesTest(unittest.TestCase):
    def mistakes(self, source: str, **files: str) -> List[Any]:
        everything = {
            "steps/good.py": step("good"),
            "steps/bad.py": source,
            **{k.replace("__", "/") + ".py": v for k, v in files.items()},
        }
        described = load(everything, ["steps/bad.py", "steps/good.py"])
        assert [one["id"] for one in described["steps"]] == ["good"], described
        return list(described["mistakes"])

    def test_a_missing_package(self) -> None:
        self.assertEqual(
            self.mistakes(step("bad", head="import os\nimport nonexistent_package.sub")),
            [
                {
                    "file": "steps/bad.py",
                    "line": 2,
                    "message": "could not be loaded: ModuleNotFoundError: No module named 'nonexistent_package'",
                    "hint": "`motia install` installs what requirements.txt names.",
                    "stepId": "bad",
                }
            ],
        )

    def test_a_missing_module_of_the_project_needs_no_install(self) -> None:
        for source in (
            "from steps.nothing import x\n",
            "from motia.steps.nothing import x\n",
            "from .nothing import x\n",
        ):
            mistake = self.mistakes(source)[0]
            self.assertIn("ModuleNotFoundError", mistake["message"])
            self.assertNotIn("hint", mistake)

    def test_a_syntax_error(self) -> None:
        mistake = self.mistakes("from motia import event\n@event(id='bad')\ndef f(:\n    pass\n")[0]
        self.assertEqual(
            (mistake["file"], mistake["line"], mistake["column"], mistake["stepId"]), ("steps/bad.py", 3, 7, "bad")
        )
        self.assertTrue(mistake["message"].startswith("could not be loaded: SyntaxError: "), mistake["message"])

    def test_an_error_in_a_module_that_it_imports(self) -> None:
        mistake = self.mistakes(step("bad", head="import steps.helper"), steps__helper="x = 1\ny = x.upper()\n")[0]
        self.assertEqual((mistake["file"], mistake["line"], mistake["stepId"]), ("steps/helper.py", 2, "bad"))
        self.assertIn("AttributeError: 'int' object has no attribute 'upper'", mistake["message"])

    def test_the_end_of_the_process(self) -> None:
        mistake = self.mistakes(step("bad") + "\nimport sys\nsys.exit(2)\n")[0]
        self.assertEqual(
            (mistake["line"], mistake["message"]), (7, "could not be loaded: it ends the process with sys.exit(2)")
        )

    def test_a_trigger_at_the_top(self) -> None:
        self.assertIn(
            "motia was used outside a Motia process",
            self.mistakes(step("bad") + "\nmotia.trigger('x')\n")[0]["message"],
        )

    def test_odd_errors(self) -> None:
        for source in (
            "raise KeyboardInterrupt",
            "class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E()",
            "import asyncio\nasyncio.run(asyncio.sleep(0))\nraise BaseException('x')",
            "\x00",
            "# -*- coding: nonsense -*-",
            "def f(): f()\nf()",
        ):
            with self.subTest(source=source):
                self.assertIn("could not be loaded", self.mistakes(source)[0]["message"])

    def test_of_one_step_stop_no_other(self) -> None:
        described = load(
            {
                "steps/a.py": """
            from motia import api, event

            @event(id="schema", schema={"a": {"b": "text"}})
            def schema(): ...

            @event(id="retry", retry={"attempts": print})
            def retry(): ...

            @event(id="")
            def no_id(): ...

            @event(id=5)
            def number(): ...

            @api(id="params", method="GET", path="/")
            def params(email): ...

            @api(id="parts", method="GET", path="/", schema={"cookies": {}})
            def parts(): ...

            @event(id="good")
            def good(): ...
        """
            }
        )
        self.assertEqual([one["id"] for one in described["steps"]], ["good"])
        found = {(one.get("stepId"), one["line"]): one["message"] for one in described["mistakes"]}
        self.assertEqual(found[("schema", 4)], "schema: 'text' is no type that a schema may name at a.b")
        self.assertEqual(found[("retry", 7)], "the options holds a function at retry.attempts, which JSON cannot carry")
        self.assertEqual((found[(None, 10)], found[(None, 13)]), ("id must be a text that is not empty",) * 2)
        self.assertIn("nothing for the parameter email", found[("params", 16)])
        self.assertIn("has the parts body, params, query, headers and response", found[("parts", 19)])

    def test_the_schemas_of_all_parts_are_told(self) -> None:
        described = load(
            {
                "steps/a.py": """
            from http import HTTPStatus
            from motia import api

            @api(id="a", method="POST", path="/:id", schema={
                "body": {"a": str}, "query": {"q": int}, "params": {"id": int}, "headers": {"x-tenant": str},
                "response": {HTTPStatus.CREATED: {"id": str}, "404": None, 409: {"type": "null"}},
            })
            def many(): ...

            @api(id="b", method="GET", path="/", schema={"response": {"id": str}})
            def one(): ...

            @api(id="c", method="GET", path="/c", schema={"response": {200: {"id": "text"}}})
            def wrong(): ...
        """
            }
        )
        many, one = described["steps"]

        def members(name: str) -> Any:
            return list(many[name]["properties"])

        self.assertEqual(
            [members(name) for name in ("payloadSchema", "querySchema", "paramsSchema", "headersSchema")],
            [["a"], ["q"], ["id"], ["x-tenant"]],
        )
        self.assertEqual(sorted(many["responseSchemas"]), ["201", "404", "409"])
        self.assertEqual((many["responseSchemas"]["409"], list(one["responseSchemas"])), ({"type": "null"}, ["200"]))
        self.assertIn("schema.response.200", described["mistakes"][0]["message"])

    def test_a_required_option_that_is_missing_concerns_that_step_alone(self) -> None:
        described = load(
            {
                "steps/a.py": """
            from motia import api, cron, event, noop

            @event(on="ordered")
            def nameless(): ...

            hook = noop(to="good")

            @api(id="pathless", method="GET")
            def pathless(): ...

            @cron(id="whenever")
            def whenever(): ...

            @event(id="good")
            def good(): ...
        """
            }
        )
        # The host sees what the options hold, and says what is missing there.
        found = {one["id"]: (one["line"], one["options"]) for one in described["steps"]}
        self.assertEqual(found, {"pathless": (9, {"method": "GET"}), "whenever": (12, {}), "good": (15, {})})
        nameless = [{"file": "steps/a.py", "line": line, "message": "id is missing"} for line in (4, 7)]
        self.assertEqual(described["mistakes"], nameless)

    def test_a_decorator_without_its_parentheses_says_how_it_is_called(self) -> None:
        mistake = self.mistakes("from motia import event\n@event\ndef f(): ...\n")[0]
        self.assertEqual(mistake["file"], "steps/bad.py")
        self.assertIn("are keywords", mistake["hint"])


if __name__ == "__main__":
    unittest.main()
