"""Annotations in the words of the protocol."""
from __future__ import annotations

import ast
import builtins
import collections.abc
import datetime
import decimal
import enum
import json
import pathlib
import re
import sys
import typing
import uuid

from .faults import EMPTY, TimedOut, quietly
from .names import full_name, name_of
from .records import is_record, record_fields
from .written import declaration, written_fields

ANY = {"kind": "any"}
NULL = {"kind": "null"}
HINT_DEPTH = 8
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
# Words for "not given" that some clients put into their unions.
UNSET = re.compile(r"^_*(NotGiven|Omit|Unset|Undefined|Missing|Sentinel)(Type)?_*$", re.IGNORECASE)
SCALARS = (
    (bool, "boolean"),
    (int, "integer"),
    ((float, decimal.Decimal), "number"),
    ((str, uuid.UUID, pathlib.PurePath), "string"),
    ((bytes, bytearray, memoryview), "bytes"),
    (datetime.date, "datetime"),
)


class Hints:
    """Says in the protocol's words what an annotation says."""

    def __init__(self, packages, scope):
        self.packages = packages
        self.scope = scope
        self.open = []

    def of(self, annotation, depth=0):
        if depth > HINT_DEPTH:
            return ANY
        try:
            return self.of_text(annotation, depth) if isinstance(annotation, str) else self.of_object(annotation, depth)
        except TimedOut:
            raise
        except Exception:  # an annotation is any object: one that cannot be read says nothing
            return ANY

    def of_object(self, tp, depth):
        if tp is None or tp is type(None):
            return NULL
        if isinstance(tp, typing.ForwardRef):
            return self.of_text(tp.__forward_arg__, depth)
        for name in ("__supertype__", "__value__"):  # NewType, and `type X = ...`
            if hasattr(tp, name) and not isinstance(tp, (type, enum.Enum)):
                return self.of(getattr(tp, name), depth + 1)
        if isinstance(tp, typing.TypeVar):
            choices = tp.__constraints__ or ((tp.__bound__,) if tp.__bound__ else ())
            return union([self.of(each, depth + 1) for each in choices])
        origin = typing.get_origin(tp)
        if origin is None:
            return self.of_class(tp, depth) if isinstance(tp, type) else combined(name_of(tp), [])
        if name_of(origin) == "Literal":
            return literal(typing.get_args(tp))
        if is_record(origin):
            return self.of_class(origin, depth)
        return combined(name_of(origin), [self.of(each, depth + 1) for each in typing.get_args(tp) if not is_unset(each)])

    def of_class(self, tp, depth):
        if issubclass(tp, enum.Enum):
            return literal(list(tp))
        if is_record(tp):
            return self.of_record(tp)
        for kinds, name in SCALARS:
            if issubclass(tp, kinds):
                return {"kind": name}
        for kinds, name in (((dict, collections.abc.Mapping), "dict"), ((list, tuple, set, frozenset), "list")):
            if issubclass(tp, kinds):
                return combined(name, [])
        return combined(tp.__name__, [])

    def of_record(self, tp):
        if tp in self.open:
            return {"kind": "map", "of": ANY}
        return {"kind": "object", "class": full_name(tp), "fields": self.fields(tp)}

    def fields(self, tp):
        self.open.append(tp)
        module = sys.modules.get(tp.__module__)
        inner = Hints(self.packages, vars(module) if module else self.scope)
        inner.open = self.open
        try:
            written = written_fields(tp)
            return [describe_field(field, inner, written.get(field[0], EMPTY)) for field in record_fields(tp)]
        finally:
            self.open.pop()

    # An annotation that cannot be evaluated: a name is imported for type checkers only, or the Python is too old for it.

    def of_text(self, text, depth):
        return self.of_node(ast.parse(text.strip(), mode="eval").body, depth + 1)

    def of_node(self, node, depth):
        if depth > HINT_DEPTH:
            return ANY
        if isinstance(node, ast.Constant):
            return self.of(node.value, depth) if node.value is None or isinstance(node.value, str) else ANY
        if isinstance(node, ast.BinOp):
            return union([self.of_node(each, depth) for each in (node.left, node.right) if not is_unset_name(each)])
        if isinstance(node, ast.Subscript):
            return self.of_subscript(node, depth)
        name = ast.unparse(node) if hasattr(ast, "unparse") else getattr(node, "attr", getattr(node, "id", ""))
        value = self.named(name)
        return combined(name.split(".")[-1], []) if value is EMPTY else self.of_object(value, depth)

    def of_subscript(self, node, depth):
        name = getattr(node.value, "attr", getattr(node.value, "id", ""))
        inner = node.slice.value if type(node.slice).__name__ == "Index" else node.slice
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if name == "Literal":
            return literal([ast.literal_eval(each) for each in parts])
        if name == "Annotated":
            parts = parts[:1]
        value = self.named(name)
        if value is not EMPTY and is_record(value):
            return self.of_object(value, depth)
        kept = [each for each in parts if not is_unset_name(each)]
        return combined(name, [self.of_node(each, depth + 1) for each in kept])

    def named(self, path):
        first, *rest = path.split(".")
        scopes = [self.scope, vars(builtins)]
        scopes += [vars(each) for name, each in list(sys.modules.items()) if each and name.split(".")[0] in self.packages]
        value = next((scope[first] for scope in scopes if first in scope), EMPTY)
        for part in rest:
            value = getattr(value, part, EMPTY)
        return value


def describe_field(field, hints, written=EMPTY):
    name, annotation, required, default = field
    described = {"name": name, "required": required, "type": hints.of(annotation)}
    declared = declaration(annotation if written is EMPTY else written)
    if declared:
        described["declared"] = declared
    value = json_value(default)
    if value is not EMPTY:
        described["default"] = value
    return described


def is_unset_name(node):
    return getattr(node, "value", None) is Ellipsis or bool(UNSET.match(getattr(node, "attr", getattr(node, "id", ""))))


def is_unset(tp):
    return tp is Ellipsis or (isinstance(tp, type) and bool(UNSET.match(tp.__name__)))


def combined(name, inner):
    """The hint of a generic type, `List[…]`, from those of its arguments."""
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
    by_name.update({"datetime": "datetime", "date": "datetime", "None": "null", "UUID": "string", "Decimal": "number"})
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
    """The value as JSON, or EMPTY."""
    if isinstance(value, enum.Enum):
        value = value.value
    if value is EMPTY or not isinstance(value, (type(None), bool, int, float, str, list, tuple, dict)):
        return EMPTY
    told_as = quietly(lambda: json.loads(json.dumps(value, allow_nan=False)))
    return told_as
