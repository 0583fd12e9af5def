# #if python
# #if api
from motia import api, motia, response


@api(
    id="take-note",
    description="Takes a note of a guest",
    method="POST",
    path="/notes",
    schema={"body": {"author": str, "text": str}},
)
async def take_note(body):
    # Committed once this function has returned. The work goes on in the background.
    await motia.trigger("read-mood", body)
    return response(202, body)
