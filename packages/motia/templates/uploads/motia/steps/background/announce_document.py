# #if python
# #if jobs
from motia import event
from motia.events.document import UploadedDocument


@event(
    id="announce-document",
    description="Says that a document has been read",
    schema=UploadedDocument,
)
async def announce_document(file):
    print(f"📄 {file['name']} has been read")
