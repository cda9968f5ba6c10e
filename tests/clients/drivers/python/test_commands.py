import contextlib
import io
import os
import sys
import tempfile
import threading
import unittest
from unittest import mock

from parity_driver.commands import harmless_imports, import_all, run


class CommandsTest(unittest.TestCase):
    def test_a_program_that_fails_prints_the_same_traceback_as_without_the_driver(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "program.py")
            with open(file, "w", encoding="utf-8") as written:
                written.write("raise ValueError('no')\n")
            with contextlib.redirect_stderr(io.StringIO()) as printed:
                self.assertEqual(run({"file": file}, []), 1)
        lines = printed.getvalue().splitlines()
        self.assertEqual([lines[0], lines[1], lines[-1]], ["Traceback (most recent call last):", '  File "%s", line 1, in <module>' % file, "ValueError: no"])

    def test_modules_are_imported_early_only_after_a_run_without_threads_and_changed_variables(self):
        before = set(sys.modules) - {"json"}
        variables = dict(os.environ)
        self.assertEqual(harmless_imports(before, variables), ["json"])
        with mock.patch.dict(os.environ, {"ACME_MODE": "slow"}):
            self.assertEqual(harmless_imports(before, variables), [])
        ending = threading.Event()
        other = threading.Thread(target=ending.wait)
        other.start()
        self.assertEqual(harmless_imports(before, variables), [])
        ending.set()
        other.join()

    def test_a_module_that_cannot_be_imported_does_not_stop_the_others(self):
        sys.modules.pop("this_is_no_module", None)
        sys.modules.pop("wsgiref", None)
        import_all(["this_is_no_module", "wsgiref"])
        self.assertIn("wsgiref", sys.modules)
