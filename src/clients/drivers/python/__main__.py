"""The driver of Python clients: a program of its own, standard library only, Python 3.8 or newer.

It speaks the line protocol of docs/reference/driver-protocol.md. It reports what a client has and what became of a
call. It never judges. With the argument `commands` it runs a Python program for the `command` driver.
"""
import sys

sys.dont_write_bytecode = True  # neither this folder nor the client's is written to

from parity_driver import commands, protocol  # noqa: E402

if __name__ == "__main__":
    (commands if sys.argv[1:] == ["commands"] else protocol).main()
