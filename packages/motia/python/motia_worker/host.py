"""Makes the process one in which steps can run: fills the ambient slot, and gives every module the name ``motia``."""

import builtins
from typing import Any

from motia import motia
from motia._ambient import set_host
from motia._errors import motia_error
from motia_worker.attempt import current_attempt
from motia_worker.context import World


class WorkerHost:
    """The ambient ``motia`` and ``logger`` find the attempt whose code is running."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.logger = world.logger
        #: False while files are loaded: a step file does not trigger anything by being imported.
        self.is_ready = False

    def trigger(self, target: str, payload: Any, **options: Any) -> Any:
        self._assert_ready()
        return self._world.triggers.trigger(current_attempt.get(), target, payload, **options)

    def call(self, target: str, payload: Any, **options: Any) -> Any:
        self._assert_ready()
        return self._world.triggers.call(current_attempt.get(), target, payload, **options)

    def _assert_ready(self) -> None:
        if not self.is_ready:
            raise motia_error("MOTIA_NO_HOST")


def install_host(world: World) -> WorkerHost:
    host = WorkerHost(world)
    set_host(host)
    builtins.motia = motia  # type: ignore[attr-defined]
    return host
