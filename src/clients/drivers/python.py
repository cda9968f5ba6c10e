#!/usr/bin/env python3
"""The driver of Python clients: a program of its own, standard library only, Python 3.8 or newer.

It speaks the line protocol of docs/reference/driver-protocol.md: one JSON object a line on stdin and stdout. It tells
what a client has and what became of a call. It never judges.
"""
from __future__ import annotations

import ast
import base64
import builtins
import collections.abc
import dataclasses
import datetime
import decimal
import difflib
import enum
import functools
import importlib
import inspect
import itertools
import json
import math
import os
import pathlib
import platform
import re
import signal
import sys
import tokenize
import traceback
import types
import typing
import uuid

PROTOCOL = 1
RESOURCE_DEPTH = 4
HINT_DEPTH = 8
VALUE_DEPTH = 12
ITEMS = 1000
NODES = 50_000
TEXT = 1_000_000
TAKEN = 50
ANY = {"kind": "any"}
NULL = {"kind": "null"}
EMPTY = inspect.Parameter.empty
# After one of these the client is made anew: a closed one would fail every later call.
ENDING = re.compile(r"^(a?close|shutdown|stop|disconnect|terminate|__a?exit__)$")
STANDARD = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names)) | {"builtins"}


class DriverFault(Exception):
    """What the host is told instead of an outcome."""

    def __init__(self, code, message, detail=None):
        super().__init__(message)
        self.error = {"code": code, "message": message}
        if detail:
            self.error["detail"] = detail


class TimedOut(KeyboardInterrupt):
    """Raised into a call by the alarm. asyncio lets nothing else than this kind through."""


# --- the protocol -------------------------------------------------------------------------------------------------


def main():
    lines, out = claim_streams()
    pid = os.getpid()
    session = Session()
    for line in lines:
        if not line.strip():
            continue
        reply, last = answer(session, line)
        if os.getpid() != pid:
            os._exit(0)  # a fork that the client left behind must not speak for the driver
        if not send(out, reply) or last:
            break
    os._exit(0)  # threads of the client do not keep the driver


def claim_streams():
    """The protocol's two streams. What the client prints goes to stderr, and what it reads is empty."""
    lines = os.fdopen(os.dup(0), "rb")
    out = os.dup(1)
    empty = os.open(os.devnull, os.O_RDWR)
    try:
        os.fstat(2)
    except OSError:
        os.dup2(empty, 2)
    os.dup2(2, 1)
    os.dup2(empty, 0)
    os.close(empty)
    sys.stdin = open(0, "r", closefd=False)
    sys.stdout = open(1, "w", buffering=1, errors="backslashreplace", closefd=False)
    return lines, out


def answer(session, line):
    number, task = 0, None
    try:
        request = json.loads(line.decode("utf-8"))
        number = request["id"]
        task = request["do"]
        if task not in ("start", "call", "end"):
            raise DriverFault("protocol", 'expected do: start, call or end, got "%s"' % task)
        ok = {"start": session.start, "call": session.call, "end": lambda _: None}[task](request)
        return {"id": number, "ok": ok}, task == "end"
    except DriverFault as fault:
        return {"id": number, "error": fault.error}, False
    except Exception as error:  # the host is told, whatever it was
        code = "cannot-start" if task == "start" else "protocol"
        return {"id": number, "error": {"code": code, "message": told(error), "detail": trace(error, True)}}, False


