# #if python
# #if jobs
from motia import event


@event(
    id="note-progress",
    description="Notes how far a document is, never backwards",
    schema={"id": str, "percent": int},
)
async def note_progress(id, percent, ctx):
    known = await ctx.state.get("documents", id)
    if known is not None and known["percent"] < percent:
        await ctx.state.patch("documents", id, {"status": "reading", "percent": percent})
