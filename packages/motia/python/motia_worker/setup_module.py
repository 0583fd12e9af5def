"""The project's ``motia/setup.py``: ``start`` and ``stop``, once per process that runs handlers; the home of
connections.

Either may be ``async def``, and runs on the event loop then; plain ones run in a thread.
"""

import asyncio
import functools
import inspect
from typing import Any

from motia_worker.load.importing import import_file


class SetupModule:
    """:param module: as it was imported; ``None`` for a project that has none"""

    def __init__(self, module: Any = None) -> None:
        self._module = module

    async def start(self) -> None:
        await self._call("start")

    async def stop(self) -> None:
        await self._call("stop")

    async def _call(self, name: str) -> None:
        function = getattr(self._module, name, None)
        if function is None:
            return
        if inspect.iscoroutinefunction(function):
            await function()
            return
        returned = await asyncio.get_running_loop().run_in_executor(None, functools.partial(function))
        if inspect.isawaitable(returned):
            await returned


def load_setup(path: Any, root: str) -> SetupModule:
    """Raises whatever its import raises."""
    return SetupModule() if path is None else SetupModule(import_file(path, root))
