"""Imports the client's modules."""
from __future__ import annotations

import importlib
import os
import runpy
import sys
import types

from .faults import EMPTY, FOLDER, DriverFault, near_names, told, trace


def prepare_imports(source):
    here = os.path.dirname(FOLDER)
    sys.path[:] = [each for each in sys.path if os.path.abspath(each or ".") != here]
    sys.argv = ["client"]
    if source:
        folders = [source, os.path.join(source, "src")]
        sys.path[:0] = [each for each in folders if os.path.isdir(each)]
        importlib.invalidate_caches()


def find(path):
    """Finds an object by a path such as `acme.Client`, or `/srv/make.py#name` in a user's file."""
    if "#" in path:
        return find_in_file(*path.rsplit("#", 1))
    parts = path.split(".")
    value = load(parts[0])
    for index, part in enumerate(parts[1:], 1):
        inner = getattr(value, part, EMPTY)
        if inner is EMPTY and isinstance(value, types.ModuleType):
            inner = load(".".join(parts[: index + 1]), optional=True)
        if inner is EMPTY:
            owner = ".".join(parts[:index])
            near = near_names(part, [each for each in dir(value) if not each.startswith("_")])
            raise DriverFault("construct-failed", '%s has no "%s"%s' % (owner, part, near), missing=path)
        value = inner
    return value


def find_in_file(file, name):
    try:
        return runpy.run_path(file, run_name="parity_client")[name]
    except KeyError:
        raise DriverFault("construct-failed", '%s has no "%s"' % (file, name))
    except BaseException as error:  # the code of a module may raise anything
        raise DriverFault("import-failed", "%s: %s" % (file, told(error)), trace(error))


def load(name, optional=False):
    try:
        return importlib.import_module(name)
    except BaseException as error:  # the code of a module may raise anything
        if optional and isinstance(error, ModuleNotFoundError) and error.name and (name + ".").startswith(error.name + "."):
            return EMPTY
        message = str(error) if isinstance(error, ImportError) else "%s: %s" % (name, told(error))
        raise DriverFault("import-failed", message, trace(error))
