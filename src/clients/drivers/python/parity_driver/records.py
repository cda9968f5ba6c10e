"""Records: dataclasses, models of the pydantic kind, typed dicts, named tuples."""
from __future__ import annotations

import dataclasses
import functools
import sys
import typing

from .faults import EMPTY, quietly


def is_record(tp):
    if not isinstance(tp, type):
        return False
    return is_typed_dict(tp) or is_named_tuple(tp) or dataclasses.is_dataclass(tp) or model_fields(tp) is not None


@functools.lru_cache(maxsize=None)
def record_fields(tp):
    """(name, annotation, required, default) of every field that can be given."""
    hints = {**(getattr(tp, "__annotations__", None) or {}), **resolved_hints(tp)}
    if is_typed_dict(tp):
        required = getattr(tp, "__required_keys__", frozenset(hints) if tp.__total__ else frozenset())
        return [(name, each, name in required, EMPTY) for name, each in hints.items()]
    if is_named_tuple(tp):
        defaults = tp._field_defaults
        return [(name, hints.get(name, EMPTY), name not in defaults, defaults.get(name, EMPTY)) for name in tp._fields]
    if dataclasses.is_dataclass(tp):
        return [dataclass_field(each, hints) for each in dataclasses.fields(tp) if each.init]
    return [model_field(name, each, hints) for name, each in (model_fields(tp) or {}).items()]


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
    extras = {"include_extras": True} if sys.version_info >= (3, 9) else {}
    hints = quietly(lambda: typing.get_type_hints(value, **extras))
    return {} if hints is EMPTY else hints
