"""Reads parameters from docstrings: their names, and the types that the signature does not give."""
from __future__ import annotations

import inspect
import re

from .faults import EMPTY, quietly

# Patterns of a parameter in docstrings (reStructuredText, Google, numpy), and of a keyword argument in code.
FIELD = re.compile(r":(?:param|keyword|key|kwarg|arg)\s+([^:\n]+):")
FIELD_TYPE = re.compile(r":type\s+(\w+)\s*:\s*([^\n]+)")
GOOGLE = re.compile(r"(?m)^[ \t]+(\w+)[ \t]*(?:\(((?:[^()\n]|\([^()\n]*\))*)\))?\s*:\s+\S")
NUMPY = re.compile(r"(?m)^(\w+)[ \t]+:[ \t]+([^\n]+)\n[ \t]+\S")
# A section such as `Raises` looks like the list of parameters, so such sections are removed first.
RAISED = re.compile(r"(?m)^([ \t]*)(?:Raises|Yields|Returns|Warns):?[ \t]*\n(?:-{3,}\n(?:.+\n?)*|(?:\1[ \t]+.*(?:\n|$)|[ \t]*\n)*)")
TAKEN_OUT = re.compile(r"\bkwargs(?:\.(?:get|pop|setdefault)\(|\[)\s*[\"'](\w+)[\"']")
COMMON = frozenset("kwargs args self return returns raises note example examples type".split())
TYPES = frozenset("str int bool float list dict bytes object".split())


def documented_types(function):
    doc = RAISED.sub("", inspect.getdoc(function) or "")
    found = {}
    # a docstring may name the type first, `:param str name:`, or last, `:param name str:`
    for words in (each.split() for each in FIELD.findall(doc)):
        backwards = len(words) > 1 and words[-1] in TYPES
        name, kind = (words[0], words[-1]) if backwards else (words[-1], " ".join(words[:-1]))
        found.setdefault(name, kind)
    for name, kind in [*GOOGLE.findall(doc), *NUMPY.findall(doc)]:
        found.setdefault(name, kind)
    found.update({name: kind for name, kind in FIELD_TYPE.findall(doc) if not found.get(name)})
    return {name: annotation_of(kind) for name, kind in found.items() if name.lower() not in COMMON}


def keyword_names(function, known, most):
    """The docstring or the code of a method may mention keywords for `**kwargs`. Returns these keywords."""
    code = quietly(lambda: inspect.getsource(function))
    found = [*documented_types(function), *([] if code is EMPTY else TAKEN_OUT.findall(code))]
    return [name for name in dict.fromkeys(found) if name not in known and name.lower() not in COMMON][:most]


def annotation_of(text):
    """A type in a docstring becomes an annotation: `list of str, optional` becomes `list[str]`."""
    text = re.sub(r":(?:py:)?\w+:`~?([^`]*)`|`+([^`]*)`+", lambda match: match.group(1) or match.group(2), text)
    text = re.sub(r",?\s*\b(?:optional|required|default\b.*)$|[.,;\s]+$", "", text.strip(), flags=re.I)
    text = re.sub(r"\b(list|set|tuple|sequence|iterable)s? (?:of|\() ?(\w+?)s?\)?(?=\W|$)", r"\1[\2]", text, flags=re.I)
    text = re.sub(r"\bdict\(\s*\w+\s*,\s*(\w+)\s*\)|\b(?:dict|mapping) of .*", lambda m: "dict[str, %s]" % (m.group(1) or "object"), text)
    parts = re.split(r"\s+or\s+|\s*\|\s*|,\s*(?![^\[]*\])|/", text)
    names = [NAMES.get(each.strip().lower(), each.strip()) for each in parts]
    return " | ".join(each for each in names if re.fullmatch(r"[\w.]+(?:\[[\w., \[\]]+\])?", each))


NAMES = {
    "string": "str",
    "strings": "str",
    "integer": "int",
    "boolean": "bool",
    "dictionary": "dict",
    "array": "list",
    "none": "None",
    "text": "str",
    "a string": "str",
    "a list": "list",
    "a dict": "dict",
}
