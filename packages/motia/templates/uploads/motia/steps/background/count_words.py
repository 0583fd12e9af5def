# #if python
# #if jobs
import hashlib

from motia import event, motia
from motia.events.document import UploadedDocument

PIECE_BYTES = 64 * 1024


@event(
    id="count-words",
    description="Reads a document in pieces, and tells how far it is",
    schema=UploadedDocument,
    concurrency=2,  # however many come at once
    retry={"attempts": 3},
)
def count_words(id, file, ctx):  # without async, since reading blocks: it gets a thread
    digest = hashlib.sha256()
    words = read = told = 0
    is_within = False  # a word may go on in the next piece

    with open(file["path"], "rb") as document:
        for piece in iter(lambda: document.read(PIECE_BYTES), b""):
            ctx.signal.raise_if_aborted()
            digest.update(piece)
            words += len(piece.split()) - (is_within and not piece[:1].isspace())
            is_within = not piece[-1:].isspace()
            read += len(piece)

            percent = 100 * read // file["size"]
            if told + 10 <= percent < 100:
                told = percent
                # What this step writes itself shows only when it has ended; what goes `now` shows at once.
                motia.trigger("note-progress", {"id": id, "percent": percent}, now=True)

    found = {"words": words, "sha256": digest.hexdigest()}
    ctx.state.patch("documents", id, {"status": "done", "percent": 100, **found})
    return found
