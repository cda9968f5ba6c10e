"""Logs the addresses to which a client's Python processes connect."""
import os
import socket
import sys


def watch_contacts(path):
    """Logs the server of each TCP connection, and each host name that cannot be resolved. A line of the log is `host port`."""
    names = {}

    def note(host, port):
        # The log file is opened again for each line, because some programs close every file that they did not open
        # themselves.
        try:
            log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError:
            return  # the trace has ended
        os.write(log, ("%s %s\n" % (host, port)).encode("utf-8", "backslashreplace"))
        os.close(log)

    def on_event(event, args):
        if event == "socket.connect":
            connection, address = args
            if connection.type == socket.SOCK_STREAM and isinstance(address, tuple):
                note(names.get(address[0], address[0]), address[1])

    resolve = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        name = host.decode("utf-8", "replace") if isinstance(host, bytes) else host
        try:
            found = resolve(host, port, *args, **kwargs)
        except OSError:
            if name:
                note(name, port)
            raise
        for *_, address in found:
            names[address[0]] = name or address[0]
        return found

    socket.getaddrinfo = getaddrinfo
    sys.addaudithook(on_event)


def run_hidden_module():
    """Runs the installation's own `sitecustomize`, because Python finds only this file under that name."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    here = os.path.dirname(os.path.abspath(__file__))
    spec = PathFinder.find_spec("sitecustomize", [path for path in sys.path if os.path.abspath(path) != here])
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


if os.environ.get("PARITY_CONTACTS"):
    watch_contacts(os.environ["PARITY_CONTACTS"])
run_hidden_module()
