"""Loads the files of a project, one after another, and collects their steps and mistakes."""

import os
import sys
import tokenize
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

from motia import Step
from motia._step import registered
from motia_worker.load.describe import describe_step
from motia_worker.load.importing import import_file
from motia_worker.load.mistakes import to_mistake
from motia_worker.load.project_package import prepare_imports
from motia_worker.load.scan import Scan, guess_id, scan_source
from motia_worker.load.siblings import SiblingFinder
from motia_worker.loaded_step import LoadedStep
from motia_worker.project_paths import ProjectPaths
from motia_worker.protocol import Descriptor, Mistake, WireFile


class LoadedProject:
    """What goes wrong stops only the file or step that it concerns."""

    def __init__(self) -> None:
        self.descriptors: List[Descriptor] = []
        self.mistakes: List[Mistake] = []
        self.steps: Dict[str, LoadedStep] = {}


def load_project(root: str, files: Sequence[WireFile], paths: ProjectPaths) -> LoadedProject:
    """Imports all files first: a step belongs to the file that makes it, whichever imported that."""
    prepare_imports(root)
    siblings = SiblingFinder(root)
    siblings.install()
    project = LoadedProject()
    sources = {os.path.realpath(file["output"]): file["source"] for file in files}
    scans: Dict[str, Scan] = {}
    broken: Set[str] = set()
    for file in files:
        source, output = file["source"], file["output"]
        text = _read(output)
        siblings.add(os.path.dirname(output))
        try:
            import_file(output, root)
            scans[source] = _scan(text)
        except BaseException as error:
            broken.add(source)
            project.mistakes.append(to_mistake(error, source, paths, _only_id(text)))
    _add_steps(project, sources, scans, broken)
    return project


def loaded_modules(files: Sequence[WireFile], paths: ProjectPaths) -> List[str]:
    """Further files of the project that were loaded: an edit of one matters."""
    own = {file["source"] for file in files}
    found: Set[str] = set()
    for module in list(sys.modules.values()):
        filename = getattr(module, "__file__", None)
        relative = paths.relative(filename) if isinstance(filename, str) else None
        if relative is not None and relative not in own:
            found.add(relative)
    return sorted(found)


def _add_steps(project: LoadedProject, sources: Dict[str, str], scans: Dict[str, Scan], broken: Set[str]) -> None:
    seen: Set[Any] = set()
    for step in list(registered):
        source, line = _place_of(step, sources)
        if source is None or source in broken or _seen((source, step.kind, step.options.get("id"), line), seen):
            continue
        _add(project, step, source, line, scans.get(source) or Scan())


def _add(project: LoadedProject, step: Step, source: str, line: int, scan: Scan) -> None:
    descriptor, loaded, mistake = describe_step(step, source, line, scan)
    if mistake is not None:
        project.mistakes.append(mistake)
    if descriptor is not None:
        project.descriptors.append(descriptor)
    if loaded is not None:
        project.steps.setdefault(loaded.id, loaded)


def _place_of(step: Step, sources: Dict[str, str]) -> Tuple[Optional[str], int]:
    """The innermost of the files that may hold steps: a helper that makes steps makes them for its caller."""
    for filename, line in step.places:
        source = sources.get(os.path.realpath(filename))
        if source is not None:
            return source, line
    return None, 0


def _seen(key: Any, seen: Set[Any]) -> bool:
    """A file that is imported under two names makes each of its steps twice."""
    try:
        if key in seen:
            return True
        seen.add(key)
    except TypeError:
        pass  # an id that is no text: said elsewhere
    return False


def _read(path: str) -> str:
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (OSError, SyntaxError, UnicodeDecodeError):
        return ""


def _scan(text: str) -> Scan:
    try:
        return scan_source(text)
    except (SyntaxError, ValueError, RecursionError):
        return Scan()


def _only_id(text: str) -> Optional[str]:
    ids = {step.id for step in _scan(text).steps if step.id is not None}
    return ids.pop() if len(ids) == 1 else guess_id(text)
