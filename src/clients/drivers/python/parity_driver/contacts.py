"""Writes down which addresses the client connects to: the harness compares them with the recorder's."""
from __future__ import annotations

import os
import socket
import sys


def watch_contacts():
    """From now on every TCP connection and every name that cannot be resolved is a line `host port` of the file."""
    path = os.environ.pop("PARITY_CONTACTS", None)
    if path is None:
        return
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    seen, names = set(), {}

    def note(host, port):
        line = "%s %s\n" % (host, port)
        if line not in seen:
            seen.add(line)
            os.write(log, line.encode("utf-8", "backslashreplace"))

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
