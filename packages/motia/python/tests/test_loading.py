"""Loading a project: imports of every kind, and mistakes that stop only what they concern."""

import unittest
from typing import Any, Dict, List

from fake_host import FakeHost

STEP = "from motia import event\n@event(id={id!r})\ndef {name}(): return {value}\n"


def step(id: str, value: str = "1", head: str = "", name: str = "step") -> str:
    return head + "\n" + STEP.format(id=id, value=value, name=name)


def load(files: Dict[str, str], steps: Any = None) -> Any:
    """What is described of the files."""
    with FakeHost(files, hello=False) as host:
        if steps is not None:
            host.steps = steps
        host.hello()
        return host.described


class ImportsTest(unittest.TestCase):
    def test_every_way_of_importing_gives_one_module(self) -> None:
        files = {
            "motia/steps/ai/analyze.py": step(
                "analyze",
                "[one is two is three is four, ROOT, X]",
                (
                    "from .prompts import X\nfrom motia.steps.ai import prompts as one\nimport prompts as two\n"
                    "from . import prompts as three\nfrom shared.deep import ROOT\nimport motia.steps.ai.prompts as four"
                ),
            ),
            "motia/steps/ai/prompts.py": "X = 'prompt'\n",
            "shared/deep.py": "ROOT = 'root'\n",
            "motia/steps/ai/create-user.py": step("dash", "X", "from .prompts import X"),
            "motia/steps/ai/name.step.py": step("dotted", "X", "from prompts import X"),
            "motia/steps/class/for.py": step("keyword"),
            "motia/api/users.py": step(
                "users", "[api.__name__, event.__name__]", "from motia import api\nimport motia.logger"
            ),
            "motia/logger.py": "from motia import logger\nlogger.info('x')\n",
            "src/deep/er/a.py": step("src"),
            "steps/a.py": step("steps", "b.VALUE", "from . import b\nfrom steps.b import VALUE"),
            "steps/b.py": step("sibling", "5", "VALUE = 6\n"),
            "steps/__init__.py": step("package"),
        }
        helpers = ("motia/steps/ai/prompts.py", "shared/deep.py", "motia/logger.py")
        with FakeHost(files, hello=False) as host:
            host.steps = [path for path in host.steps if path not in helpers]
            host.hello()
            self.assertEqual(host.described["mistakes"], [])
            self.assertEqual(sorted(host.described["modules"]), sorted(helpers))
            self.assertEqual(host.result("analyze"), [True, "root", "prompt"])
            self.assertEqual(host.result("dash"), "prompt")
            self.assertEqual(host.result("dotted"), "prompt")
            self.assertEqual(host.result("users"), ["api", "event"])
            self.assertEqual(host.result("steps"), 6)
            ids = [one["id"] for one in host.described["steps"]]
            self.assertEqual(len(ids), len(set(ids)))
            self.assertEqual(host.step("sibling")["file"], "steps/b.py")

    def test_a_step_belongs_to_the_file_that_makes_it(self) -> None:
        described = load(
            {
                "steps/a.py": "from steps.b import made\nfrom make import make\nmake('by-helper')\n",
                "steps/b.py": step("of-b", name="made"),
                "steps/twice.py": "import b\nimport steps.b\n",
                "make.py": "from motia import event\ndef make(id):\n    @event(id=id)\n    def made(): pass\n",
            },
            ["steps/a.py", "steps/b.py", "steps/twice.py"],
        )
        found = {one["id"]: (one["file"], one["line"]) for one in described["steps"]}
        self.assertEqual(found, {"of-b": ("steps/b.py", 3), "by-helper": ("steps/a.py", 3)})
        self.assertEqual(len(described["steps"]), 2)

    def test_a_loop_may_make_many_steps(self) -> None:
        described = load(
            {"steps/a.py": "from motia import event\nfor i in range(3):\n    @event(id=f'n{i}')\n    def n(): pass\n"}
        )
        self.assertEqual([(one["id"], one["line"]) for one in described["steps"]], [("n0", 3), ("n1", 3), ("n2", 3)])

    def test_a_folder_of_the_project_named_like_an_installed_module_is_found(self) -> None:
        described = load({"json/a.py": step("a"), "email/deep/b.py": step("b")})
        self.assertEqual((described["mistakes"], [one["id"] for one in described["steps"]]), ([], ["b", "a"]))

    def test_motia_may_be_used_without_an_import(self) -> None:
        with FakeHost({"steps/a.py": step("a", "[type(motia).__name__, str(motia)]")}) as host:
            self.assertEqual(host.result("a"), ["Motia", "<motia>"])


class DescriptionTest(unittest.TestCase):
    def test_options_are_reported_under_their_names(self) -> None:
        described = load(
            {
                "steps/a.py": """
            from motia import api, cron, event, noop

            @event(id="e", on=["a", "b"], description="d", flows=("f",), concurrency=5, timeout=100,
                   retry={"attempts": 2, "max_delay": 5, "jitter": False}, colour="red")
            async def on_event(payload): ...

            @api(id="a", method="POST", path="/a/:id", body_limit=5, retry=False, isolate=True,
                 schema={"body": {"name": str}, "params": {"id": int}})
            def on_request(body): ...

            @cron(id="c", schedule="0 9 * * *", timezone="Asia/Seoul", overlap="queue", catch_up="all")
            def on_tick(): ...

            hook = noop(id="n", from_="a", to=["b"])
        """
            }
        )
        self.assertEqual(described["mistakes"], [])
        event, api, cron, noop = described["steps"]
        self.assertEqual(
            event["options"],
            {
                "on": ["a", "b"],
                "description": "d",
                "flows": ["f"],
                "concurrency": 5,
                "timeout": 100,
                "retry": {"attempts": 2, "maxDelay": 5, "jitter": False},
                "colour": "red",
            },
        )
        self.assertEqual(
            api["options"], {"method": "POST", "path": "/a/:id", "bodyLimit": 5, "retry": False, "isolate": True}
        )
        self.assertEqual(api["payloadSchema"]["required"], ["name"])
        self.assertEqual(
            cron["options"], {"schedule": "0 9 * * *", "timezone": "Asia/Seoul", "overlap": "queue", "catchUp": "all"}
        )
        self.assertEqual(noop["options"], {"from": "a", "to": ["b"]})
        self.assertEqual([one["kind"] for one in described["steps"]], ["event", "api", "cron", "noop"])
        self.assertEqual(
            [one["exportName"] for one in described["steps"]], ["on_event", "on_request", "on_tick", "hook"]
        )
        self.assertEqual([one["line"] for one in described["steps"]], [4, 8, 12, 15])
        self.assertEqual({one["language"] for one in described["steps"]}, {"python"})
        self.assertNotIn("payloadSchema", cron)


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