def send(out, reply):
    try:
        text = json.dumps(reply, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        text = json.dumps({"id": reply["id"], "error": {"code": "protocol", "message": told(error)}})
    data = memoryview((text + "\n").encode("ascii"))
    try:
        while data:
            data = data[os.write(out, data) :]
        return True
    except OSError:
        return False


# --- a client under control ---------------------------------------------------------------------------------------


class Session:
    def __init__(self):
        self.source = None
        self.construct = None
        self.client = None
        self.packages = set()
        self.functions = {}
        self.methods = {}
        self.part_types = ()
        self.loop = None
        self.started = False

    def start(self, request):
        if request.get("protocol") != PROTOCOL:
            raise DriverFault("protocol", "expected protocol %d, got %s" % (PROTOCOL, json.dumps(request.get("protocol"))))
        self.source = request.get("source")
        self.construct = request.get("construct")
        prepare_imports(self.source)
        names = list(request.get("functions") or [])
        wanted = names + ([self.construct["call"]] if self.construct else [])
        self.packages = {name.split(".")[0] for name in wanted}
        if self.construct:
            self.client = self.build()
            self.packages.add(top_level(type(self.client)))
        self.functions = {name: find(name) for name in names}
        self.started = True
        return self.describe(request.get("ignore") or [])

    def build(self):
        make = find(self.construct["call"])
        if not callable(make):
            raise DriverFault("construct-failed", "%s cannot be called" % self.construct["call"])
        args = [decode(each) for each in self.construct.get("args") or []]
        kwargs = {name: decode(each) for name, each in (self.construct.get("kwargs") or {}).items()}
        try:
            client = self.invoke(make, args, kwargs)
            return self.run_async(client) if inspect.isawaitable(client) else client
        except BaseException as error:  # the client's code may raise anything
            raise DriverFault("construct-failed", "%s: %s" % (self.construct["call"], told(error)), trace(error))

    def describe(self, ignore):
        ignored = re.compile("|".join(".*".join(map(re.escape, each.split("*"))) for each in ignore) or r"(?!)")
        types_seen = set()
        found = dict(walk(self.client, self.packages, types_seen)) if self.construct else {}
        self.part_types = tuple(types_seen)
        self.methods = {name: each for name, each in found.items() if not ignored.fullmatch(name)}
        tell = functools.partial(describe_method, packages=self.packages, root=self.root())
        return {
            "protocol": PROTOCOL,
            "driver": "python",
            "runtime": "Python " + platform.python_version(),
            "methods": [tell(name, each) for name, each in {**self.methods, **self.functions}.items()],
            "errors": describe_errors(self.packages),
            "versions": describe_versions(self.source, self.packages),
        }

    def root(self):
        """The folder that `at` is relative to."""
        if self.source:
            return os.path.realpath(self.source)
        files = [getattr(sys.modules.get(each), "__file__", None) for each in sorted(self.packages)]
        return next((os.path.dirname(os.path.dirname(os.path.realpath(each))) for each in files if each), None)

    def call(self, request):
        if not self.started:
            raise DriverFault("protocol", "expected start before call")
        name = request["method"]
        limit = request["timeoutMs"]
        method = self.find_method(name)
        try:
            return with_alarm(limit, lambda: self.outcome(method, request.get("arguments") or {}))
        except TimedOut:
            # What the alarm tore apart is not used again.
            self.client = self.loop = None
            return {"kind": "timed-out", "afterMs": limit}
        finally:
            if ENDING.match(name):
                self.client = None

    def find_method(self, name):
        if name in self.functions:
            return self.functions[name]
        if self.construct and self.client is None:
            self.client = self.build()
        value = self.client
        for part in name.split("."):
            value = EMPTY if part.startswith("_") else getattr(value, part, EMPTY)
            if value is EMPTY:
                break
        if self.client is None or value is EMPTY or not callable(value):
            near = near_names(name, [*self.methods, *self.functions])
            raise DriverFault("no-such-method", 'the client has no method "%s"%s' % (name, near))
        return value

    def outcome(self, method, given):
        try:
            args, kwargs = bind(method, given, self.packages)
            value = self.settle(self.invoke(method, args, kwargs))
            return {"kind": "returned", "value": self.encode(value)}
        except TimedOut:
            raise
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the client's doing too
            return self.raised(error)

    def raised(self, error):
        kind = type(error)
        fields = public_attributes(error)
        if top_level(kind) in self.packages:
            fields.update(public_properties(error, self.packages))
        return {
            "kind": "raised",
            "class": full_name(kind),
            "bases": bases(kind),
            "text": text_of(error),
            "attributes": {name: self.encode(each) for name, each in fields.items()},
            "own": top_level(kind) in self.packages,
        }

    def encode(self, value):
        encoder = Encoder(self.packages, self.part_types)
        try:
            return encoder.encode(value, 0)
        except RecursionError:
            return opaque(value, "nested too deeply")

    # A call can hand back something that sends only when it is used: it is used as a caller would.

    def invoke(self, method, args, kwargs):
        try:
            return method(*args, **kwargs)
        except RuntimeError as error:
            if "no running event loop" not in str(error):
                raise

        async def within():
            return method(*args, **kwargs)

        return self.run_async(within())

    def settle(self, value, entered=False):
        if "concurrent.futures" in sys.modules and isinstance(value, sys.modules["concurrent.futures"].Future):
            value = value.result()
        if is_async(value, entered) and not self.is_part(value):
            return self.run_async(self.settle_async(value, entered))
        return self.settle_sync(value, entered)

    def settle_sync(self, value, entered):
        if self.is_part(value):
            return value
        if not entered and has(value, "__enter__", "__exit__"):
            with value as inner:
                return self.settle_sync(inner, inner is value)
        if is_iterator(value, self.packages):
            return list(itertools.islice(iter(value), TAKEN))
        return value

    async def settle_async(self, value, entered):
        # One coroutine for the whole: some libraries want a scope left by the task that entered it.
        while inspect.isawaitable(value):
            value = await value
        if self.is_part(value):
            return value
        if not entered and has(value, "__aenter__", "__aexit__"):
            async with value as inner:
                return await self.settle_async(inner, inner is value)
        if has(value, "__aiter__") and not is_record(type(value)):
            items = []
            async for item in value:
                items.append(item)
                if len(items) == TAKEN:
                    break
            return items
        return self.settle_sync(value, entered)

    def is_part(self, value):
        """The client or a resource: leaving it would close the client."""
        return isinstance(value, self.part_types)

    def run_async(self, awaitable):
        import asyncio

        if self.loop is None or self.loop.is_closed():
            self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

        async def wait():
            return await awaitable

        return self.loop.run_until_complete(wait())


def with_alarm(milliseconds, run):
    if not hasattr(signal, "setitimer"):
        return run()  # the host's own guard is left

    def ring(_signal, _frame):
        raise TimedOut()

    signal.signal(signal.SIGALRM, ring)
    # It rings again: code that catches everything can swallow the first one.
    signal.setitimer(signal.ITIMER_REAL, max(milliseconds, 1) / 1000, 0.2)
    try:
        return run()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def has(value, *names):
    return not isinstance(value, type) and all(hasattr(type(value), name) for name in names)


def is_async(value, entered):
    if inspect.isawaitable(value) or (not entered and has(value, "__aenter__", "__aexit__")):
        return True
    return has(value, "__aiter__") and not is_record(type(value))


def is_iterator(value, packages):
    """Also a pager of the client's own. What has a length is a value of its own."""
    if has(value, "__next__"):
        return True
    is_pager = has(value, "__iter__") and not has(value, "__len__") and not is_record(type(value))
    return is_pager and top_level(type(value)) in packages


# --- imports ------------------------------------------------------------------------------------------------------


def prepare_imports(source):
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [each for each in sys.path if os.path.abspath(each or ".") != here]
    sys.dont_write_bytecode = True  # the client's folder is left as it was
    sys.argv = ["client"]
    if source:
        folders = [source, os.path.join(source, "src")]
        sys.path[:0] = [each for each in folders if os.path.isdir(each)]
        importlib.invalidate_caches()


def find(path):
    """What a dotted path names: modules are imported as far as needed."""
    parts = path.split(".")
    value = load(parts[0])
    for index, part in enumerate(parts[1:], 1):
        inner = getattr(value, part, EMPTY)
        if inner is EMPTY and isinstance(value, types.ModuleType):
            inner = load(".".join(parts[: index + 1]), optional=True)
        if inner is EMPTY:
            owner = ".".join(parts[:index])
            near = near_names(part, [each for each in dir(value) if not each.startswith("_")])
            raise DriverFault("construct-failed", '%s has no "%s"%s' % (owner, part, near))
        value = inner
    return value


def load(name, optional=False):
    try:
        return importlib.import_module(name)
    except BaseException as error:  # a module's code may raise anything
        if optional and isinstance(error, ModuleNotFoundError) and error.name and (name + ".").startswith(error.name + "."):
            return EMPTY
        message = str(error) if isinstance(error, ImportError) else "%s: %s" % (name, told(error))
        raise DriverFault("import-failed", message, trace(error))


def near_names(name, names):
    near = difflib.get_close_matches(name, names, 5, 0.5) or sorted(names)[:10]
    return ": expected one like " + ", ".join(near) if near else ""


def told(error):
    return "%s: %s" % (type(error).__name__, text_of(error))


def text_of(value, limit=10_000):
    try:
        return str(value)[:limit]
    except BaseException as error:  # a broken __str__ must not end the driver
        if isinstance(error, TimedOut):
            raise
        return "<%s that cannot be printed>" % type(value).__name__


def trace(error, own=False):
    """The innermost frames, without those of the driver and of the import machinery."""
    frames = traceback.extract_tb(error.__traceback__)
    kept = [each for each in frames if own or (each.filename != __file__ and "importlib" not in each.filename)]
    return "\n".join("%s:%s in %s: %s" % (each.filename, each.lineno, each.name, each.line) for each in kept[-5:])


# --- what the client has ------------------------------------------------------------------------------------------


def walk(value, packages, types_seen, prefix="", depth=0, seen=None):
    """Every public method of an object and of the resources in it, as (name, function)."""
    seen = set() if seen is None else seen
    seen.add(id(value))
    types_seen.add(type(value))
    resources = []
    for name, inner in public_members(value, packages):
        if inspect.isroutine(inner) or isinstance(inner, functools.partial):
            yield prefix + name, inner
        elif is_resource(inner, packages) and id(inner) not in seen and depth < RESOURCE_DEPTH:
            resources.append((name, inner))
            if callable(inner):
                yield prefix + name, inner
    for name, inner in resources:
        if id(inner) not in seen:
            yield from walk(inner, packages, types_seen, prefix + name + ".", depth + 1, seen)


def public_members(value, packages):
    """Methods as the classes of the package define them (those of a base class of a library are no API), then attributes."""
    members = {}
    for kind in type(value).__mro__:
        for name, static in vars(kind).items() if top_level(kind) in packages else ():
            if not name.startswith("_") and name not in members:
                is_computed = isinstance(static, (property, functools.cached_property))
                inner = quietly(lambda name=name: getattr(value, name))
                # A computed attribute counts only where it hands out a resource.
                members[name] = EMPTY if is_computed and not is_resource(inner, packages) else inner
    for name, inner in public_attributes(value).items():
        members[name] = inner
    return [(name, inner) for name, inner in members.items() if inner is not EMPTY]


def is_resource(value, packages):
    kind = type(value)
    return top_level(kind) in packages and not isinstance(value, (type, types.ModuleType, BaseException, enum.Enum))


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


def resolved_hints(value):
    extras = {"include_extras": True} if sys.version_info >= (3, 9) else {}
    hints = quietly(lambda: typing.get_type_hints(value, **extras))
    return {} if hints is EMPTY else hints


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


def describe_field(field, hints, written=EMPTY):
    name, annotation, required, default = field
    described = {"name": name, "required": required, "type": hints.of(annotation)}
    declared = declaration(annotation if written is EMPTY else written)
    if declared:
        described["declared"] = declared
    value = json_value(default)
    if value is not EMPTY:
        described["default"] = value
    return described


def declaration(annotation):
    """The annotation as it was most likely written, where its source is not at hand."""
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


def written_fields(tp):
    found = {}
    for kind in reversed(tp.__mro__):
        file = getattr(sys.modules.get(kind.__module__), "__file__", None)
        found.update(written_in(file)[1].get(kind.__name__, {}) if file and top_level(kind) not in STANDARD else {})
    return found


@functools.lru_cache(maxsize=None)
def written_in(file):
    """The annotations of a file as its text has them: those of functions by first line, those of classes by name.

    What `typing` prints differs from one Python to the next.
    """
    functions, classes = {}, {}
    lines = quietly(lambda: tokenize.open(file).read().splitlines())
    tree = EMPTY if lines is EMPTY else quietly(lambda: ast.parse("\n".join(lines)))
    for node in () if tree is EMPTY else ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            line = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            given = [*getattr(node.args, "posonlyargs", []), *node.args.args, *node.args.kwonlyargs]
            functions[line] = {each.arg: segment(lines, each.annotation) for each in given if each.annotation}
        elif isinstance(node, ast.ClassDef):
            given = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
            classes[node.name] = {each.target.id: segment(lines, each.annotation) for each in given}
    return functions, classes


def segment(lines, node):
    """A node's text, on one line. Columns count bytes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    taken = [each.encode("utf-8") for each in lines[node.lineno - 1 : node.end_lineno]]
    taken[-1] = taken[-1][: node.end_col_offset]
    taken[0] = taken[0][node.col_offset :]
    text = " ".join(b" ".join(taken).decode("utf-8").split())
    return re.sub(r"([\[(]) | (?=[\])])", r"\1", text).replace(",]", "]")


def json_value(value):
    """The value as JSON, or EMPTY."""
    if isinstance(value, enum.Enum):
        value = value.value
    if value is EMPTY or not isinstance(value, (type(None), bool, int, float, str, list, tuple, dict)):
        return EMPTY
    told_as = quietly(lambda: json.loads(json.dumps(value, allow_nan=False)))
    return told_as


def first_paragraph(doc):
    return " ".join((doc or "").strip().split("\n\n")[0].split())[:300]


def written_at(function, root):
    code = getattr(function, "__code__", None)
    if code is None or root is None:
        return None
    file = os.path.relpath(os.path.realpath(code.co_filename), root)
    return None if file.startswith("..") else {"file": file.replace(os.sep, "/"), "line": code.co_firstlineno}


def describe_errors(packages):
    found = {}
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").split(".")[0] not in packages:
            continue
        for each in list(vars(module).values()):
            if isinstance(each, type) and issubclass(each, BaseException) and top_level(each) in packages:
                found[full_name(each)] = each
    return [describe_error(name, found[name]) for name in sorted(found)]


def describe_error(name, kind):
    doc = (kind.__doc__ or "").strip().split("\n")[0].strip()
    return {"class": name, "bases": bases(kind), **({"doc": doc} if doc else {})}


def bases(kind):
    return [full_name(each) for each in kind.__mro__[1:] if top_level(each) not in STANDARD]


def full_name(kind):
    module = getattr(kind, "__module__", None)
    name = getattr(kind, "__qualname__", None) or str(kind)
    return name if module in (None, "builtins") else "%s.%s" % (module, name)


def top_level(kind):
    return str(getattr(kind, "__module__", None) or "").split(".")[0]


def describe_versions(source, packages):
    versions = versions_in_files(source) if source else []
    for name in sorted(packages):
        module = sys.modules.get(name)
        version = getattr(module, "__version__", None)
        if isinstance(version, str):
            versions.append({"source": name + ".__version__", "version": version})
        # With a source, an installed one of the same name is another client.
        if module is not None and not source:
            versions += installed_versions(name)
    return versions


def versions_in_files(source):
    section = r"(?ms)^\[(?:%s)\]\s*$(?:(?!^\[).)*?^version\s*[=:]\s*[\"']?([^\"'\s]+)"
    patterns = {
        "pyproject.toml": section % r"project|tool\.poetry",
        "setup.cfg": section % "metadata",
        "setup.py": r"(?<!\w)version\s*=\s*[\"']([^\"']+)[\"']",
    }
    found = []
    for name, pattern in patterns.items():
        text = quietly(lambda name=name: pathlib.Path(source, name).read_text("utf-8"))
        match = None if text is EMPTY else re.search(pattern, text)
        # `attr: acme.__version__` points elsewhere
        if match and not match.group(1).endswith(":"):
            found.append({"source": name, "version": match.group(1)})
    return found


def installed_versions(package):
    from importlib import metadata

    found = []
    for each in metadata.distributions():
        tops = quietly(lambda each=each: (each.read_text("top_level.txt") or "").split())
        files = quietly(lambda each=each: each.files or [])
        owns = tops is not EMPTY and package in tops
        if owns or (files is not EMPTY and any(str(file) in (package + "/__init__.py", package + ".py") for file in files)):
            found.append({"source": "distribution " + each.metadata["Name"], "version": each.version})
    return found


def quietly(run):
    """The result, or EMPTY when the client's code raises."""
    try:
        return run()
    except TimedOut:
        raise
    except BaseException:  # code of the client runs here, and it may raise anything
        return EMPTY


# --- type hints ---------------------------------------------------------------------------------------------------

LISTS = frozenset(
    "list List Sequence MutableSequence Iterable Iterator Collection Container set Set frozenset FrozenSet AbstractSet "
    "MutableSet tuple Tuple deque Deque Generator AsyncGenerator AsyncIterator AsyncIterable".split()
)
MAPS = frozenset("dict Dict Mapping MutableMapping OrderedDict defaultdict DefaultDict".split())
WRAPPERS = frozenset(
    "Annotated Required NotRequired ReadOnly Final ClassVar ContextManager AbstractContextManager AsyncContextManager "
    "AbstractAsyncContextManager Unpack".split()
)
RESULTS = frozenset("Awaitable Coroutine Future Task".split())
# Words for "not given" that some clients put into their unions.
UNSET = re.compile(r"^_*(NotGiven|Omit|Unset|Undefined|Missing|Sentinel)(Type)?_*$", re.IGNORECASE)
SCALARS = (
    (bool, "boolean"),
    (int, "integer"),
    ((float, decimal.Decimal), "number"),
    ((str, uuid.UUID, pathlib.PurePath), "string"),
    ((bytes, bytearray, memoryview), "bytes"),
    (datetime.date, "datetime"),
)


class Hints:
    """Says in the protocol's words what an annotation says."""

    def __init__(self, packages, scope):
        self.packages = packages
        self.scope = scope
        self.open = []

    def of(self, annotation, depth=0):
        if depth > HINT_DEPTH:
            return ANY
        try:
            return self.of_text(annotation, depth) if isinstance(annotation, str) else self.of_object(annotation, depth)
        except TimedOut:
            raise
        except Exception:  # an annotation is any object: one that cannot be read says nothing
            return ANY

    def of_object(self, tp, depth):
        if tp is None or tp is type(None):
            return NULL
        if isinstance(tp, typing.ForwardRef):
            return self.of_text(tp.__forward_arg__, depth)
        for name in ("__supertype__", "__value__"):  # NewType, and `type X = ...`
            if hasattr(tp, name) and not isinstance(tp, (type, enum.Enum)):
                return self.of(getattr(tp, name), depth + 1)
        if isinstance(tp, typing.TypeVar):
            choices = tp.__constraints__ or ((tp.__bound__,) if tp.__bound__ else ())
            return union([self.of(each, depth + 1) for each in choices])
        origin = typing.get_origin(tp)
        if origin is None:
            return self.of_class(tp, depth) if isinstance(tp, type) else combined(name_of(tp), [])
        if name_of(origin) == "Literal":
            return literal(typing.get_args(tp))
        if is_record(origin):
            return self.of_class(origin, depth)
        return combined(name_of(origin), [self.of(each, depth + 1) for each in typing.get_args(tp) if not is_unset(each)])

    def of_class(self, tp, depth):
        if issubclass(tp, enum.Enum):
            return literal(list(tp))
        if is_record(tp):
            return self.of_record(tp)
        for kinds, name in SCALARS:
            if issubclass(tp, kinds):
                return {"kind": name}
        for kinds, name in (((dict, collections.abc.Mapping), "dict"), ((list, tuple, set, frozenset), "list")):
            if issubclass(tp, kinds):
                return combined(name, [])
        return combined(tp.__name__, [])

    def of_record(self, tp):
        if tp in self.open:
            return {"kind": "map", "of": ANY}
        return {"kind": "object", "class": full_name(tp), "fields": self.fields(tp)}

    def fields(self, tp):
        self.open.append(tp)
        module = sys.modules.get(tp.__module__)
        inner = Hints(self.packages, vars(module) if module else self.scope)
        inner.open = self.open
        try:
            written = written_fields(tp)
            return [describe_field(field, inner, written.get(field[0], EMPTY)) for field in record_fields(tp)]
        finally:
            self.open.pop()

    # An annotation that cannot be evaluated: a name is imported for type checkers only, or the Python is too old for it.

    def of_text(self, text, depth):
        return self.of_node(ast.parse(text.strip(), mode="eval").body, depth + 1)

    def of_node(self, node, depth):
        if depth > HINT_DEPTH:
            return ANY
        if isinstance(node, ast.Constant):
            return self.of(node.value, depth) if node.value is None or isinstance(node.value, str) else ANY
        if isinstance(node, ast.BinOp):
            return union([self.of_node(each, depth) for each in (node.left, node.right) if not is_unset_name(each)])
        if isinstance(node, ast.Subscript):
            return self.of_subscript(node, depth)
        name = ast.unparse(node) if hasattr(ast, "unparse") else getattr(node, "attr", getattr(node, "id", ""))
        value = self.named(name)
        return combined(name.split(".")[-1], []) if value is EMPTY else self.of_object(value, depth)

    def of_subscript(self, node, depth):
        name = getattr(node.value, "attr", getattr(node.value, "id", ""))
        inner = node.slice.value if type(node.slice).__name__ == "Index" else node.slice
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if name == "Literal":
            return literal([ast.literal_eval(each) for each in parts])
        if name == "Annotated":
            parts = parts[:1]
        value = self.named(name)
        if value is not EMPTY and is_record(value):
            return self.of_object(value, depth)
        kept = [each for each in parts if not is_unset_name(each)]
        return combined(name, [self.of_node(each, depth + 1) for each in kept])

    def named(self, path):
        first, *rest = path.split(".")
        scopes = [self.scope, vars(builtins)]
        scopes += [vars(each) for name, each in list(sys.modules.items()) if each and name.split(".")[0] in self.packages]
        value = next((scope[first] for scope in scopes if first in scope), EMPTY)
        for part in rest:
            value = getattr(value, part, EMPTY)
        return value


def name_of(tp):
    return getattr(tp, "__name__", None) or getattr(tp, "_name", None) or str(tp).split(".")[-1]


def is_unset_name(node):
    return getattr(node, "value", None) is Ellipsis or bool(UNSET.match(getattr(node, "attr", getattr(node, "id", ""))))


def is_unset(tp):
    return tp is Ellipsis or (isinstance(tp, type) and bool(UNSET.match(tp.__name__)))


def combined(name, inner):
    """The hint of a generic type, `List[…]`, from those of its arguments."""
    if name in ("Union", "UnionType"):
        return union(inner)
    if name == "Optional":
        return union([*inner, NULL])
    if name in LISTS:
        return {"kind": "list", "of": union(inner[:1] if name.endswith("Generator") else inner)}
    if name in MAPS:
        return {"kind": "map", "of": inner[-1] if inner else ANY}
    if name in WRAPPERS:
        return inner[0] if inner else ANY
    if name in RESULTS:
        return inner[-1] if inner else ANY
    by_name = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "bytes": "bytes"}
    by_name.update({"datetime": "datetime", "date": "datetime", "None": "null", "UUID": "string", "Decimal": "number"})
    return {"kind": by_name.get(name, "any")}


