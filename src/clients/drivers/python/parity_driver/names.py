"""Finds the names of classes, and the packages to which the classes belong."""
from __future__ import annotations

import os
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


class Packages(set):
    """The top-level modules of the client: its main module, modules in its source, and modules named like the main module."""

    source = None

    def owns(self, kind):
        top = top_level(kind)
        if top in self:
            return True
        if not top or top in STANDARD or not (self.is_in_source(kind) or self.is_named_alike(top)):
            return False
        self.add(top)
        return True

    def is_in_source(self, kind):
        file = getattr(sys.modules.get(getattr(kind, "__module__", None) or ""), "__file__", None)
        if self.source is None or not file:
            return False
        inside = os.path.relpath(os.path.realpath(file), os.path.realpath(self.source)).split(os.sep)
        return inside[0] != ".." and "site-packages" not in inside

    def is_named_alike(self, top):
        """Returns True for a module with a related name, such as `acme_generated` for the client `acme`."""
        return any(len(each) > 3 and (top.startswith(each + "_") or top.startswith("_" + each)) for each in self)
