"""Converts annotations to type hints of the protocol."""
from __future__ import annotations

import ast
import builtins
import collections.abc
import datetime
import decimal
import enum
import pathlib
import re
import sys
import typing
import uuid

from .faults import EMPTY, TimedOut
from .hint_words import ANY, NULL, UUID, combined, is_unset, is_unset_name, json_value, literal, union
from .names import STANDARD, full_name, name_of, top_level
from .records import is_built, is_record, record_fields
from .written import declaration, imported_for_checkers, written_fields

HINT_DEPTH = 8
HINT_NODES = 1000
SCALARS = (
    (bool, "boolean"),
    (int, "integer"),
    ((float, decimal.Decimal), "number"),
    ((str, pathlib.PurePath), "string"),
    ((bytes, bytearray, memoryview), "bytes"),
    (datetime.date, "datetime"),
    (datetime.timedelta, "number"),
)


class Budget:
    """Limits the size of a method's types, because some types refer to each other without end."""

    def __init__(self):
        self.left = HINT_NODES
        self.path = []
        self.cut = set()

    def spend(self):
        self.left -= 1
        if self.left < 0 and self.path:
            self.cut.add(self.path[0])
        return self.left >= 0


class Hints:

    def __init__(self, packages, scope):
        self.packages = packages
        self.scope = scope
        self.open = []
        self.budget = Budget()

    def of(self, annotation, depth=0):
        if depth > HINT_DEPTH or not self.budget.spend():
            return ANY
        try:
            return self.of_text(annotation, depth) if isinstance(annotation, str) else self.of_object(annotation, depth)
        except TimedOut:
            raise
        except Exception:  # an annotation may be any object; if it cannot be read, it is ignored
            return ANY

    def of_object(self, tp, depth):
        if tp is None or tp is type(None):
            return NULL
        if isinstance(tp, typing.ForwardRef):
            return self.of(tp.__forward_arg__, depth)
        for name in ("__supertype__", "__value__"):  # a NewType, or `type X = ...`
            if hasattr(tp, name) and not isinstance(tp, (type, enum.Enum)):
                return self.within(id(tp), lambda: self.of(getattr(tp, name), depth + 1))
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

    def within(self, key, describe):
        """Ends the recursion if a type contains itself."""
        if key in self.open:
            return ANY
        self.open.append(key)
        try:
            return describe()
        finally:
            self.open.pop()

    def of_class(self, tp, depth):
        if issubclass(tp, enum.Enum):
            return literal(list(tp))
        if is_record(tp):
            return self.of_record(tp)
        if issubclass(tp, uuid.UUID):
            return dict(UUID)
        for kinds, name in SCALARS:
            if issubclass(tp, kinds):
                return {"kind": name}
        for kinds, name in (((dict, collections.abc.Mapping), "dict"), ((list, tuple, set, frozenset), "list")):
            if issubclass(tp, kinds):
                return combined(name, [])
        if top_level(tp) in self.packages and is_built(tp):
            return self.of_record(tp)
        # A `Container` or `Task` that the client itself defines is not the standard type with this name.
        return combined(tp.__name__, []) if top_level(tp) in STANDARD else ANY

    def of_record(self, tp):
        if tp in self.open:
            return {"kind": "map", "of": ANY}
        return {"kind": "object", "class": full_name(tp), "fields": self.fields(tp)}

    def fields(self, tp):
        self.open.append(tp)
        module = sys.modules.get(tp.__module__)
        inner = Hints(self.packages, vars(module) if module else self.scope)
        inner.open = self.open
        inner.budget = self.budget
        try:
            written = written_fields(tp)
            return [describe_field(field, inner, written.get(field[0], EMPTY)) for field in record_fields(tp)]
        finally:
            self.open.pop()

    # The methods below read annotations that Python cannot evaluate, such as names imported only for type checkers.

    def of_text(self, text, depth):
        return self.within(text, lambda: self.of_node(ast.parse(text.strip(), mode="eval").body, depth + 1))

    def of_node(self, node, depth):
        if depth > HINT_DEPTH or not self.budget.spend():
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

    def unpacked(self, annotation):
        """Returns the typed dict `Options` of `**kwargs: Unpack[Options]`. The annotation may be a text."""
        if isinstance(annotation, str):
            match = re.match(r"(?:[\w.]*\.)?Unpack\[\s*[\"']?([\w.]+)[\"']?\s*\]$", annotation.strip())
            found = match.group(1) if match else EMPTY
        else:
            found = typing.get_args(annotation)[0] if "Unpack" in name_of(typing.get_origin(annotation)) else EMPTY
        if isinstance(found, typing.ForwardRef):
            found = found.__forward_arg__
        if isinstance(found, str):
            found = self.named(found)
        return found if is_record(found) else EMPTY

    def scopes(self):
        yield self.scope
        yield vars(builtins)
        for name, module in list(sys.modules.items()):
            if module and name.split(".")[0] in self.packages:
                yield vars(module)

    def named(self, path):
        first, *rest = path.split(".")
        value = next((scope[first] for scope in self.scopes() if first in scope), EMPTY)
        if value is EMPTY:
            value = imported_for_checkers(self.scope.get("__file__"), self.scope.get("__package__"), first)
        for part in rest:
            value = getattr(value, part, EMPTY)
        return value


def describe_field(field, hints, written=EMPTY):
    name, annotation, required, default = field
    hints.budget.path.append(name)
    described = {"name": name, "required": required, "type": hints.of(annotation)}
    hints.budget.path.pop()
    declared = declaration(annotation if written is EMPTY else written)
    if declared:
        described["declared"] = declared
    value = json_value(default)
    if value is not EMPTY:
        described["default"] = value
    return described