def union(hints):
    flat = []
    for each in hints:
        flat += [one for one in (each["of"] if each["kind"] == "union" else [each]) if one not in flat]
    if not flat:
        return ANY
    return flat[0] if len(flat) == 1 else {"kind": "union", "of": flat}


def literal(values):
    told_as = [json_value(each) for each in values]
    return {"kind": "literal", "values": [each for each in told_as if each is not EMPTY]}


# --- records: dataclasses, models of pydantic's kind, typed dicts, named tuples -------------------------------------


def is_typed_dict(tp):
    return isinstance(tp, type) and issubclass(tp, dict) and hasattr(tp, "__total__")


def is_named_tuple(tp):
    return isinstance(tp, type) and issubclass(tp, tuple) and hasattr(tp, "_fields")


def model_fields(tp):
    fields = getattr(tp, "model_fields" if hasattr(tp, "model_fields") else "__fields__", None)
    return fields if isinstance(fields, dict) else None


def is_record(tp):
    if not isinstance(tp, type):
        return False
    return is_typed_dict(tp) or is_named_tuple(tp) or dataclasses.is_dataclass(tp) or model_fields(tp) is not None


def record_fields(tp):
    """(name, annotation, required, default) of every field that can be given."""
    hints = {**(getattr(tp, "__annotations__", None) or {}), **resolved_hints(tp)}
    if is_typed_dict(tp):
        required = getattr(tp, "__required_keys__", frozenset(hints) if tp.__total__ else frozenset())
        return [(name, each, name in required, EMPTY) for name, each in hints.items()]
    if is_named_tuple(tp):
        defaults = tp._field_defaults
        return [(name, hints.get(name, EMPTY), name not in defaults, defaults.get(name, EMPTY)) for name in tp._fields]
    if dataclasses.is_dataclass(tp):
        return [dataclass_field(each, hints) for each in dataclasses.fields(tp) if each.init]
    return [model_field(name, each, hints) for name, each in (model_fields(tp) or {}).items()]


