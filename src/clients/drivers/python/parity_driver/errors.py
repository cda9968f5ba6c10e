"""Finds the exception classes of the client."""
from __future__ import annotations

import sys

from .names import bases, full_name


def describe_errors(packages):
    found = {}
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").split(".")[0] not in packages:
            continue
        for each in list(vars(module).values()):
            if isinstance(each, type) and issubclass(each, BaseException) and packages.owns(each):
                found[full_name(each)] = each
    return [describe_error(name, found[name]) for name in sorted(found)]


def describe_error(name, kind):
    doc = (kind.__doc__ or "").strip().split("\n")[0].strip()
    return {"class": name, "bases": bases(kind), **({"doc": doc} if doc else {})}
