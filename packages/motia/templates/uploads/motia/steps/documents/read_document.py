# #if python
# #if api
from motia import HttpError, api


@api(
    id="read-document",
    description="How far a document is, and what was found in it",
    method="GET",
    path="/documents/:id",
)
async def read_document(params, ctx):
    document = await ctx.state.get("documents", params["id"])
    if document is None:
        raise HttpError(404, f"There is no document {params['id']}")
    return document