def dataclass_field(field, hints):
    missing = dataclasses.MISSING
    required = field.default is missing and field.default_factory is missing
    return (field.name, hints.get(field.name, field.type), required, EMPTY if field.default is missing else field.default)


def model_field(name, field, hints):
    required = field.is_required() if hasattr(field, "is_required") else bool(getattr(field, "required", False))
    annotation = hints.get(name, getattr(field, "annotation", getattr(field, "outer_type_", EMPTY)))
    has_factory = getattr(field, "default_factory", None) is not None
    return (name, annotation, required, EMPTY if required or has_factory else getattr(field, "default", EMPTY))


# --- values in ----------------------------------------------------------------------------------------------------


def bind(method, given, packages):
    """The call's arguments. Parameters that have no name to a caller are given by position."""
    signature = quietly(lambda: inspect.signature(method))
    resolved = resolved_hints(function_of(method))
    values = {}
    for name, value in given.items():
        values[name] = coerce(decode(value), resolved.get(name, EMPTY))
    args = []
    for parameter in signature.parameters.values() if signature is not EMPTY else ():
        if parameter.kind is parameter.POSITIONAL_ONLY:
            if parameter.name in values or (parameter.default is not EMPTY and values):
                args.append(values.pop(parameter.name, parameter.default))
    return args, values


