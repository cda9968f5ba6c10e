"""Descriptions of methods."""
from __future__ import annotations

import functools
import inspect
import os
import typing

from .faults import EMPTY, quietly
from .hints import Hints, describe_field
from .names import name_of
from .records import resolved_hints
from .written import written_parameters


def describe_method(name, method, packages, root):
    function = function_of(method)
    hints = Hints(packages, getattr(function, "__globals__", {}))
    resolved = resolved_hints(function)
    signature = quietly(lambda: inspect.signature(method))
    described = {"name": name, "parameters": []}
    if signature is not EMPTY:
        described["parameters"] = describe_parameters(signature, resolved, hints, written_parameters(function))
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
    return described


def function_of(method):
    """The function as it was written, below bound methods, partials and decorators."""
    while True:
        if isinstance(method, functools.partial):
            method = method.func
        elif inspect.ismethod(method):
            method = method.__func__
        elif hasattr(method, "__wrapped__"):
            method = method.__wrapped__
        elif not inspect.isroutine(method) and not isinstance(method, type) and callable(method):
            method = type(method).__call__
        else:
            return method


def describe_parameters(signature, resolved, hints, written):
    described = []
    for parameter in signature.parameters.values():
        annotation = resolved.get(parameter.name, parameter.annotation)
        if parameter.kind is parameter.VAR_KEYWORD and "Unpack" in name_of(typing.get_origin(annotation)):
            described += hints.fields(typing.get_args(annotation)[0])
        elif parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            field = (parameter.name, annotation, parameter.default is EMPTY, parameter.default)
            told_as = describe_field(field, hints, written.get(parameter.name, parameter.annotation))
            if parameter.kind is not parameter.KEYWORD_ONLY:
                told_as["positional"] = True
            described.append(told_as)
    return described


def first_paragraph(doc):
    return " ".join((doc or "").strip().split("\n\n")[0].split())[:300]


def written_at(function, root):
    code = getattr(function, "__code__", None)
    if code is None or root is None:
        return None
    file = os.path.relpath(os.path.realpath(code.co_filename), root)
    return None if file.startswith("..") else {"file": file.replace(os.sep, "/"), "line": code.co_firstlineno}
