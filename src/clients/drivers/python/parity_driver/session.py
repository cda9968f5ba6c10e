"""Controls one client."""
from __future__ import annotations

import inspect
import json
import os
import platform
import re
import sys

from .alarm import with_alarm
from .arguments import bind, decode
from .encode import Encoder, bounded
from .errors import describe_errors
from .faults import EMPTY, DriverFault, TimedOut, near_names, text_of, told, trace
from .members import public_attributes, public_properties, walk
from .methods import describe_safely
from .modules import find, prepare_imports
from .names import Packages, bases, full_name, top_level
from .returned import Returned, describe_returned, returned_methods
from .settle import Settler
from .versions import describe_versions
from .waits import record_waits, skip_waits
from .written import imported_by

PROTOCOL = 2
# After one of these methods, the driver constructs a new client, because a closed client rejects every call.
ENDING = re.compile(r"^(a?close|shutdown|stop|disconnect|terminate|log_?out|__a?exit__)$")
CLOSED = re.compile(r"\b(client|session|connection|connector|loop|transport|pool)\b.{0,40}\b(closed|shut ?down|disconnected)\b", re.I)


class Session:
    def __init__(self):
        self.source = None
        self.construct = None
        self.client = None
        self.described = None
        self.functions = {}
        self.methods = {}
        self.settler = Settler()
        self.started = False

    def start(self, request, tell):
        if request.get("protocol") != PROTOCOL:
            raise DriverFault("request-invalid", "expected protocol %d, got %s" % (PROTOCOL, json.dumps(request.get("protocol"))))
        self.source = request.get("source")
        self.construct = request.get("construct")
        prepare_imports(self.source)
        skip_waits()
        names = list(request.get("functions") or [])
        wanted = names + ([self.construct["call"]] if self.construct else [])
        packages = self.settler.packages = Packages(name.split(".")[0] for name in wanted if "#" not in name)
        packages.source = self.source
        for name in wanted:
            packages.update(imported_by(name.rsplit("#", 1)[0]) if "#" in name else ())
        if self.construct:
            self.client = self.first_client()
            packages.add(top_level(type(self.client)))
        self.functions = {name: find(name) for name in names}
        self.started = True
        return self.describe(request.get("ignore") or [], None if request.get("described") else tell)

    def first_client(self):
        try:
            return self.build()
        except DriverFault as fault:
            if "missing" not in fault.error and fault.error["code"] == "construct-failed":
                fault.error.update(self.construction(self.root()))
            raise

    def build(self):
        make = find(self.construct["call"])
        if not callable(make):
            raise DriverFault("construct-failed", "%s cannot be called" % self.construct["call"])
        args = [decode(each) for each in self.construct.get("args") or []]
        kwargs = {name: decode(each) for name, each in (self.construct.get("kwargs") or {}).items()}
        try:
            client = self.settler.invoke(make, args, kwargs)
            return self.settler.run_async(client) if inspect.isawaitable(client) else client
        except BaseException as error:  # the client's code may raise anything
            raise DriverFault("construct-failed", "%s: %s" % (self.construct["call"], told(error)), trace(error))

    def describe(self, ignore, tell):
        ignored = re.compile("|".join(".*".join(map(re.escape, each.split("*"))) for each in ignore) or r"(?!)")
        types_seen, aliases = set(), {}
        self.described = self.client
        found = dict(walk(self.client, self.settler.packages, types_seen, aliases)) if self.construct else {}
        self.settler.part_types = tuple(types_seen)
        for name, each in list(found.items()):
            found.update(returned_methods(name, each, self.settler.packages))
        self.methods = {name: each for name, each in found.items() if not ignored.fullmatch(name)}
        root = self.root()
        for name, each in {**self.methods, **self.functions}.items() if tell else ():
            describe = describe_returned if isinstance(each, Returned) else describe_safely
            tell(describe(name, each, self.settler.packages, root))
        return {
            "protocol": PROTOCOL,
            "driver": "python",
            "runtime": "Python " + platform.python_version(),
            **self.construction(root),
            **({"aliases": aliases} if aliases else {}),
            "errors": describe_errors(self.settler.packages),
            "versions": describe_versions(self.source, self.settler.packages),
        }

    def construction(self, root):
        """Describes the client's constructor, unless the constructor is a function in a file of the user's project."""
        if not self.construct or "#" in self.construct["call"]:
            return {}
        name = self.construct["call"]
        return {"construction": describe_safely(name, find(name), packages=self.settler.packages, root=root)}

    def root(self):
        """The source location `at` of a method is relative to this folder."""
        if self.source:
            return os.path.realpath(self.source)
        files = [getattr(sys.modules.get(each), "__file__", None) for each in sorted(self.settler.packages)]
        return next((os.path.dirname(os.path.dirname(os.path.realpath(each))) for each in files if each), None)

    def call(self, request):
        if not self.started:
            raise DriverFault("request-invalid", "the first call must come after a successful start")
        name = request["method"]
        limit = request["timeoutMs"]
        waits = record_waits()
        try:
            outcome = with_alarm(limit, lambda: self.attempt(name, request.get("arguments") or {}))
        except TimedOut:
            # After an interruption by the alarm, the client is not used any more.
            self.client = self.settler.loop = None
            outcome = {"kind": "timed-out", "afterMs": limit}
        finally:
            if ENDING.match(name.split(".")[-1]):
                self.client = None
        return {**outcome, "waits": waits} if waits else outcome

    def attempt(self, name, given):
        """If an error says that the client is closed, the call is repeated with a new client."""
        outcome = self.outcome(self.find_method(name), given)
        if outcome["kind"] != "raised" or not CLOSED.search(outcome["text"]) or name in self.functions:
            return outcome
        self.client = self.settler.loop = None
        return self.outcome(self.find_method(name), given)

    def find_method(self, name):
        if name in self.functions:
            return self.functions[name]
        if self.construct and self.client is None:
            self.client = self.build()
        if self.client is not None and self.client is self.described:
            # Some clients send a request when an attribute is read, so the driver reuses the function that it found at
            # the start.
            if name in self.methods:
                return self.methods[name]
        factory, is_returned, inner = name.rpartition("().")
        if is_returned:
            return Returned(self.find_method(factory), inner, factory.split(".")[-1] + ":")
        value = self.client
        for part in name.split("."):
            value = EMPTY if part.startswith("_") else getattr(value, part, EMPTY)
            if value is EMPTY:
                break
        if self.client is None or value is EMPTY or not callable(value):
            near = near_names(name, [*self.methods, *self.functions])
            raise DriverFault("method-unknown", 'the client has no method "%s"%s' % (name, near))
        return value

    def outcome(self, method, given):
        try:
            if isinstance(method, Returned):
                first, given = method.split(given)
                args, kwargs = bind(method.factory, first)
                method = getattr(self.settler.invoke(method.factory, args, kwargs), method.name)
            heard = []
            args, kwargs = bind(method, given, heard.append)
            value = self.settler.settle(self.settler.invoke(method, args, kwargs))
            # If a method with a callback returns nothing, the arguments of the callback are the result of the method.
            result = heard if value is None and heard else value
            return {"kind": "returned", "value": self.encode(result)}
        except TimedOut:
            raise
        except BaseException as error:  # SystemExit and KeyboardInterrupt may come from the client too
            return self.raised(error)

    def raised(self, error):
        kind = type(error)
        fields = public_attributes(error)
        is_own = self.settler.packages.owns(kind)
        if is_own:
            fields.update(public_properties(error, self.settler.packages))
        return {
            "kind": "raised",
            "class": full_name(kind),
            "bases": bases(kind),
            "text": text_of(error),
            "attributes": {name: self.encode(each) for name, each in fields.items()},
            "own": is_own,
        }

    def encode(self, value):
        encoder = Encoder(self.settler.packages, self.settler.part_types)
        try:
            return encoder.encode(value, 0)
        except RecursionError:
            return bounded(value, "nested too deeply")