def decode(value):
    if isinstance(value, list):
        return [decode(each) for each in value]
    if not isinstance(value, dict):
        return value
    tag = value.get("$type")
    if tag == "datetime":
        return moment(value["value"])
    if tag == "bytes":
        return base64.b64decode(value["base64"])
    if tag == "enum":
        return coerce(value["value"], class_named(value["class"]))
    if tag == "object":
        return coerce({name: decode(each) for name, each in value["fields"].items()}, class_named(value["class"]))
    return {name: decode(each) for name, each in value.items()}


def moment(text):
    """Older Pythons read neither `Z` nor a fraction of any other length than 6."""
    match = re.match(r"^([^.]*?)(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d)?$", text)
    if match is None or "T" not in text.upper():
        return datetime.datetime.fromisoformat(text)
    whole, fraction, zone = match.groups()
    fraction = "." + fraction[:6].ljust(6, "0") if fraction else ""
    zone = "+00:00" if zone in ("Z", "z") else zone or ""
    return datetime.datetime.fromisoformat(whole + fraction + (zone if ":" in zone or not zone else zone[:3] + ":" + zone[3:]))


def class_named(path):
    return quietly(lambda: find(path))


def coerce(value, tp):
    """The value as the annotation wants it, where JSON cannot say it: an enum's member, a model. Else as it is."""
    made = quietly(lambda: coerced(value, tp))
    return value if made is EMPTY else made


