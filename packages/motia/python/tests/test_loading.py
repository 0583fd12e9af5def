"""Loading a project: imports of every kind, and what is described of steps."""

import unittest

from described import load, step
from fake_host import FakeHost


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


if __name__ == "__main__":
    unittest.main()
