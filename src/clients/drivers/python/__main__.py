"""The driver for Python clients, which needs only the standard library of Python 3.8 or newer."""
import sys

sys.dont_write_bytecode = True  # writes no bytecode, neither to this folder nor to the client's

from parity_driver import commands, protocol  # noqa: E402

if __name__ == "__main__":
    (commands if sys.argv[1:] == ["commands"] else protocol).main()