def coerced(value, tp):
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    name = name_of(origin)
    if name in WRAPPERS:
        return coerced(value, args[0])
    if name in ("Union", "UnionType"):
        return coerced_by_one(value, [each for each in args if each is not type(None)])
    if isinstance(value, list) and name in LISTS and args:
        made = [coerce(each, args[0]) for each in value]
        return origin(made) if origin in (tuple, set, frozenset) else made
    if isinstance(value, dict) and name in MAPS and args:
        return {key: coerce(each, args[-1]) for key, each in value.items()}
    if not isinstance(tp, type):
        return value
    if issubclass(tp, enum.Enum) and not isinstance(value, tp):
        return tp(value)
    if tp is datetime.date and isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, dict) and is_record(tp):
        return built(value, tp)
    return value


def coerced_by_one(value, choices):
    """A member of a union that takes the value as it is wins."""
    plain = [typing.get_origin(each) or each for each in choices]
    if value is None or any(isinstance(each, type) and not is_record(each) and type(value) is each for each in plain):
        choices = [each for each in choices if typing.get_origin(each) is type(value)][:1]
    for each in choices:
        made = quietly(lambda each=each: coerced(value, each))
        if made is not EMPTY and made is not value:
            return made
    return value


def built(value, tp):
    hints = {name: annotation for name, annotation, _, _ in record_fields(tp)}
    fields = {name: coerce(each, hints.get(name, EMPTY)) for name, each in value.items()}
    return fields if is_typed_dict(tp) else tp(**fields)


