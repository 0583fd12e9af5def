"""``ctx.state`` in a real worker: the attempt's own writes over what is stored, and what the commit is told."""

import unittest
from typing import Any

from fake_host import FakeHost

STEPS = """
    import asyncio
    from motia import MotiaError, event

    @event(id="read-own")
    async def read_own(ctx):
        state = ctx.state
        seen = [await state.get("g", "a"), await state.get("g", "none")]
        await state.set("g", "a", {"n": 2})
        seen.append(await state.get("g", "a"))
        await state.patch("g", "a", {"m": 3})
        seen.append(await state.get("g", "a"))
        await state.increment("g", "count", 2)
        state.increment("g", "count")
        seen.append(await state.get("g", "count"))
        await state.append("g", "list", "x")
        seen.append(await state.get("g", "list"))
        await state.delete("g", "a")
        seen.append(await state.get("g", "a"))
        await state.clear("h")
        seen.append(await state.get("h", "k"))
        seen += [False, 0, ""]
        for value in (False, 0, "", None):
            await state.set("f", "k", value)
            seen.append(await state.get("f", "k"))
        return seen

    @event(id="list")
    def list_plain(ctx):
        ctx.state.set("g", "z", 1)
        ctx.state.delete("g", "a")
        ctx.state.append("g", "list", 3)
        items = ctx.state.list("g")
        return [[tuple(item) for item in items], ctx.state.get_group("g"), items[0].key]

    @event(id="update")
    async def update(ctx):
        async def slowly(value):
            await asyncio.sleep(0.001)
            return (value or 0) + 1
        updates = [ctx.state.update("g", "count", slowly) for _ in range(3)]
        updates.append(ctx.state.update("g", "count", lambda value: value * 10))
        return await asyncio.gather(*updates)

    @event(id="update-plain")
    def update_plain(ctx):
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: ctx.state.update("g", "count", lambda value: value + 1), range(50)))
        return ctx.state.get("g", "count")

    @event(id="update-fails")
    async def update_fails(ctx):
        try:
            await ctx.state.update("g", "count", lambda value: 1 / 0)
        except ZeroDivisionError:
            return await ctx.state.update("g", "count", lambda value: value + 1)

    @event(id="update-cancelled")
    async def update_cancelled(ctx):
        gate = asyncio.Event()
        order = []
        async def first(value):
            await gate.wait()
            order.append("first")
            return 1
        def third(value):
            order.append("third")
            return value + 1
        one = ctx.state.update("g", "k", first)
        two = ctx.state.update("g", "k", lambda value: order.append("second"))
        three = ctx.state.update("g", "k", third)
        await asyncio.sleep(0)
        two.cancel()
        await asyncio.sleep(0.01)
        gate.set()
        return [await one, await three, order]

    @event(id="refused")
    def refused(ctx):
        found = []
        for use in [
            lambda: ctx.state.get("g", 5),
            lambda: ctx.state.increment("g", "k", "1"),
            lambda: ctx.state.patch("g", "k", [1]),
            lambda: ctx.state.set("g", "k", float("nan")),
            lambda: (ctx.state.increment("g", "list"), ctx.state.get("g", "list")),
            lambda: (ctx.state.append("g", "a", 1), ctx.state.get("g", "a")),
        ]:
            try:
                use()
                found.append("taken")
            except MotiaError as error:
                found.append([error.code, str(error)])
        return found
"""


class StateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.host = FakeHost({"steps/state.py": STEPS})
        cls.host.state = {"g": {"a": "stored", "count": 5, "list": [1, 2]}, "h": {"k": 1}}

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.close()

    def test_reads_see_the_attempts_own_writes(self) -> None:
        self.assertEqual(
            self.host.result("read-own"),
            ["stored", None, {"n": 2}, {"n": 2, "m": 3}, 8, [1, 2, "x"], None, None, False, 0, "", False, 0, "", None],
        )

    def test_the_commit_is_told_the_first_reads_and_all_writes(self) -> None:
        n = self.host.start_run("read-own")
        effects = self.host.outcome(n)["effects"]
        self.assertEqual(
            [write["op"] for write in effects["writes"][:7]],
            ["set", "patch", "increment", "increment", "append", "delete", "clear"],
        )
        self.assertEqual(effects["writes"][2], {"op": "increment", "group": "g", "key": "count", "by": 2})
        self.assertEqual(effects["writes"][6], {"op": "clear", "group": "h"})
        self.assertEqual(
            effects["reads"],
            [
                {"group": "g", "key": "a", "version": 7},
                {"group": "g", "key": "none", "version": 0},
                {"group": "g", "key": "count", "version": 7},
                {"group": "g", "key": "list", "version": 7},
            ],
        )

    def test_a_list_is_laid_over_too(self) -> None:
        outcome = self.host.run("list")
        items, values, first = __import__("json").loads(outcome["result"])
        self.assertEqual(items, [["count", 5, 7], ["list", [1, 2, 3], 7], ["z", 1, 0]])
        self.assertEqual((values, first), ([5, [1, 2, 3], 1], "count"))
        self.assertEqual(outcome["effects"]["groupReads"], [{"group": "g", "count": 3, "maxVersion": 7}])

    def test_updates_of_a_key_take_turns(self) -> None:
        self.assertEqual(self.host.result("update"), [6, 7, 8, 80])
        self.assertEqual(self.host.result("update-plain"), 55)
        self.assertEqual(self.host.result("update-fails"), 6)
        self.assertEqual(self.host.result("update-cancelled"), [1, 2, ["first", "third"]])

    def test_what_makes_no_sense_is_refused(self) -> None:
        found: Any = self.host.result("refused")
        self.assertEqual([one[0] for one in found], ["MOTIA_OPTION"] * 3 + ["MOTIA_PAYLOAD"] + ["MOTIA_STATE_TYPE"] * 2)
        self.assertEqual(found[0][1], "state is kept by group and key, which are text, not 5")
        self.assertEqual(found[4][1], "increment of g/list needs a number there")


if __name__ == "__main__":
    unittest.main()
