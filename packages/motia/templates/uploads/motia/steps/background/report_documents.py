# #if python
# #if jobs
from motia import cron


@cron(
    id="report-documents",
    description="Every morning: how many documents have been read",
    schedule="0 8 * * *",
)
async def report_documents(ctx):
    documents = await ctx.state.get_group("documents")
    return {"read": sum(document["status"] == "done" for document in documents)}
