"""Ids of runs and triggers: UUIDv7 (RFC 9562) as 32 hex digits without dashes, rising within a process."""

import os
import random
import threading
import time
from typing import Callable

_COUNTER_MAX = 0xFFF


def create_id_source(now: Callable[[], float] = time.time) -> Callable[[], str]:
    """:param now: seconds since the epoch"""
    # A generator of its own: a step that seeds Python's must not make ids repeat.
    generator = random.Random(int.from_bytes(os.urandom(32), "big"))
    lock = threading.Lock()
    last_ms = 0
    counter = 0

    def new_id() -> str:
        nonlocal last_ms, counter
        with lock:
            ms = int(now() * 1000)
            if ms > last_ms:
                last_ms = ms
                counter = 0
            else:
                counter += 1
                if counter > _COUNTER_MAX:
                    last_ms += 1  # 4,096 ids in one millisecond: borrow from the next
                    counter = 0
            return "%012x7%03x8%015x" % (last_ms, counter, generator.getrandbits(60))

    return new_id
