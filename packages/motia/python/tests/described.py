"""Files of a project, and what a worker describes of them: for the tests of loading."""

from typing import Any, Dict

from fake_host import FakeHost

STEP = "from motia import event\n@event(id={id!r})\ndef {name}(): return {value}\n"


def step(id: str, value: str = "1", head: str = "", name: str = "step") -> str:
    return head + "\n" + STEP.format(id=id, value=value, name=name)


def load(files: Dict[str, str], steps: Any = None) -> Any:
    """What is described of the files."""
    with FakeHost(files, hello=False) as host:
        if steps is not None:
            host.steps = steps
        host.hello()
        return host.described
