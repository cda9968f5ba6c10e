import contextlib
import io
import os
import tempfile
import unittest

from parity_driver.commands import run


class CommandsTest(unittest.TestCase):
    def test_a_program_that_fails_prints_the_traceback_that_it_prints_by_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "program.py")
            with open(file, "w", encoding="utf-8") as written:
                written.write("raise ValueError('no')\n")
            with contextlib.redirect_stderr(io.StringIO()) as printed:
                self.assertEqual(run({"file": file}, []), 1)
        lines = printed.getvalue().splitlines()
        self.assertEqual([lines[0], lines[1], lines[-1]], ["Traceback (most recent call last):", '  File "%s", line 1, in <module>' % file, "ValueError: no"])