# --- values out ---------------------------------------------------------------------------------------------------


class Encoder:
    def __init__(self, packages, part_types):
        self.packages = packages
        self.part_types = part_types
        self.open = set()
        self.left = NODES

    def encode(self, value, depth):
        self.left -= 1
        scalar = encode_scalar(value)
        if scalar is not EMPTY:
            return scalar
        if id(value) in self.open:
            return opaque(value, "contains itself")
        if depth >= VALUE_DEPTH or self.left <= 0:
            return opaque(value, "nested too deeply" if self.left > 0 else "too large")
        if isinstance(value, (type, *self.part_types)):
            return opaque(value)
        self.open.add(id(value))
        try:
            return self.encode_inner(value, depth + 1)
        except TimedOut:
            raise
        except Exception as error:  # code of the client runs here: a broken value is told as such
            return opaque(value, told(error))
        finally:
            self.open.discard(id(value))

    def encode_inner(self, value, depth):
        kind = type(value)
        if is_named_tuple(kind):
            return self.encode_object(value, value._asdict(), depth)
        if isinstance(value, collections.abc.Mapping):
            return self.encode_map(value, depth)
        if isinstance(value, (list, tuple, set, frozenset, collections.deque)):
            items = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
            told_as = [self.encode(each, depth) for each in itertools.islice(items, ITEMS)]
            return told_as + ([opaque(value, "%d more items" % (len(value) - ITEMS))] if len(value) > ITEMS else [])
        fields = object_fields(value, self.packages)
        return opaque(value) if fields is None else self.encode_object(value, fields, depth)

    def encode_map(self, value, depth):
        fields = self.encode_fields(value.items(), depth)
        if len(value) > ITEMS:
            fields["…"] = opaque(value, "%d more members" % (len(value) - ITEMS))
        # A map of the client's own that looks like a tagged value
        return {"$type": "object", "class": full_name(type(value)), "fields": fields} if "$type" in fields else fields

    def encode_object(self, value, fields, depth):
        return {"$type": "object", "class": full_name(type(value)), "fields": self.encode_fields(fields.items(), depth)}

    def encode_fields(self, items, depth):
        return {key_text(name): self.encode(each, depth) for name, each in itertools.islice(items, ITEMS)}


