# #if python
# #if jobs
from datetime import datetime, timedelta, timezone

from motia import cron

KEPT = timedelta(days=30)  # longer than senders repeat


@cron(
    id="forget-deliveries",
    description="Every night: deletes deliveries of a month ago",
    schedule="0 3 * * *",
)
async def forget_deliveries(ctx):
    before = (datetime.now(timezone.utc) - KEPT).isoformat()
    deliveries = await ctx.state.list("deliveries")
    old = [item.key for item in deliveries if item.value["receivedAt"] < before]

    for key in old:
        await ctx.state.delete("deliveries", key)
    return {"forgotten": len(old)}
