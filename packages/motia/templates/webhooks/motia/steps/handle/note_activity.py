# #if python
# #if jobs
from motia import event
from motia.events.delivery import Delivery


@event(
    id="note-activity",
    description="Notes what happened in a repository",
    schema=Delivery,
)
async def note_activity(id, kind, body, ctx):
    repository = body.get("repository", {}).get("full_name", "unknown")
    by = body.get("sender", {}).get("login", "unknown")
    await ctx.state.append("activity", repository, {"kind": kind, "by": by})
    await ctx.state.patch("deliveries", id, {"status": "done"})
    print(f"📬 {kind} in {repository}")
