import random
import time
from datetime import datetime, timezone

from motia import api, event


@event(id="python-no-op")
async def no_op(ctx):
    pass


# The clock is the system's, the same in all processes.
@event(id="python-handle")
async def handle(at, during=None):
    return {"startedAfterNs": time.monotonic_ns() - at, "during": during}


@event(id="python-block")
async def block():
    time.sleep(1)


@api(
    id="python-create-user",
    method="POST",
    path="/users",
    schema={"body": {"name": str, "email": str, "role": str}},
)
async def create_user(body):
    user_id = "%09x" % random.getrandbits(36)
    return {"success": True, "user": {"id": user_id, **body, "createdAt": datetime.now(timezone.utc).isoformat()}}
