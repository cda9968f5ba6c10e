"""Reads the calls, attributes and exceptions in Python examples, without executing the examples."""

import ast
import json
import math
import re
import sys
import warnings

# JavaScript has these words, and Python lacks them. An example with such a word is not Python.
FOREIGN_WORDS = {"true", "false", "null"}
EXCEPTION = re.compile(r"(Error|Exception)$")
CONTINUATION = re.compile(r"[)\]}]|(else|elif|except|finally)\b")
NOT_READABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def read_example(text):
    """If an example cannot be parsed, only its first line is reported."""
    text = without_prompts(text.replace("\r\n", "\n"))
    items = []
    broken = None
    reader = ExampleReader(items)
    for first_line, source in parseable_pieces(text):
        try:
            tree = ast.parse(source)
            ast.increment_lineno(tree, first_line - 1)
            reader.visit(tree)
        except NOT_READABLE as error:
            if broken is None:
                broken = first_line + (getattr(error, "lineno", None) or 1) - 1
    if broken is not None:
        items.append({"kind": "unreadable", "text": "part of an example is not valid Python", "line": broken})
    return items


def parseable_pieces(text):
    """A text that cannot be parsed is split into top-level statements. A mistake then hides only one statement."""
    try:
        ast.parse(text)
        return [(1, text)]
    except NOT_READABLE:
        pass
    pieces = []
    for number, line in enumerate(text.split("\n"), 1):
        starts = line.strip() and not line[0].isspace() and not CONTINUATION.match(line)
        decorates = bool(pieces) and pieces[-1][1][-1].startswith("@")
        if starts and not decorates or not pieces:
            pieces.append((number, []))
        pieces[-1][1].append(line)
    return [(number, "\n".join(lines)) for number, lines in pieces]


def without_prompts(text):
    """Keeps the input of an interactive session. Each other line becomes empty, because the line numbers must stay the same."""
    lines = text.split("\n")
    if not any(line.startswith(">>> ") for line in lines):
        return text
    return "\n".join(line[4:] if re.match(r"(>>>|\.\.\.) ", line) else "" for line in lines)


class ExampleReader(ast.NodeVisitor):
    """Collects the items of an example. For each variable, the reader knows which call returned the value."""

    def __init__(self, items):
        self.items = items
        self.results = {}

    def visit_ImportFrom(self, node):
        for name in node.names:
            if EXCEPTION.search(name.name):
                self.items.append({"kind": "exception", "name": name.name, "line": getattr(name, "lineno", node.lineno)})

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            self.assign(target, node.value)

    def visit_AnnAssign(self, node):
        if node.value is not None:
            self.visit(node.value)
            self.assign(node.target, node.value)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        self.assign(node.target, node.value)

    def visit_withitem(self, node):
        self.visit(node.context_expr)
        if node.optional_vars is not None:
            self.assign(node.optional_vars, node.context_expr)

    def visit_For(self, node):
        self.visit(node.iter)
        self.assign(node.target, None)
        for statement in node.body + node.orelse:
            self.visit(statement)

    visit_AsyncFor = visit_For

    def assign(self, target, value):
        value = value.value if isinstance(value, ast.Await) else value
        words = chain(value.func) if isinstance(value, ast.Call) else None
        if isinstance(target, ast.Name):
            if words is not None and len(words) > 1:
                self.results[target.id] = words
            else:
                self.results.pop(target.id, None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                self.assign(element, None)
        else:
            self.visit(target)

    def visit_Call(self, node):
        words = chain(node.func)
        if words is not None:
            self.items.append({"kind": "call", "words": words, "arguments": arguments(node), "line": node.lineno})
        elif isinstance(node.func, ast.Attribute):
            self.visit(node.func.value)
        else:
            self.visit(node.func)
        for argument in node.args + [keyword.value for keyword in node.keywords]:
            self.visit(argument)

    def visit_Attribute(self, node):
        words = self.results.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if words is not None:
            self.items.append({"kind": "attribute", "words": words, "attribute": node.attr, "line": node.lineno})
        self.visit(node.value)

    def visit_Name(self, node):
        if node.id in FOREIGN_WORDS:
            text = f"{node.id} is not a word of Python"
            self.items.append({"kind": "unreadable", "text": text, "line": node.lineno})


def chain(node):
    """Splits a chain of names such as `client.orders.ship` into words, or returns None."""
    words = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
        node = node.value if isinstance(node, ast.Await) else node
    return [node.id, *reversed(words)] if isinstance(node, ast.Name) else None


def arguments(call):
    """Returns the positional and keyword arguments. If a dict is passed by position, its members are included."""
    found = []
    for position, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            continue
        found.append(argument(None, position, value))
        if isinstance(value, ast.Dict):
            for key, inner in zip(value.keys, value.values):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.append({**argument(key.value, position, inner), "member": True})
    for position, keyword in enumerate(call.keywords, len(call.args)):
        if keyword.arg is not None:
            found.append(argument(keyword.arg, position, keyword.value))
    return found


def argument(name, position, value):
    described = {"name": name, "position": position, "member": False}
    if isinstance(value, ast.Constant) and is_json(value.value):
        described["value"] = value.value
    return described


def is_json(value):
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (bool, str)) or isinstance(value, int) and abs(value) < 2**53


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump([read_example(text) for text in json.load(sys.stdin)], sys.stdout)
