"""What a source file says about its steps without being run: where each is made, and which targets it triggers."""

import ast
import re
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

_KINDS = ("api", "event", "cron", "noop")
_VERBS = ("trigger", "call")
_OWNERS = ("motia", "ctx", "context")
_ID = re.compile(r"""\bid\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)')""")


class ScannedStep:
    """:ivar name: of the function, or of what a noop is assigned to"""

    __slots__ = ("id", "last_line", "line", "name", "triggers")

    def __init__(self, id: Optional[str], name: str, line: int, last_line: int) -> None:
        self.id = id
        self.name = name
        self.line = line
        self.last_line = last_line
        self.triggers: List[str] = []


class Scan:
    """:ivar triggers: made outside of any step's function: any step of the file may be behind them"""

    def __init__(self) -> None:
        self.steps: List[ScannedStep] = []
        self.triggers: List[str] = []

    def find(self, id: Optional[str], line: int) -> Optional[ScannedStep]:
        """By the place where it was made, which a loop may make many of; else by its id."""
        by_line = [step for step in self.steps if step.line <= line <= step.last_line and step.id in (id, None)]
        by_id = [step for step in self.steps if step.id is not None and step.id == id]
        return next(iter(by_line or by_id), None)


def scan_source(source: str) -> Scan:
    """Raises SyntaxError, as the import would."""
    tree = ast.parse(source)
    scan = Scan()
    texts = _constants(tree)
    owned: Set[int] = set()
    for node in ast.walk(tree):
        for call, function in _made_steps(node):
            step = _to_step(call, function, node, texts)
            scan.steps.append(step)
            for target, trigger in _triggers(node, texts) if function else ():
                owned.add(id(trigger))
                step.triggers.append(target)
    scan.triggers = [target for target, trigger in _triggers(tree, texts) if id(trigger) not in owned]
    scan.steps.sort(key=lambda step: step.line)
    return scan


def guess_id(source: str) -> Optional[str]:
    """Of the only step of a file that cannot be parsed."""
    ids = {double or single for double, single in _ID.findall(source)}
    return ids.pop() if len(ids) == 1 else None


def _made_steps(node: ast.AST) -> Iterator[Tuple[ast.Call, bool]]:
    """Calls that make a step, and whether they decorate a function."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and _kind_of(decorator):
                yield decorator, True
    elif isinstance(node, (ast.Assign, ast.Expr, ast.AnnAssign)) and isinstance(node.value, ast.Call):
        if _kind_of(node.value):
            yield node.value, False


def _kind_of(call: ast.Call) -> Optional[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
    return name if name in _KINDS else None


def _to_step(call: ast.Call, is_decorator: bool, node: Any, texts: Dict[str, str]) -> ScannedStep:
    ids = [_text_of(keyword.value, texts) for keyword in call.keywords if keyword.arg == "id"]
    name = getattr(node, "name", "")
    if not is_decorator:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        name = next((target.id for target in targets if isinstance(target, ast.Name)), "")
    last_line = getattr(call, "end_lineno", None) or call.lineno
    return ScannedStep(ids[0] if ids else None, name, call.lineno, last_line)


def _triggers(tree: ast.AST, texts: Dict[str, str]) -> List[Tuple[str, ast.Call]]:
    found: List[Tuple[str, ast.Call]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not _is_trigger(node.func):
            continue
        given = node.args[0] if node.args else None
        for keyword in node.keywords:
            if keyword.arg == "target":
                given = keyword.value
        target = None if given is None else _text_of(given, texts)
        if target:
            found.append((target, node))
    return sorted(found, key=lambda one: (one[1].lineno, one[1].col_offset))


def _is_trigger(function: ast.AST) -> bool:
    """``motia.trigger``, ``ctx.call``, and both by their bare names."""
    if isinstance(function, ast.Name):
        return function.id in _VERBS
    if not isinstance(function, ast.Attribute) or function.attr not in _VERBS:
        return False
    owner = function.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", None)
    return name in _OWNERS


def _constants(tree: ast.Module) -> Dict[str, str]:
    """Names that the file gives to texts at its top."""
    texts: Dict[str, str] = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            texts.update((target.id, value.value) for target in targets if isinstance(target, ast.Name))
    return texts


def _text_of(node: ast.AST, texts: Dict[str, str]) -> Optional[str]:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    return texts.get(node.id) if isinstance(node, ast.Name) else None
