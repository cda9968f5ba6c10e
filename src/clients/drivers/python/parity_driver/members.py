"""Finds the public members of an object: its methods, attributes and resources."""
from __future__ import annotations

import enum
import functools
import inspect
import re
import types

from .faults import EMPTY, quietly
from .names import STANDARD, top_level

RESOURCE_DEPTH = 8
# A resource may contain its own type only to this depth, because some clients create a new resource at each access.
REPEATED_DEPTH = 4
# Generated clients offer each method again with another result type: `get_order_with_http_info`,
# `with_raw_response.get_order`.
WITH_INFO = "_with_http_info"
AGAIN = re.compile(r"^with_(raw|streaming)_response$")


def walk(value, packages, types_seen, aliases, prefix="", above=(), seen=None):
    """Yields the name and the function of every public method. Further paths of a resource are added to `aliases`."""
    seen = {} if seen is None else seen
    seen[id(value)] = prefix
    types_seen.add(type(value))
    resources = []
    members = public_members(value, packages)
    names = {name for name, _ in members}
    for name, inner in members:
        if AGAIN.match(name) or (name.endswith(WITH_INFO) and name[: -len(WITH_INFO)] in names):
            continue
        if inspect.isroutine(inner) or isinstance(inner, functools.partial):
            if not makes_another(name, inner):
                yield prefix + name, inner
        elif is_resource(inner, packages) and len(above) < (REPEATED_DEPTH if type(inner) in above else RESOURCE_DEPTH):
            resources.append((name, inner))
            if callable(inner) and id(inner) not in seen:
                yield prefix + name, inner
    for name, inner in resources:
        path = prefix + name + "."
        known = seen.get(id(inner))
        if known is None:
            yield from walk(inner, packages, types_seen, aliases, path, (*above, type(value)), seen)
        elif known and not path.startswith(known):
            # A path back to the same resource, such as `orders.client.orders`, is no alias, because callers do not use this
            # path.
            aliases[path[:-1]] = known[:-1]


def makes_another(name, inner):
    """Returns True for a function that creates a client, such as `from_env`. Such a function does not call the API."""
    return name.startswith("from_") and inspect.isclass(getattr(inner, "__self__", None))


def public_members(value, packages):
    """Methods of a library's base class do not belong to the API, so these methods are left out."""
    members = {}
    for kind in type(value).__mro__:
        for name, static in vars(kind).items() if packages.owns(kind) else ():
            if not name.startswith("_") and name not in members:
                is_computed = isinstance(static, (property, functools.cached_property))
                inner = quietly(lambda name=name: getattr(value, name))
                # A property is included only if its value is a resource object, such as `client.orders`.
                members[name] = EMPTY if is_computed and not is_resource(inner, packages) else inner
    for name, inner in public_attributes(value).items():
        members[name] = inner
    if packages.owns(type(value)) and hasattr(type(value), "__getattr__"):
        members.update({name: inner for name, inner in computed_attributes(value).items() if is_resource(inner, packages)})
    return [(name, inner) for name, inner in members.items() if inner is not EMPTY]


def is_resource(value, packages):
    return packages.owns(type(value)) and not isinstance(value, (type, types.ModuleType, BaseException, enum.Enum))


def public_attributes(value):
    found = dict(quietly(lambda: vars(value).items())) if hasattr(value, "__dict__") else {}
    for name in slots(type(value)):
        found.setdefault(name, quietly(lambda name=name: getattr(value, name)))
    return {name: each for name, each in found.items() if isinstance(name, str) and not name.startswith("_") and each is not EMPTY}


def slots(kind):
    found = []
    for each in kind.__mro__:
        names = vars(each).get("__slots__", ()) if top_level(each) not in STANDARD else ()
        found += [names] if isinstance(names, str) else list(names)
    return [each for each in found if not each.startswith("_")]


def computed_attributes(value):
    """Returns the attributes that an object computes. Their names come from `__dir__`, or are keys of a map in the object."""
    hidden = [each for each in (quietly(lambda: vars(value).values()) if hasattr(value, "__dict__") else ()) if isinstance(each, dict)]
    listed = quietly(lambda: set(dir(value)) - set(object.__dir__(value)))
    names = [*(() if listed is EMPTY else sorted(listed)), *(name for each in hidden for name in each)]
    found = {name: quietly(lambda name=name: getattr(value, name)) for name in names if isinstance(name, str) and not name.startswith("_")}
    return {name: each for name, each in found.items() if each is not EMPTY and not inspect.isroutine(each)}


def public_properties(value, packages):
    found = {}
    for kind in type(value).__mro__:
        for name, static in vars(kind).items() if top_level(kind) in packages else ():
            if not name.startswith("_") and isinstance(static, (property, functools.cached_property)):
                found.setdefault(name, quietly(lambda name=name: getattr(value, name)))
    return {name: each for name, each in found.items() if each is not EMPTY}
