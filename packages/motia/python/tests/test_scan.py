"""What can be seen of a file without running it."""

import textwrap
import unittest

import package_path  # noqa: F401

from motia_worker.load.scan import guess_id, scan_source

SOURCE = """
import motia
from motia import event, motia as m
TARGET = "constant"
other: str = "annotated"

@event(id="one")
@decorator
async def one(ctx):
    motia.trigger("a", {})
    await ctx.call(TARGET)
    ctx.trigger(target="keyword")
    def inner():
        return trigger(other)
    ctx.trigger(f"{x}")
    ctx.trigger(dynamic)
    socket.trigger("not ours")

@motia.api(id=TARGET, method="GET",
    path="/")
def two():
    pass

hook = noop(id="hook")

def helper(context):
    context.trigger("outside")
"""


class ScanTest(unittest.TestCase):
    def test_finds_steps_and_what_they_trigger(self) -> None:
        scan = scan_source(textwrap.dedent(SOURCE))
        found = [(step.id, step.name, step.line, step.triggers) for step in scan.steps]
        self.assertEqual(
            found,
            [
                ("one", "one", 7, ["a", "constant", "keyword", "annotated"]),
                ("constant", "two", 19, []),
                ("hook", "hook", 24, []),
            ],
        )
        self.assertEqual(scan.triggers, ["outside"])

    def test_finds_a_step_again_by_its_place_or_id(self) -> None:
        scan = scan_source(textwrap.dedent(SOURCE))
        self.assertEqual(
            [getattr(scan.find(*where), "name", None) for where in [("one", 7), ("hook", 99), (None, 24), ("x", 7)]],
            ["one", "hook", None, None],
        )

    def test_guesses_the_id_of_a_file_that_cannot_be_parsed(self) -> None:
        self.assertEqual(guess_id("@event(id='a')\ndef f(:"), "a")
        self.assertIsNone(guess_id("@event(id='a') @event(id=\"b\")"))
        with self.assertRaises(SyntaxError):
            scan_source("def f(:")


if __name__ == "__main__":
    unittest.main()
