"""The worker protocol, version 1: what the app (host) and a worker of any language say to each other on the worker's
descriptor 3, in the frames of channel.py. Payloads and results are JSON text in strings. docs/protocol.md says what
each message means; protocol.ts and protocol.rb are the twins of this file.

  host                                   worker
   │◄───────────────────────────── ready │  version, language
   │ hello ─────────────────────────────►│  version, project, files
   │◄───────────────────────── described │  steps and mistakes of the files
   │ routes ────────────────────────────►│  which steps a target reaches, for receipts
   │ run ───────────────────────────────►│  n numbers the attempt on this channel
   │◄───────────────────────────── begun │  the handlers of these are about to be called
   │◄─────────────────────────── ask / q │  state read, trigger now, call, results
   │ reply / q ─────────────────────────►│
   │◄─────────────────────────────── log │
   │ withdraw ──────────────────────────►│  not to begin, if it has not
   │ cancel ────────────────────────────►│
   │◄────────────────────────────── head │  an answer that comes piece by piece: effects so far
   │ pull ──────────────► chunk          │  pieces, as many as were asked for
   │◄────────────────────────────── done │  outcome and effects, in one message
   │ ping ──────────────► pong           │  is the loop alive?
   │ stop ──────────────────────────────►│  ends when its attempts have, or after the grace
"""

from typing import Any, Dict, List, TypedDict

PROTOCOL_VERSION = 1
CHANNEL_FD = 3
LANGUAGE = "python"


class WireFile(TypedDict):
    """A file that may hold steps: relative to the root, and the absolute path to load."""

    source: str
    output: str


class Hello(TypedDict, total=False):
    t: str
    v: int
    root: str
    mode: str
    files: List[WireFile]
    #: Path of a module with ``start`` and ``stop``, if the project has one.
    setup: str


class Run(TypedDict):
    """Also the facts of the attempt for as long as it lives."""

    t: str
    n: int
    runId: str
    traceId: str
    stepId: str
    attempt: int
    input: str
    deadline: float


class Reply(TypedDict, total=False):
    t: str
    q: int
    value: Any
    failure: Dict[str, Any]
    #: Of a failure of the catalogue, filled in.
    hint: str


class Descriptor(TypedDict, total=False):
    """A step as the host knows it."""

    kind: str
    id: str
    file: str
    line: int
    language: str
    exportName: str
    options: Dict[str, Any]
    payloadSchema: Any
    querySchema: Any
    paramsSchema: Any
    headersSchema: Any
    responseSchemas: Dict[str, Any]
    triggers: List[str]


class Mistake(TypedDict, total=False):
    """Something in the project that its author has to correct."""

    file: str
    line: int
    column: int
    message: str
    hint: str
    stepId: str


class Receipt(TypedDict):
    """The reply to a trigger."""

    id: str
    traceId: str
    routed: bool
    runs: List[Dict[str, str]]
    #: More than one subscriber may answer: ``result()`` gives a list.
    topic: bool


class RunResult(TypedDict, total=False):
    """The reply to a call, and each of a reply to ``results``."""

    runId: str
    ok: bool
    result: str
    stepId: str
    status: str
    reason: str
