"""Describes the methods of a client."""
from __future__ import annotations

import functools
import inspect
import os

from .documented import documented_types, keyword_names
from .faults import EMPTY, TimedOut, quietly, told
from .hint_words import ANY, is_function
from .hints import Hints, describe_field
from .records import resolved_hints
from .written import written_parameters

MOST_NAMES = 100


def describe_safely(name, method, packages, root):
    """If a method cannot be described, the driver reports the reason and continues with the next method."""
    try:
        return describe_method(name, method, packages, root)
    except TimedOut:
        raise
    except BaseException as error:  # this runs code of the client, which may raise anything
        return {"name": name, "parameters": [], "unreadable": told(error)}


def describe_method(name, method, packages, root):
    function = function_of(method)
    hints = Hints(packages, getattr(function, "__globals__", {}))
    resolved = resolved_hints(function)
    signature = quietly(lambda: inspect.signature(method))
    described = {"name": name, "parameters": []}
    if signature is not EMPTY:
        documented = documented_types(function)
        parameters, takes_any = describe_parameters(signature, resolved, hints, (written_parameters(function), documented))
        described["parameters"] = parameters
        if takes_any:
            names = keyword_names(function, {each["name"] for each in parameters}, MOST_NAMES)
            described["rest"] = [{"name": name, "type": hints.of(documented.get(name) or object)} for name in names]
        returns = signature.return_annotation
        if returns is not EMPTY:
            described["returns"] = hints.of(resolved.get("return", returns))
    doc = first_paragraph(inspect.getdoc(function))
    if doc:
        described["doc"] = doc
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        described["async"] = True
    at = written_at(function, root)
    if at:
        described["at"] = at
    if hints.budget.cut:
        described["bounded"] = sorted(hints.budget.cut)
    return described


def function_of(method):
    while True:
        if isinstance(method, functools.partial):
            method = method.func
        elif inspect.ismethod(method):
            method = method.__func__
        elif hasattr(method, "__wrapped__"):
            method = method.__wrapped__
        elif inspect.isclass(method) and inspect.isfunction(method.__init__):
            method = method.__init__
        elif not inspect.isroutine(method) and not isinstance(method, type) and callable(method):
            method = type(method).__call__
        else:
            return method


def describe_parameters(signature, resolved, hints, texts):
    described, takes_any = [], False
    written, documented = texts
    for parameter in signature.parameters.values():
        annotation = resolved.get(parameter.name, parameter.annotation)
        if parameter.kind is parameter.VAR_KEYWORD:
            unpacked = hints.unpacked(annotation)
            takes_any = unpacked is EMPTY
            described += [] if takes_any else hints.fields(unpacked)
        elif parameter.kind is parameter.VAR_POSITIONAL:
            # The `*args` of a decorator stands for the parameters of the decorated function.
            if annotation is not EMPTY and parameter.name != "args":
                declared = "*%s" % parameter.name
                described.append({"name": parameter.name, "required": False, "type": {"kind": "list", "of": hints.of(annotation)}, "declared": declared})
        elif not is_function(annotation):
            field = (parameter.name, annotation, parameter.default is EMPTY, parameter.default)
            told_as = describe_field(field, hints, written.get(parameter.name, parameter.annotation))
            if annotation is EMPTY:
                told_as.update(inferred(documented.get(parameter.name), parameter.default, hints))
            if parameter.kind is not parameter.KEYWORD_ONLY:
                told_as["positional"] = True
            if parameter.kind is parameter.POSITIONAL_ONLY:
                told_as["named"] = False
            described.append(told_as)
    return described, takes_any


def inferred(documented, default, hints):
    told = hints.of(documented) if documented else ANY
    if told == ANY and default is not EMPTY and default is not None:
        told = hints.of(type(default))
    return {} if told == ANY else {"type": told, "inferred": True}


def first_paragraph(doc):
    return " ".join((doc or "").strip().split("\n\n")[0].split())[:300]


def written_at(function, root):
    code = getattr(function, "__code__", None)
    if code is None or root is None:
        return None
    file = os.path.relpath(os.path.realpath(code.co_filename), root)
    return None if file.startswith("..") else {"file": file.replace(os.sep, "/"), "line": code.co_firstlineno}
