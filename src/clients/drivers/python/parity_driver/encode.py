"""Encodes values of the client for wireparity."""
from __future__ import annotations

import base64
import collections.abc
import dataclasses
import datetime
import decimal
import enum
import itertools
import math
import pathlib
import types
import uuid

from .faults import EMPTY, TimedOut, quietly, text_of, told
from .hint_words import json_value
from .members import computed_attributes, public_attributes, public_properties, slots
from .names import STANDARD, full_name, top_level
from .records import is_named_tuple, is_record, model_fields

VALUE_DEPTH = 12
ITEMS = 1000
NODES = 50_000
TEXT = 1_000_000
ALL_TEXT = 4_000_000


class Encoder:
    def __init__(self, packages, part_types):
        self.packages = packages
        self.part_types = part_types
        self.open = set()
        self.left = NODES
        self.text = ALL_TEXT

    def encode(self, value, depth):
        self.left -= 1
        if isinstance(value, (str, bytes, bytearray)):
            self.text -= len(value)
            if self.text < 0:
                return bounded(value, "%d characters or bytes" % len(value))
        scalar = encode_scalar(value)
        if scalar is not EMPTY:
            return scalar
        if id(value) in self.open:
            return opaque(value, "contains itself")
        if depth >= VALUE_DEPTH or self.left <= 0:
            return bounded(value, "nested too deeply" if self.left > 0 else "too large")
        if isinstance(value, (type, *self.part_types)):
            return opaque(value)
        self.open.add(id(value))
        try:
            return self.encode_inner(value, depth + 1)
        except TimedOut:
            raise
        except Exception as error:  # this runs code of the client, which may fail; the value is then reported as broken
            return opaque(value, told(error))
        finally:
            self.open.discard(id(value))

    def encode_inner(self, value, depth):
        kind = type(value)
        if is_named_tuple(kind):
            return self.encode_object(value, value._asdict(), depth)
        if isinstance(value, collections.abc.Mapping):
            return self.encode_map(value, depth)
        if isinstance(value, (list, tuple, set, frozenset, collections.deque)):
            items = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
            told_as = [self.encode(each, depth) for each in itertools.islice(items, ITEMS)]
            return told_as + ([bounded(value, "%d more items" % (len(value) - ITEMS))] if len(value) > ITEMS else [])
        fields = object_fields(value, self.packages)
        return opaque(value) if fields is None else self.encode_object(value, fields, depth)

    def encode_map(self, value, depth):
        fields = self.encode_fields(value.items(), depth)
        if len(value) > ITEMS:
            fields["…"] = bounded(value, "%d more members" % (len(value) - ITEMS))
        # A map with the key `$type` would look like a tagged value, so the map is sent as an object.
        return {"$type": "object", "class": full_name(type(value)), "fields": fields} if "$type" in fields else fields

    def encode_object(self, value, fields, depth):
        return {"$type": "object", "class": full_name(type(value)), "fields": self.encode_fields(fields.items(), depth)}

    def encode_fields(self, items, depth):
        return {key_text(name): self.encode(each, depth) for name, each in itertools.islice(items, ITEMS)}


def encode_scalar(value):
    if isinstance(value, enum.Enum):
        inner = json_value(value)
        return {"$type": "enum", "class": full_name(type(value)), "value": text_of(value.value) if inner is EMPTY else inner}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value) if len(value) <= TEXT else bounded(value, "%s… (%d characters)" % (value[:200], len(value)))
    if isinstance(value, int):
        return int(value) if value.bit_length() < 1024 else opaque(value, "an integer of %d bits" % value.bit_length())
    if isinstance(value, (float, decimal.Decimal)):
        return encode_number(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        data = bytes(value)
        return bounded(value, "%d bytes" % len(data)) if len(data) > TEXT else {"$type": "bytes", "base64": base64.b64encode(data).decode()}
    if isinstance(value, (datetime.datetime, datetime.date)):
        return {"$type": "datetime", "value": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, (uuid.UUID, pathlib.PurePath)) else EMPTY


def encode_number(value):
    number = float(value)
    return number if math.isfinite(number) else opaque(value, repr(number))


def key_text(key):
    return text_of(key.value if isinstance(key, enum.Enum) else key)


def object_fields(value, packages):
    kind = type(value)
    if dataclasses.is_dataclass(kind):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(kind) if hasattr(value, each.name)}
    elif model_fields(kind) is not None:
        extra = getattr(value, "__pydantic_extra__", None) or {}
        fields = {name: getattr(value, name) for name in [*model_fields(kind), *extra] if hasattr(value, name)}
    elif top_level(kind) in STANDARD and kind is not types.SimpleNamespace:
        return None
    elif callable(value) or not (hasattr(value, "__dict__") or slots(kind)):
        return None
    else:
        fields = public_attributes(value)
    if top_level(kind) in packages:
        fields.update({name: each for name, each in public_properties(value, packages).items() if name not in fields})
        if hasattr(kind, "__getattr__"):
            fields.update({name: each for name, each in computed_attributes(value).items() if name not in fields})
    return fields or (fields if is_record(kind) else None)


def opaque(value, note=None):
    text = note if note is not None else quietly(lambda: repr(value))
    return {"$type": "opaque", "class": full_name(type(value)), "text": "" if text is EMPTY else text_of(text, 1000)}


def bounded(value, note):
    return {**opaque(value, note), "bounded": True}