def encode_scalar(value):
    if isinstance(value, enum.Enum):
        inner = json_value(value)
        return {"$type": "enum", "class": full_name(type(value)), "value": text_of(value.value) if inner is EMPTY else inner}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value) if len(value) <= TEXT else opaque(value, "%s… (%d characters)" % (value[:200], len(value)))
    if isinstance(value, int):
        return int(value) if value.bit_length() < 1024 else opaque(value, "an integer of %d bits" % value.bit_length())
    if isinstance(value, (float, decimal.Decimal)):
        return encode_number(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        data = bytes(value)
        return opaque(value, "%d bytes" % len(data)) if len(data) > TEXT else {"$type": "bytes", "base64": base64.b64encode(data).decode()}
    if isinstance(value, (datetime.datetime, datetime.date)):
        return {"$type": "datetime", "value": value.isoformat()}
    return str(value) if isinstance(value, (uuid.UUID, pathlib.PurePath)) else EMPTY


def encode_number(value):
    number = float(value)
    return number if math.isfinite(number) else opaque(value, repr(number))


def key_text(key):
    return text_of(key.value if isinstance(key, enum.Enum) else key)


def object_fields(value, packages):
    """The attributes that a caller can read, or None where nothing can be told."""
    kind = type(value)
    if dataclasses.is_dataclass(kind):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(kind) if hasattr(value, each.name)}
    elif model_fields(kind) is not None:
        extra = getattr(value, "__pydantic_extra__", None) or {}
        fields = {name: getattr(value, name) for name in [*model_fields(kind), *extra] if hasattr(value, name)}
    elif top_level(kind) in STANDARD and kind is not types.SimpleNamespace:
        return None
    elif callable(value) or not (hasattr(value, "__dict__") or slots(kind)):
        return None
    else:
        fields = public_attributes(value)
    if top_level(kind) in packages:
        fields.update({name: each for name, each in public_properties(value, packages).items() if name not in fields})
    return fields


def public_attributes(value):
    found = dict(quietly(lambda: vars(value).items())) if hasattr(value, "__dict__") else {}
    for name in slots(type(value)):
        found.setdefault(name, quietly(lambda name=name: getattr(value, name)))
    return {name: each for name, each in found.items() if isinstance(name, str) and not name.startswith("_") and each is not EMPTY}


def slots(kind):
    found = []
    for each in kind.__mro__:
        names = vars(each).get("__slots__", ()) if top_level(each) not in STANDARD else ()
        found += [names] if isinstance(names, str) else list(names)
    return [each for each in found if not each.startswith("_")]


def public_properties(value, packages):
    found = {}
    for kind in type(value).__mro__:
        for name, static in vars(kind).items() if top_level(kind) in packages else ():
            if not name.startswith("_") and isinstance(static, (property, functools.cached_property)):
                found.setdefault(name, quietly(lambda name=name: getattr(value, name)))
    return {name: each for name, each in found.items() if each is not EMPTY}


def opaque(value, note=None):
    text = note if note is not None else quietly(lambda: repr(value))
    return {"$type": "opaque", "class": full_name(type(value)), "text": "" if text is EMPTY else text_of(text, 1000)}


if __name__ == "__main__":
    main()
