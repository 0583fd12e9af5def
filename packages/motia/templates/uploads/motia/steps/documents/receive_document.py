# #if python
# #if api
"""The one step that takes files."""

# #if jobs
from motia import api, motia, response
# #endif
# #if !jobs
from motia import api, response
# #endif


@api(
    id="receive-document",
    description="Takes a file; its words are counted in the background",
    method="POST",
    path="/documents",
    upload={"max_file_size": 50 * 1024 * 1024, "max_files": 1},
    schema={"body": {"document": {"name": str, "type": str, "size": int, "path": str}}},
)
async def receive_document(body, ctx):
    id, file = ctx.run_id, body["document"]
    known = {"id": id, "name": file["name"], "size": file["size"], "status": "received", "percent": 0}
    await ctx.state.set("documents", id, known)
    # #if jobs
    # The file stays on disk for a day (`retention.uploads`), so that steps in any language may read it.
    await motia.trigger("take-in-document", {"id": id, "file": file})
    # #endif
    return response(202, {"id": id, "status": f"/documents/{id}"})
