"""What every interpreter has to run once; see interpreters.test.ts."""

import asyncio
import platform
from typing import Any, Dict, List, Optional, Union

from motia import HttpError, api, event, logger, motia


@event(id="echo")
def echo(payload):
    return {"version": platform.python_version(), "payload": payload}


@event(id="waits")
async def waits(ms):
    await asyncio.sleep(ms / 1000)
    return ms


@event(id="typed", schema={"tags": List[str], "counts": Dict[str, int], "age": Optional[int], "id": Union[int, str]})
def typed(tags, counts, age, id):
    return [tags, counts, age, id]


@event(id="keeps")
async def keeps(ctx):
    await ctx.state.set("kept", "one", {"글": "😀"})
    await ctx.state.increment("kept", "count", 2)
    return [item.value for item in await ctx.state.list("kept")]


@event(id="triggers")
def triggers(ctx):
    receipt = motia.trigger("echo", {"from": "triggers"})
    return {"routed": receipt.routed, "answer": motia.call("waits", {"ms": 5})}


@event(id="prints")
def prints():
    print("printed 홍길동 📧")
    logger.info("logged", fields={"list": [1, "é"]})


def deeper(value: Any) -> None:
    raise ValueError("no luck with {}".format(value))


@event(id="fails", retry=False)
async def fails():
    deeper(3)


@api(id="page", method="POST", path="/page/:id", schema={"body": {"n": int}})
async def page(params, body):
    if body["n"] < 0:
        raise HttpError(404, "nothing there")
    return {"id": params["id"], "n": body["n"]}
