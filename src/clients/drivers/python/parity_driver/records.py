"""Recognises records: dataclasses, pydantic-style models, typed dicts, named tuples."""
from __future__ import annotations

import dataclasses
import enum
import functools
import inspect
import sys
import types
import typing

from .faults import EMPTY, quietly
from .names import STANDARD, top_level
from .written import imported_for_checkers

EXTRAS = {"include_extras": True} if sys.version_info >= (3, 9) else {}


def is_record(tp):
    if not isinstance(tp, type):
        return False
    return is_typed_dict(tp) or is_named_tuple(tp) or dataclasses.is_dataclass(tp) or model_fields(tp) is not None


def is_built(tp):
    """Returns True for types that callers construct: records, and classes whose parameters can all be given as values."""
    if is_record(tp):
        return True
    if not isinstance(tp, type) or top_level(tp) in STANDARD or issubclass(tp, (BaseException, enum.Enum)):
        return False
    fields = constructor_fields(tp)
    return bool(fields) and all(is_value(annotation) for _, annotation, _, _ in fields)


def constructor_fields(tp):
    function = tp.__init__
    signature = quietly(lambda: inspect.signature(function)) if inspect.isfunction(function) else EMPTY
    parameters = [] if signature is EMPTY else list(signature.parameters.values())[1:]
    if any(each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD, each.POSITIONAL_ONLY) for each in parameters):
        return []
    hints = resolved_hints(function)
    return [(each.name, hints.get(each.name, each.annotation), each.default is EMPTY, each.default) for each in parameters]


def is_value(annotation):
    """Returns True for built-in types, generic types of built-in types, and records, at any depth."""
    if typing.get_args(annotation) and typing.get_origin(annotation) is not typing.Literal:
        return all(is_value(each) for each in typing.get_args(annotation))
    if annotation is EMPTY or isinstance(annotation, str):
        return False
    if not isinstance(annotation, type):
        return annotation is typing.Any or typing.get_origin(annotation) is typing.Literal or annotation is Ellipsis
    return top_level(annotation) in VALUES or is_record(annotation) or issubclass(annotation, enum.Enum)


VALUES = {"builtins", "datetime", "decimal", "uuid", "typing", "collections", "pathlib"}


@functools.lru_cache(maxsize=None)
def record_fields(tp):
    hints = {**(getattr(tp, "__annotations__", None) or {}), **resolved_hints(tp)}
    if is_typed_dict(tp):
        required = getattr(tp, "__required_keys__", frozenset(hints) if tp.__total__ else frozenset())
        return [(name, each, is_required(each, name in required), EMPTY) for name, each in hints.items()]
    if is_named_tuple(tp):
        defaults = tp._field_defaults
        return [(name, hints.get(name, EMPTY), name not in defaults, defaults.get(name, EMPTY)) for name in tp._fields]
    if dataclasses.is_dataclass(tp):
        return [dataclass_field(each, hints) for each in dataclasses.fields(tp) if each.init]
    models = model_fields(tp)
    return constructor_fields(tp) if models is None else [model_field(name, each, hints) for name, each in models.items()]


def is_required(annotation, usual):
    """Reads `Required[str]` and `NotRequired[str]`. Python does not recognise these types in postponed annotations."""
    text = getattr(annotation, "__forward_arg__", annotation)
    written = text.split("[")[0].split(".")[-1] if isinstance(text, str) else None
    word = written or getattr(typing.get_origin(annotation), "_name", None)
    return {"Required": True, "NotRequired": False}.get(word, usual)


def dataclass_field(field, hints):
    missing = dataclasses.MISSING
    required = field.default is missing and field.default_factory is missing
    return (field.name, hints.get(field.name, field.type), required, EMPTY if field.default is missing else field.default)


def model_field(name, field, hints):
    required = field.is_required() if hasattr(field, "is_required") else bool(getattr(field, "required", False))
    annotation = hints.get(name, getattr(field, "annotation", getattr(field, "outer_type_", EMPTY)))
    has_factory = getattr(field, "default_factory", None) is not None
    return (name, annotation, required, EMPTY if required or has_factory else getattr(field, "default", EMPTY))


def is_typed_dict(tp):
    return isinstance(tp, type) and issubclass(tp, dict) and hasattr(tp, "__total__")


def is_named_tuple(tp):
    return isinstance(tp, type) and issubclass(tp, tuple) and hasattr(tp, "_fields")


def model_fields(tp):
    fields = getattr(tp, "model_fields" if hasattr(tp, "model_fields") else "__fields__", None)
    return fields if isinstance(fields, dict) else None


def resolved_hints(value):
    hints = quietly(lambda: typing.get_type_hints(value, **EXTRAS))
    return hints_one_by_one(value) if hints is EMPTY else hints


def hints_one_by_one(value):
    """Evaluates each annotation separately, because one annotation may fail."""
    found = {}
    for owner in reversed(value.__mro__) if isinstance(value, type) else [value]:
        module = sys.modules.get(getattr(owner, "__module__", None) or "")
        scope = getattr(owner, "__globals__", vars(module) if module else {})
        for name, annotation in (getattr(owner, "__annotations__", None) or {}).items():
            told = types.SimpleNamespace(__annotations__={name: annotation})
            made = quietly(lambda told=told: typing.get_type_hints(told, scope, CheckerNames(scope), **EXTRAS))
            found.update({} if made is EMPTY else made)
    return found


class CheckerNames(dict):
    """Returns the names that a module imports only `if TYPE_CHECKING`."""

    def __init__(self, scope):
        super().__init__()
        self.scope = scope

    def __missing__(self, name):
        value = EMPTY if name in self.scope else imported_for_checkers(self.scope.get("__file__"), self.scope.get("__package__"), name)
        if value is EMPTY:
            raise KeyError(name)
        return value
