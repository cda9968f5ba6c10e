"""The line protocol of docs/reference/driver-protocol.md: one JSON object per line on stdin and stdout."""
from __future__ import annotations

import functools
import json
import os
import sys

from .faults import DriverFault, told, trace
from .session import Session


def main():
    lines, out = claim_streams()
    pid = os.getpid()
    session = Session()
    for line in lines:
        if not line.strip():
            continue
        reply, last = answer(session, line, functools.partial(send, out))
        if os.getpid() != pid:
            os._exit(0)  # a process that the client has forked must not write to the driver's output
        if not send(out, reply) or last:
            break
    os._exit(0)  # threads of the client must not keep the driver running


def claim_streams():
    """Reserves stdin and stdout for the protocol, and sends the client's output to stderr."""
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


def answer(session, line, tell=lambda _: None):
    number, task = -1, None
    try:
        request = json.loads(line.decode("utf-8"))
        number = request["id"]
        task = request["do"]
        if task not in ("start", "call", "end"):
            raise DriverFault("request-invalid", 'expected do: start, call or end, got "%s"' % task)
        if task == "start":
            ok = session.start(request, lambda method: tell({"id": number, "method": method}))
        else:
            ok = session.call(request) if task == "call" else None
        return {"id": number, "ok": ok}, task == "end"
    except DriverFault as fault:
        return {"id": number, "error": fault.error}, False
    except Exception as error:  # any error is reported to wireparity
        code = "start-failed" if task == "start" else "request-invalid"
        return {"id": number, "error": {"code": code, "message": told(error), "detail": trace(error, True)}}, False


def send(out, reply):
    try:
        text = json.dumps(reply, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        text = json.dumps({"id": reply["id"], "error": {"code": "request-invalid", "message": told(error)}})
    data = memoryview((text + "\n").encode("ascii"))
    try:
        while data:
            data = data[os.write(out, data) :]
        return True
    except OSError:
        return False
