# #if python
# #if api|jobs
from typing import Any, Dict, Literal, TypedDict


class Delivery(TypedDict):
    """What the receiving steps store, and hand to the steps that handle it."""

    id: str
    sender: Literal["stripe", "github"]
    kind: str
    receivedAt: str
    body: Dict[str, Any]
