"""Runs a Python program many times, each time in a fork of an interpreter that has imported the program."""
from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import runpy
import selectors
import signal
import sys
import tempfile
import threading
import traceback

from . import waits
from .faults import FOLDER
from .protocol import claim_streams, send

# A program that uses one of these libraries can run in a fork of an interpreter.
FRAMEWORKS = ("argparse", "click", "typer")


def main():
    lines, out = claim_streams()
    sys.path[:] = [each for each in sys.path if os.path.abspath(each or ".") != os.path.dirname(FOLDER)]
    program = json.loads(lines.readline())
    waits.skip_waits()
    send(out, {"id": 0, "ready": preload(program)})
    Runs(program, lines, out).serve()
    os._exit(0)


def preload(program):
    """Imports the program's modules through `--help`. Returns False if the program cannot run in a fork."""
    run(program, ["--help"])
    waits.record_waits()
    return threading.active_count() == 1 and any(each in sys.modules for each in FRAMEWORKS)


def run(program, argv):
    try:
        if "module" in program:
            sys.argv = [program["module"], *argv]
            runpy.run_module(program["module"], run_name="__main__", alter_sys=True)
        else:
            sys.argv = [program["file"], *argv]
            sys.path.insert(0, os.path.dirname(program["file"]))
            runpy.run_path(program["file"], run_name="__main__")
        return 0
    except SystemExit as left:
        return code_of(left.code)
    except KeyboardInterrupt:
        return 130
    except BaseException as error:  # the error is printed as the interpreter would print it
        traceback.print_exception(type(error), error, own_frames(error.__traceback__))
        return 1


def own_frames(frames):
    """Removes the frames of this file and of `runpy`. A program that Python starts directly does not have these frames."""
    while frames is not None and frames.tb_frame.f_code.co_filename in (__file__, runpy.__file__, "<frozen runpy>"):
        frames = frames.tb_next
    return frames


def code_of(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 255
    print(code, file=sys.stderr)
    return 1


class Runs:
    def __init__(self, program, lines, out):
        self.program = program
        self.lines = lines
        self.out = out
        self.running = {}

    def serve(self):
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        os.set_blocking(self.lines.fileno(), False)
        selector = selectors.DefaultSelector()
        selector.register(reading, selectors.EVENT_READ)
        selector.register(self.lines, selectors.EVENT_READ)
        pending = b""
        while True:
            ready = {key.fileobj for key, _ in selector.select(self.patience())}
            if reading in ready:
                os.read(reading, 4096)
            if self.lines in ready:
                more = os.read(self.lines.fileno(), 1 << 16)
                if not more:
                    return
                *whole, pending = (pending + more).split(b"\n")
                for line in whole:
                    self.begin(json.loads(line))
            self.collect()

    def patience(self):
        ends = [end for end, _ in self.running.values()]
        return max(0.0, min(ends) - waits.CLOCKS["monotonic"]()) if ends else None

    def begin(self, request):
        # The forked run uses the same file position, so a changed position shows that the run has read from the file.
        request["answers"] = os.open(request["stdin"], os.O_RDONLY)
        request["imported"] = tempfile.TemporaryFile("w+", encoding="utf-8")
        pid = os.fork()
        if pid == 0:
            self.child(request)
        self.running[pid] = (waits.CLOCKS["monotonic"]() + request["timeoutMs"] / 1000, request)

    def child(self, request):
        code = 1
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(self.out)
            self.lines.close()
            os.chdir(request["cwd"])
            take_streams(request)
            recorded = waits.record_waits()
            before = set(sys.modules), dict(os.environ)
            code = run(self.program, request["argv"])
            request["imported"].write("\n".join(harmless_imports(*before)))
            request["imported"].flush()
            finish()
            with open(request["waits"], "w", encoding="utf-8") as file:
                json.dump(recorded, file)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def collect(self):
        now = waits.CLOCKS["monotonic"]()
        for pid, (end, request) in list(self.running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended and now < end:
                continue
            kill_group(pid)
            if not ended:
                os.waitpid(pid, 0)
            del self.running[pid]
            code = os.WEXITSTATUS(status) if ended and os.WIFEXITED(status) else 128
            asked = os.lseek(request["answers"], 0, os.SEEK_CUR) > 0
            os.close(request["answers"])
            send(self.out, {"id": request["id"], "code": code if ended else None, "asked": asked})
            with request["imported"] as file:
                file.seek(0)
                import_all(file.read().split())


def harmless_imports(modules, environment):
    """Returns the modules that a run imported. If the run started a thread or changed its environment, the list is empty."""
    if threading.active_count() > 1 or dict(os.environ) != environment:
        return []
    return [name for name in list(sys.modules) if name not in modules]


def import_all(names):
    """Imports modules before a fork, because many programs import their HTTP library late."""
    for name in names:
        with contextlib.suppress(Exception, SystemExit):  # not every entry of sys.modules can be imported
            importlib.import_module(name)


def take_streams(request):
    os.dup2(request["answers"], 0)
    for fd, name in ((1, "stdout"), (2, "stderr")):
        opened = os.open(request[name], os.O_WRONLY)
        os.dup2(opened, fd)
        os.close(opened)
    sys.stdin = sys.__stdin__ = open(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.__stderr__ = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def finish():
    """Waits for threads, calls exit functions and flushes the streams, as an interpreter does before it exits."""
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass
