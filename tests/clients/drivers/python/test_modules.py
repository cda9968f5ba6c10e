import os
import tempfile
import unittest

from parity_driver.faults import DriverFault
from parity_driver.modules import find


class ModulesTest(unittest.TestCase):
    def test_a_factory_in_a_file_of_the_user_is_found(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
            file.write("import json\n\n\ndef make():\n    return json.loads('7')\n")
        self.assertEqual(find(file.name + "#make")(), 7)
        with self.assertRaises(DriverFault) as raised:
            find(file.name + "#other")
        self.assertIn('has no "other"', raised.exception.error["message"])
        os.unlink(file.name)

    def test_a_dotted_path_is_imported_as_far_as_needed(self):
        self.assertEqual(find("xml.dom.minidom.Document").__name__, "Document")

    def test_a_missing_module_is_reported_by_name(self):
        with self.assertRaises(DriverFault) as raised:
            find("no_such_package_here.Client")
        self.assertEqual(raised.exception.error["code"], "import-failed")

    def test_similar_names_are_suggested_for_a_missing_name(self):
        with self.assertRaises(DriverFault) as raised:
            find("json.JSONDecodr")
        self.assertIn("JSONDecoder", raised.exception.error["message"])
