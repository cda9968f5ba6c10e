"""Errors of the driver, and functions that report errors of the client."""
from __future__ import annotations

import difflib
import inspect
import os
import traceback

EMPTY = inspect.Parameter.empty
FOLDER = os.path.dirname(os.path.abspath(__file__))


class DriverFault(Exception):
    """An error of the driver or of the client's start. The driver reports this error instead of an outcome."""

    def __init__(self, code, message, detail=None, missing=None):
        super().__init__(message)
        self.error = {"code": code, "message": message}
        if detail:
            self.error["detail"] = detail
        if missing:
            self.error["missing"] = missing


class TimedOut(KeyboardInterrupt):
    """Interrupts a call after its timeout. The class extends KeyboardInterrupt, because asyncio does not catch that exception."""


def quietly(run):
    """Calls a function and returns its result, or EMPTY if the client's code raises an exception."""
    try:
        return run()
    except TimedOut:
        raise
    except BaseException:  # this runs code of the client, which may raise anything
        return EMPTY


def told(error):
    return "%s: %s" % (type(error).__name__, text_of(error))


def text_of(value, limit=10_000):
    try:
        return str(value)[:limit]
    except BaseException as error:  # a __str__ that fails must not end the driver
        if isinstance(error, TimedOut):
            raise
        return "<%s that cannot be printed>" % type(value).__name__


def trace(error, own=False):
    """Returns the innermost frames of a stack, without the frames of the driver and of Python's import code."""
    frames = traceback.extract_tb(error.__traceback__)
    kept = [each for each in frames if own or (not each.filename.startswith(FOLDER) and "importlib" not in each.filename)]
    return "\n".join("%s:%s in %s: %s" % (each.filename, each.lineno, each.name, each.line) for each in kept[-5:])


def near_names(name, names):
    near = difflib.get_close_matches(name, names, 5, 0.5) or sorted(names)[:10]
    return ": expected a name such as " + ", ".join(near) if near else ""
