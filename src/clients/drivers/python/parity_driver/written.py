"""Reads annotations from the source text, because the output of `typing` differs between versions of Python."""
from __future__ import annotations

import ast
import functools
import importlib
import re
import sys
import tokenize
import typing

from .faults import EMPTY, quietly
from .names import STANDARD, top_level


def declaration(annotation):
    """Returns the source text of an annotation. Without a source file, the text is built from the evaluated annotation."""
    if annotation is EMPTY:
        return None
    if isinstance(annotation, str):
        return annotation
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return "None" if annotation is type(None) else annotation.__qualname__
    text = re.sub(r"ForwardRef\('([^']*)'[^)]*\)", r"\1", repr(annotation)).replace("NoneType", "None")
    return re.sub(r"('[^']*')|<enum [^>]*>|(?:\b\w+\.)+(?=\w)", lambda match: match.group(1) or "", text)


def written_parameters(function):
    code = getattr(function, "__code__", None)
    return written_in(code.co_filename)[0].get(code.co_firstlineno, {}) if code else {}


@functools.lru_cache(maxsize=None)
def written_fields(tp):
    found = {}
    for kind in reversed(tp.__mro__):
        file = getattr(sys.modules.get(kind.__module__), "__file__", None)
        found.update(written_in(file)[1].get(kind.__name__, {}) if file and top_level(kind) not in STANDARD else {})
    return found


@functools.lru_cache(maxsize=None)
def written_in(file):
    """Returns the annotations in a file. The key of a function is its line number, and the key of a class is its name."""
    functions, classes = {}, {}
    text = quietly(lambda: source_of(file))
    lines = [] if text is EMPTY else text.splitlines()
    tree = EMPTY if text is EMPTY else quietly(lambda: ast.parse("\n".join(lines)))
    for node in () if tree is EMPTY else ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            line = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            given = [*getattr(node.args, "posonlyargs", []), *node.args.args, *node.args.kwonlyargs]
            functions[line] = {each.arg: segment(lines, each.annotation) for each in given if each.annotation}
        elif isinstance(node, ast.ClassDef):
            given = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
            classes[node.name] = {each.target.id: segment(lines, each.annotation) for each in given}
    return functions, classes


def source_of(file):
    with tokenize.open(file) as opened:
        return opened.read()


def segment(lines, node):
    """Cuts the lines as bytes, because column numbers are byte positions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    taken = [each.encode("utf-8") for each in lines[node.lineno - 1 : node.end_lineno]]
    taken[-1] = taken[-1][: node.end_col_offset]
    taken[0] = taken[0][node.col_offset :]
    text = " ".join(b" ".join(taken).decode("utf-8").split())
    return re.sub(r"([\[(]) | (?=[\])])", r"\1", text).replace(",]", "]")


def imported_by(file):
    """Returns the packages that a user's file imports. One of these packages may contain the client."""
    text = quietly(lambda: source_of(file))
    tree = EMPTY if text is EMPTY else quietly(lambda: ast.parse(text))
    nodes = [] if tree is EMPTY else list(ast.walk(tree))
    names = [alias.name for each in nodes if isinstance(each, ast.Import) for alias in each.names]
    names += [each.module for each in nodes if isinstance(each, ast.ImportFrom) and each.module and not each.level]
    return {name.split(".")[0] for name in names} - STANDARD


def imported_for_checkers(file, package, name):
    """Returns the object that is imported below `if TYPE_CHECKING`, or EMPTY if the object does not exist at run time."""
    for node in checker_imports(file) if file else ():
        for alias in node.names:
            if (alias.asname or alias.name.split(".")[0]) != name:
                continue
            if isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                return quietly(lambda: getattr(importlib.import_module(module, package), alias.name))
            whole = quietly(lambda: importlib.import_module(alias.name))
            return whole if alias.asname or whole is EMPTY else sys.modules.get(name, EMPTY)
    return EMPTY


@functools.lru_cache(maxsize=None)
def checker_imports(file):
    text = quietly(lambda: source_of(file))
    tree = EMPTY if text is EMPTY else quietly(lambda: ast.parse(text))
    tests = [] if tree is EMPTY else [each for each in ast.walk(tree) if isinstance(each, ast.If)]
    guarded = [each for each in tests if getattr(each.test, "attr", getattr(each.test, "id", "")) == "TYPE_CHECKING"]
    return [node for each in guarded for node in each.body if isinstance(node, (ast.Import, ast.ImportFrom))]
