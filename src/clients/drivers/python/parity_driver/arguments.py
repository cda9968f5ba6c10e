"""Converts each value from wireparity to the type that the client expects."""
from __future__ import annotations

import base64
import datetime
import decimal
import enum
import inspect
import re
import typing
import uuid

from .faults import EMPTY, quietly
from .hint_words import LISTS, MAPS, WRAPPERS, is_function
from .methods import function_of
from .modules import find
from .names import name_of
from .records import is_built, is_record, is_typed_dict, record_fields, resolved_hints


def bind(method, given, heard=lambda _: None):
    """Returns the arguments of a call. A callback among the arguments passes its own arguments to the function `heard`."""
    signature = quietly(lambda: inspect.signature(method))
    resolved = resolved_hints(function_of(method))
    values = {}
    for name, value in given.items():
        values[name] = coerce(decode(value), resolved.get(name, EMPTY))
    parameters = [] if signature is EMPTY else list(signature.parameters.values())
    for parameter in parameters:
        if parameter.default is EMPTY and is_function(resolved.get(parameter.name, parameter.annotation)):
            values[parameter.name] = lambda *told, **_: heard(told[0] if len(told) == 1 else told)
    # If values are given for `*names`, the parameters before `*names` cannot be given by name.
    rest = next((each.name for each in parameters if each.kind is each.VAR_POSITIONAL and values.get(each.name)), None)
    args = []
    for parameter in parameters:
        if parameter.kind is parameter.POSITIONAL_ONLY or (rest and parameter.kind is parameter.POSITIONAL_OR_KEYWORD):
            if parameter.name in values or (parameter.default is not EMPTY and values):
                args.append(values.pop(parameter.name, parameter.default))
    return (args + values.pop(rest) if rest else args), values


def decode(value):
    if isinstance(value, list):
        return [decode(each) for each in value]
    if not isinstance(value, dict):
        return value
    tag = value.get("$type")
    if tag == "datetime":
        return moment(value["value"])
    if tag == "tuple":
        return tuple(decode(each) for each in value["items"])
    if tag == "bytes":
        return base64.b64decode(value["base64"])
    if tag == "enum":
        return coerce(value["value"], class_named(value["class"]))
    if tag == "object":
        return coerce({name: decode(each) for name, each in value["fields"].items()}, class_named(value["class"]))
    return {name: decode(each) for name, each in value.items()}


def moment(text):
    """Older versions of Python cannot parse `Z`, and can parse only fractions with exactly 6 digits."""
    match = re.match(r"^([^.]*?)(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d)?$", text)
    if match is None or "T" not in text.upper():
        return datetime.datetime.fromisoformat(text)
    whole, fraction, zone = match.groups()
    fraction = "." + fraction[:6].ljust(6, "0") if fraction else ""
    zone = "+00:00" if zone in ("Z", "z") else zone or ""
    return datetime.datetime.fromisoformat(whole + fraction + (zone if ":" in zone or not zone else zone[:3] + ":" + zone[3:]))


def class_named(path):
    return quietly(lambda: find(path))


def coerce(value, tp):
    """Converts a value to the annotated type. JSON cannot express some types, for example an enum member or a model."""
    made = quietly(lambda: coerced(value, tp))
    return value if made is EMPTY else made


def coerced(value, tp):
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    name = name_of(origin)
    if name in WRAPPERS:
        return coerced(value, args[0])
    if name in ("Union", "UnionType"):
        return coerced_by_one(value, [each for each in args if each is not type(None)])
    if isinstance(value, list) and name in LISTS and args:
        made = [coerce(each, args[0]) for each in value]
        return origin(made) if origin in (tuple, set, frozenset) else made
    if isinstance(value, dict) and name in MAPS and args:
        return {key: coerce(each, args[-1]) for key, each in value.items()}
    if not isinstance(tp, type):
        return value
    if issubclass(tp, enum.Enum) and not isinstance(value, tp):
        return tp(value)
    if tp is datetime.date and isinstance(value, datetime.datetime):
        return value.date()
    if issubclass(tp, datetime.timedelta) and isinstance(value, (int, float)):
        return tp(seconds=value)
    if issubclass(tp, decimal.Decimal) and isinstance(value, (int, float)):
        return tp(str(value))
    if issubclass(tp, uuid.UUID) and isinstance(value, str):
        return tp(value)
    if isinstance(value, dict) and is_built(tp):
        return built(value, tp)
    return value


def coerced_by_one(value, choices):
    """If several types of a union accept the value, prefers the type that keeps the value unchanged."""
    plain = [typing.get_origin(each) or each for each in choices]
    if value is None or any(isinstance(each, type) and not is_record(each) and type(value) is each for each in plain):
        choices = [each for each in choices if typing.get_origin(each) is type(value)][:1]
    for each in choices:
        made = quietly(lambda each=each: coerced(value, each))
        if made is not EMPTY and made is not value:
            return made
    return value


def built(value, tp):
    hints = {name: annotation for name, annotation, _, _ in record_fields(tp)}
    fields = {name: coerce(each, hints.get(name, EMPTY)) for name, each in value.items()}
    return fields if is_typed_dict(tp) else tp(**fields)
