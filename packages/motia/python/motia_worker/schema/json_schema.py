"""JSON Schema (2020-12, the parts that steps use) compiled to closures: each gives ``None``, or the issues of a value.

A schema is walked once, when its step is loaded. Keywords of one kind of value are in ``keywords.py``.
"""

from typing import Any, Dict, List, Optional

from motia_worker.schema.issue import Issue, SchemaError
from motia_worker.schema.keywords import GROUPS, KEYWORDS, Check, kind_words, of_type, word_of

_JSON_KEYS = ("properties", "anyOf", "oneOf", "allOf", "$ref", "enum", "const", "items", "not", "$defs")
_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")


def is_json_schema(written: Any) -> bool:
    """Whether a dict is JSON Schema, and no dict of types."""
    if not isinstance(written, dict):
        return False
    if "$schema" in written:
        return True
    kind = written.get("type")
    if isinstance(kind, str) or (isinstance(kind, list) and kind and all(isinstance(item, str) for item in kind)):
        return True
    return any(key in written and _is_json(written[key]) for key in _JSON_KEYS) and all(map(_is_json, written.values()))


def compile_check(schema: Any) -> Optional[Check]:
    """``None`` if it takes everything. Raises ``SchemaError``."""
    return _Compiler(schema).compile(schema, "")


class _Compiler:
    def __init__(self, root: Any) -> None:
        self._root = root
        self._references: Dict[str, List[Optional[Check]]] = {}

    def compile(self, schema: Any, path: str) -> Optional[Check]:
        if schema is True or schema == {}:
            return None
        if schema is False:
            return lambda _: [Issue("is not allowed")]
        if not isinstance(schema, dict):
            raise SchemaError("{!r} is no JSON Schema{}".format(schema, _at(path)))
        checks = [self._type(schema["type"], path)] if "type" in schema else []
        if "$ref" in schema:
            checks.append(self._reference(schema["$ref"], path))
        found = [create for keyword, create in KEYWORDS.items() if keyword in schema]
        found += [create for keywords, create in GROUPS if any(keyword in schema for keyword in keywords)]
        for create in found:
            check = create(schema, lambda part, name: self.compile(part, _join(path, name)))
            if check is not None:
                checks.append(check)
        for keyword, combine in (("anyOf", _any_of), ("oneOf", _one_of), ("allOf", _all_of)):
            if keyword in schema:
                parts = [self.compile(part, _join(path, keyword)) for part in schema[keyword]]
                checks.append(combine(parts, schema[keyword]))
        if "not" in schema:
            checks.append(_not(self.compile(schema["not"], _join(path, "not"))))
        return _all(checks)

    def _type(self, kinds: Any, path: str) -> Check:
        names = kinds if isinstance(kinds, list) else [kinds]
        for name in names:
            if name not in _TYPES:
                raise SchemaError('"{}" is no type of JSON Schema{}'.format(name, _at(path)))
        return of_type(names)

    def _reference(self, reference: Any, path: str) -> Check:
        """Compiled once, when first met; a schema that holds itself finds the same again."""
        found = self._references.get(reference)
        if found is None:
            found = self._references[reference] = [None]
            found[0] = self.compile(self._resolve(reference, path), str(reference))
        cell = found

        def check(value: Any) -> Optional[List[Issue]]:
            inner = cell[0]
            return None if inner is None else inner(value)

        return check

    def _resolve(self, reference: Any, path: str) -> Any:
        target = self._root
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SchemaError("$ref {!r} leads out of the schema{}".format(reference, _at(path)))
        for part in reference[1:].split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, dict) or name not in target:
                raise SchemaError("$ref {!r} leads nowhere{}".format(reference, _at(path)))
            target = target[name]
        return target


def _all(checks: List[Check]) -> Optional[Check]:
    if not checks:
        return None
    if len(checks) == 1:
        return checks[0]
    first, rest = checks[0], checks[1:]
    if len(rest) == 1:
        second = rest[0]
        return lambda value: _joined(first(value), second(value))

    def check(value: Any) -> Optional[List[Issue]]:
        issues = first(value)
        for other in rest:
            issues = _joined(issues, other(value))
        return issues

    return check


def _joined(first: Optional[List[Issue]], second: Optional[List[Issue]]) -> Optional[List[Issue]]:
    if second is None:
        return first
    return second if first is None else first + second


def _all_of(parts: List[Optional[Check]], _: Any) -> Check:
    return _all([part for part in parts if part is not None]) or (lambda _: None)


def _any_of(parts: List[Optional[Check]], schemas: Any) -> Check:
    def check(value: Any) -> Optional[List[Issue]]:
        failed: List[List[Issue]] = []
        for part in parts:
            issues = None if part is None else part(value)
            if issues is None:
                return None
            failed.append(issues)
        return _nearest(value, failed, schemas)

    return check


def _one_of(parts: List[Optional[Check]], schemas: Any) -> Check:
    def check(value: Any) -> Optional[List[Issue]]:
        results = [None if part is None else part(value) for part in parts]
        matching = sum(1 for issues in results if issues is None)
        if matching == 1:
            return None
        if matching > 1:
            return [Issue("must match exactly one of {} forms; it matches {}".format(len(parts), matching))]
        return _nearest(value, [issues for issues in results if issues is not None], schemas)

    return check


def _nearest(value: Any, failed: List[List[Issue]], schemas: Any) -> List[Issue]:
    """What to say when no form matches: of the only one that got past its type, or of all their types."""
    beyond = [issues for issues in failed if not any(getattr(issue, "is_kind", False) for issue in issues)]
    if len(beyond) == 1:
        return beyond[0]
    kinds = [schema.get("type") for schema in schemas if isinstance(schema, dict)]
    if not beyond and all(isinstance(kind, str) for kind in kinds):
        return [Issue("must be {}; it is {}".format(kind_words(list(map(str, kinds))), word_of(value)))]
    return [Issue("matches none of {} forms: {}".format(len(failed), "; ".join(_said(issues[0]) for issues in failed)))]


def _said(issue: Issue) -> str:
    return "{} {}".format(issue.path, issue.message) if issue.path else issue.message


def _not(part: Optional[Check]) -> Check:
    return lambda value: [Issue("is not allowed")] if part is None or part(value) is None else None


def _is_json(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(_is_json, value.values()))
    if isinstance(value, list):
        return all(map(_is_json, value))
    return value is None or isinstance(value, (str, int, float, bool))


def _join(path: str, part: str) -> str:
    return part if path == "" else "{}.{}".format(path, part)


def _at(path: str) -> str:
    return " at {}".format(path) if path else ""
