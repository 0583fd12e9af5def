"""The keywords of JSON Schema that look at one value, each as a function that makes a check of it.

Messages say what was expected and what came.
"""

import json
import re
from typing import Any, Callable, Dict, List, Optional

from motia_worker.schema.formats import FORMATS
from motia_worker.schema.issue import Issue, SchemaError

Check = Callable[[Any], Optional[List[Issue]]]
Compile = Callable[[Any, str], Optional[Check]]
Create = Callable[[Dict[str, Any], Compile], Optional[Check]]

_WORDS = {
    "null": "null",
    "boolean": "a boolean",
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
    "array": "an array",
    "object": "an object",
}


class KindIssue(Issue):
    """The value is of another type altogether."""

    __slots__ = ()

    @property
    def is_kind(self) -> bool:
        return not self._parts


def word_of(value: Any) -> str:
    """What a value is, in JSON's words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"


def kind_words(kinds: List[str]) -> str:
    words = [_WORDS.get(kind, kind) for kind in kinds]
    return words[0] if len(words) == 1 else "{} or {}".format(", ".join(words[:-1]), words[-1])


def of_type(kinds: List[str]) -> Check:
    """A bool is no number; 1.0 is an integer, as JSON Schema has it."""
    classes: Any = set()
    for kind in kinds:
        classes.update(_CLASSES[kind])
    takes_whole = "integer" in kinds and "number" not in kinds
    words = kind_words(kinds)

    def check(value: Any) -> Optional[List[Issue]]:
        if type(value) in classes:
            return None
        if takes_whole and type(value) is float:
            if value.is_integer():
                return None
            return [Issue("must be {}; it is {!r}".format(words, value))]
        return [KindIssue("must be {}; it is {}".format(words, word_of(value)))]

    return check


_CLASSES = {
    "null": (type(None),),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}


def _members(schema: Dict[str, Any], compile_part: Compile) -> Check:
    properties = schema.get("properties", {})
    required = list(schema.get("required", []))
    patterns = [(_pattern(key), compile_part(part, key)) for key, part in schema.get("patternProperties", {}).items()]
    others = schema.get("additionalProperties", True)
    check_others = compile_part(others, "*")
    compiled = [(name, compile_part(part, name)) for name, part in properties.items()]
    checks = [(name, check) for name, check in compiled if check is not None]

    def check_members(value: Any) -> Optional[List[Issue]]:
        if type(value) is not dict:
            return None
        issues: Optional[List[Issue]] = None
        for name in required:
            if name not in value:
                issues = (issues or []) + [Issue("is required").within(name)]
        for name, check in checks:
            if name in value:
                found = check(value[name])
                if found is not None:
                    issues = (issues or []) + [issue.within(name) for issue in found]
        if check_others is not None or patterns:
            issues = _join(issues, unnamed(value))
        return issues

    def unnamed(value: Dict[str, Any]) -> List[Issue]:
        issues: List[Issue] = []
        for name, item in value.items():
            matching = [check for pattern, check in patterns if pattern.search(name)]
            if not matching and name not in properties:
                matching = [check_others]
            for check in matching:
                found = None if check is None else check(item)
                issues.extend(issue.within(name) for issue in found or ())
        return issues

    return check_members


def _items(schema: Dict[str, Any], compile_part: Compile) -> Check:
    prefix = [compile_part(part, str(i)) for i, part in enumerate(schema.get("prefixItems", []))]
    rest = compile_part(schema.get("items", True), "*")

    def check_items(value: Any) -> Optional[List[Issue]]:
        if type(value) is not list:
            return None
        issues: Optional[List[Issue]] = None
        for i, item in enumerate(value):
            check = prefix[i] if i < len(prefix) else rest
            found = None if check is None else check(item)
            if found is not None:
                issues = (issues or []) + [issue.within(i) for issue in found]
        return issues

    return check_items


def _enum(schema: Dict[str, Any], _: Compile) -> Check:
    values = [schema["const"]] if "const" in schema else list(schema["enum"])
    words = ", ".join(_show(value) for value in values)
    message = "must be {}{{}}".format("one of " + words if len(values) != 1 else words)

    def check(value: Any) -> Optional[List[Issue]]:
        if any(_is_same(value, allowed) for allowed in values):
            return None
        return [Issue(message.replace("{}", "; it is " + _show(value)))]

    return check


def _bound(keyword: str, words: str, holds: Callable[[Any, Any], bool]) -> Create:
    def create(schema: Dict[str, Any], _: Compile) -> Check:
        bound = schema[keyword]

        def check(value: Any) -> Optional[List[Issue]]:
            if isinstance(value, bool) or not isinstance(value, (int, float)) or holds(value, bound):
                return None
            return [Issue("must be {} {}; it is {}".format(words, _show(bound), _show(value)))]

        return check

    return create


def _size(keyword: str, kind: Any, words: str, unit: str, holds: Callable[[int, Any], bool]) -> Create:
    def create(schema: Dict[str, Any], _: Compile) -> Check:
        bound = schema[keyword]
        noun = unit if bound == 1 else unit + "s"

        def check(value: Any) -> Optional[List[Issue]]:
            if not isinstance(value, kind) or holds(len(value), bound):
                return None
            return [Issue("must have {} {} {}; it has {}".format(words, bound, noun, len(value)))]

        return check

    return create


def _unique(schema: Dict[str, Any], _: Compile) -> Optional[Check]:
    if not schema["uniqueItems"]:
        return None

    def check(value: Any) -> Optional[List[Issue]]:
        if not isinstance(value, list):
            return None
        seen: Any = set()
        for i, item in enumerate(value):
            key = json.dumps(item, sort_keys=True)
            if key in seen:
                return [Issue("is there twice; items must differ").within(i)]
            seen.add(key)
        return None

    return check


def _matches(schema: Dict[str, Any], _: Compile) -> Check:
    pattern = _pattern(schema["pattern"])
    message = "must match the pattern {}".format(schema["pattern"])
    return lambda value: None if not isinstance(value, str) or pattern.search(value) else [Issue(message)]


def _format(schema: Dict[str, Any], _: Compile) -> Optional[Check]:
    known = FORMATS.get(schema["format"])
    if known is None:
        return None  # JSON Schema: an unknown format is for people
    words, holds = known
    message = "must be {}; it is ".format(words)
    return lambda value: None if not isinstance(value, str) or holds(value) else [Issue(message + _show(value))]


def _pattern(text: Any) -> Any:
    try:
        return re.compile(text)
    except (re.error, TypeError) as error:
        raise SchemaError("the pattern {!r} is no regular expression ({})".format(text, error)) from None


def _is_multiple(value: Any, factor: Any) -> bool:
    if isinstance(value, int) and isinstance(factor, int):
        return value % factor == 0
    quotient = value / factor
    return bool(abs(quotient - round(quotient)) < 1e-9)


def _is_same(one: Any, other: Any) -> bool:
    """JSON knows true from 1, which Python does not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (list, dict)):
        return type(one) is type(other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    return bool(one == other)


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _join(first: Optional[List[Issue]], second: List[Issue]) -> Optional[List[Issue]]:
    return (first or []) + second if second else first


KEYWORDS: Dict[str, Create] = {
    "enum": _enum,
    "const": _enum,
    "minimum": _bound("minimum", "at least", lambda value, bound: value >= bound),
    "maximum": _bound("maximum", "at most", lambda value, bound: value <= bound),
    "exclusiveMinimum": _bound("exclusiveMinimum", "more than", lambda value, bound: value > bound),
    "exclusiveMaximum": _bound("exclusiveMaximum", "less than", lambda value, bound: value < bound),
    "multipleOf": _bound("multipleOf", "a multiple of", _is_multiple),
    "minLength": _size("minLength", str, "at least", "character", lambda size, bound: size >= bound),
    "maxLength": _size("maxLength", str, "at most", "character", lambda size, bound: size <= bound),
    "minItems": _size("minItems", list, "at least", "item", lambda size, bound: size >= bound),
    "maxItems": _size("maxItems", list, "at most", "item", lambda size, bound: size <= bound),
    "minProperties": _size("minProperties", dict, "at least", "member", lambda size, bound: size >= bound),
    "maxProperties": _size("maxProperties", dict, "at most", "member", lambda size, bound: size <= bound),
    "uniqueItems": _unique,
    "pattern": _matches,
    "format": _format,
}

#: Several keywords that are one check together.
GROUPS = (
    (("properties", "required", "additionalProperties", "patternProperties"), _members),
    (("items", "prefixItems"), _items),
)
