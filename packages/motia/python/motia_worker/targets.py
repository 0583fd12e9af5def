"""What this process knows of the project's targets: a view of the routes that the app sends."""

import difflib
from typing import Dict, List


class Targets:
    """Replaced whole whenever the app tells the routes anew."""

    def __init__(self) -> None:
        self._routes: Dict[str, List[str]] = {}
        #: Unknown targets are errors.
        self.strict = False

    def replace(self, routes: Dict[str, List[str]], strict: bool) -> None:
        self._routes = routes
        self.strict = strict

    def steps_of(self, target: str) -> List[str]:
        """Ids of the steps that a target reaches; none for an unknown one."""
        return self._routes.get(target, [])

    def is_topic(self, target: str) -> bool:
        """An id reaches itself first (a noop's subscribers follow); whatever else is known is a topic."""
        steps = self._routes.get(target)
        return steps is not None and target not in steps

    def nearest(self, target: str) -> str:
        """`, did you mean "x"?` or nothing."""
        found = difflib.get_close_matches(target, list(self._routes), 1)
        return ', did you mean "{}"?'.format(found[0]) if found else ""
