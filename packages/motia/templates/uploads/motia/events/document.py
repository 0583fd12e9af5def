# #if python
# #if jobs
from typing import TypedDict


class StoredFile(TypedDict):
    """A file as a request leaves it on disk: plain data, which goes to any step as it is."""

    name: str
    type: str
    size: int
    path: str


class UploadedDocument(TypedDict):
    id: str
    file: StoredFile
