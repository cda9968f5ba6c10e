"""Describes methods such as `thread().update`. The first arguments belong to the factory, for example `thread:id`."""
from __future__ import annotations

import ast
import functools
import inspect

from .faults import EMPTY, quietly
from .methods import describe_safely, function_of
from .records import is_record
from .written import source_of


class Returned:

    def __init__(self, factory, name, prefix):
        self.factory = factory
        self.name = name
        self.prefix = prefix

    def split(self, given):
        first = {key[len(self.prefix) :]: each for key, each in given.items() if key.startswith(self.prefix)}
        return first, {key: each for key, each in given.items() if not key.startswith(self.prefix)}


def returned_methods(name, factory, packages):
    made = class_made_by(function_of(factory), packages)
    methods = {} if made is None else own_methods(made, packages)
    # If a method returns its own object, the object is a builder. A builder only collects values.
    if made is not None and any(class_made_by(each, packages) is made or returns_itself(each) for each in methods.values()):
        return
    for inner in methods:
        yield "%s().%s" % (name, inner), Returned(factory, inner, name.split(".")[-1] + ":")


def describe_returned(name, method, packages, root):
    own = own_methods(class_made_by(function_of(method.factory), packages), packages)[method.name]
    first = describe_safely(name, method.factory, packages, root)
    told = describe_safely(name, own.__get__(object()), packages, root)
    prefixed = [{**each, "name": method.prefix + each["name"]} for each in first["parameters"]]
    return {**told, "parameters": prefixed + told["parameters"]}


def own_methods(kind, packages):
    found = {}
    for each in kind.__mro__:
        for name, static in vars(each).items() if packages.owns(each) else ():
            if not name.startswith("_") and inspect.isfunction(static):
                found.setdefault(name, static)
    return found


def class_made_by(function, packages):
    """If the only statement of a function is `return Thread(self.transport, id)`, returns the class `Thread`."""
    if not names_a_class(function, packages):
        return None
    call = returned_node(function)
    if not isinstance(call, ast.Call) or any(isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(call) if each is not call):
        return None
    name = getattr(call.func, "id", None)
    made = getattr(function, "__globals__", {}).get(name)
    return made if isinstance(made, type) and packages.owns(made) and not is_record(made) and not issubclass(made, BaseException) else None


def names_a_class(function, packages):
    """Returns True if the code of a function names a class of the client. This check is faster than parsing."""
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    named = (getattr(function, "__globals__", {}).get(name) for name in names)
    return any(isinstance(each, type) and packages.owns(each) for each in named)


def returns_itself(function):
    node = returned_node(function, only=False)
    return isinstance(node, ast.Name) and node.id == "self"


def returned_node(function, only=True):
    """Returns the expression of the final `return`. If `only` is true, the function must have no other statement."""
    code = getattr(function, "__code__", None)
    for node in () if code is None else functions_in(code.co_filename):
        if node.name == code.co_name and node.lineno >= code.co_firstlineno:
            body = [each for each in node.body if not is_text(each)]
            is_it = body and isinstance(body[-1], ast.Return) and (len(body) == 1 or not only)
            return body[-1].value if is_it else None
    return None


@functools.lru_cache(maxsize=8)
def functions_in(file):
    tree = quietly(lambda: ast.parse(source_of(file)))
    return [] if tree is EMPTY else [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
