"""Names of classes, and which package they belong to."""
from __future__ import annotations

import sys

STANDARD = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names)) | {"builtins"}


def full_name(kind):
    module = getattr(kind, "__module__", None)
    name = getattr(kind, "__qualname__", None) or str(kind)
    return name if module in (None, "builtins") else "%s.%s" % (module, name)


def top_level(kind):
    return str(getattr(kind, "__module__", None) or "").split(".")[0]


def bases(kind):
    return [full_name(each) for each in kind.__mro__[1:] if top_level(each) not in STANDARD]


def name_of(tp):
    return getattr(tp, "__name__", None) or getattr(tp, "_name", None) or str(tp).split(".")[-1]
