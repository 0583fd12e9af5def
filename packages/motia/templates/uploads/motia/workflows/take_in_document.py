# #if python
# #if jobs
from motia import event, motia
from motia.events.document import UploadedDocument


@event(
    id="take-in-document",
    description="Counts the words of a document, then announces it",
    schema=UploadedDocument,
)
async def take_in_document(payload):
    counted = await motia.trigger("count-words", payload)
    await motia.trigger("announce-document", payload, after=counted)
