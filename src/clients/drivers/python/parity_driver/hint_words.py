"""The protocol's names for types, and rules for combining them."""
from __future__ import annotations

import collections.abc
import enum
import json
import re
import typing

from .faults import EMPTY, quietly

ANY = {"kind": "any"}
NULL = {"kind": "null"}
UUID = {"kind": "string", "format": "uuid"}
LISTS = frozenset(
    "list List Sequence MutableSequence Iterable Iterator Collection Container set Set frozenset FrozenSet AbstractSet "
    "MutableSet tuple Tuple deque Deque Generator AsyncGenerator AsyncIterator AsyncIterable".split()
)
MAPS = frozenset("dict Dict Mapping MutableMapping OrderedDict defaultdict DefaultDict".split())
WRAPPERS = frozenset(
    "Annotated Required NotRequired ReadOnly Final ClassVar ContextManager AbstractContextManager AsyncContextManager "
    "AbstractAsyncContextManager Unpack".split()
)
RESULTS = frozenset("Awaitable Coroutine Future Task".split())
# Values with these names mean "not given". Some clients include such values in unions.
UNSET = re.compile(r"^_*(NotGiven|Omit|Unset|Undefined|Missing|Sentinel)(Type)?_*$", re.IGNORECASE)


def is_function(annotation):
    """Returns True for a callback type such as `Callable[[dict], None]`. The type may be optional, or written as a text."""
    if isinstance(annotation, str):
        return bool(re.match(r"(?:[\w.]*Optional\[)?[\w.]*Callable\b", annotation))
    choices = [each for each in typing.get_args(annotation) if each is not type(None)]
    if typing.get_origin(annotation) is typing.Union or type(annotation).__name__ == "UnionType":
        return all(is_function(each) for each in choices)
    return collections.abc.Callable in (annotation, typing.get_origin(annotation))


def is_unset_name(node):
    return getattr(node, "value", None) is Ellipsis or bool(UNSET.match(getattr(node, "attr", getattr(node, "id", ""))))


def is_unset(tp):
    return tp is Ellipsis or (isinstance(tp, type) and bool(UNSET.match(tp.__name__)))


def combined(name, inner):
    if name in ("Union", "UnionType"):
        return union(inner)
    if name == "Optional":
        return union([*inner, NULL])
    if name in LISTS:
        return {"kind": "list", "of": union(inner[:1] if name.endswith("Generator") else inner)}
    if name in MAPS:
        return {"kind": "map", "of": inner[-1] if inner else ANY}
    if name in WRAPPERS:
        return inner[0] if inner else ANY
    if name in RESULTS:
        return inner[-1] if inner else ANY
    by_name = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "bytes": "bytes"}
    by_name.update({"datetime": "datetime", "date": "datetime", "None": "null", "Decimal": "number", "timedelta": "number"})
    if name == "UUID":
        return dict(UUID)
    return {"kind": by_name.get(name, "any")}


def union(hints):
    flat = []
    for each in hints:
        flat += [one for one in (each["of"] if each["kind"] == "union" else [each]) if one not in flat]
    if not flat:
        return ANY
    return flat[0] if len(flat) == 1 else {"kind": "union", "of": flat}


def literal(values):
    told_as = [json_value(each) for each in values]
    return {"kind": "literal", "values": [each for each in told_as if each is not EMPTY]}


def json_value(value):
    if isinstance(value, enum.Enum):
        value = value.value
    if value is EMPTY or not isinstance(value, (type(None), bool, int, float, str, list, tuple, dict)):
        return EMPTY
    told_as = quietly(lambda: json.loads(json.dumps(value, allow_nan=False)))
    return told_as
