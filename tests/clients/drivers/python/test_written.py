import decimal
import os
import tempfile
import typing
import unittest

from parity_driver.faults import EMPTY
from parity_driver.written import declaration, imported_by, imported_for_checkers, written_parameters


def create(a: "typing.Optional[str]", b: typing.List[
    int,
] = None):
    """Does nothing. Only the signature is read."""


class WrittenTest(unittest.TestCase):
    def test_the_packages_that_a_file_imports_are_found(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
            file.write("import os, acme.core\nfrom beta import client\nfrom . import near\n")
        self.assertEqual(imported_by(file.name), {"acme", "beta"})
        os.unlink(file.name)

    def test_a_name_that_is_imported_for_type_checkers_only_is_found(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
            file.write("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal as D\n")
        self.assertIs(imported_for_checkers(file.name, None, "D"), decimal.Decimal)
        self.assertIs(imported_for_checkers(file.name, None, "E"), EMPTY)
        os.unlink(file.name)

    def test_annotations_are_read_from_the_source(self):
        self.assertEqual(written_parameters(create), {"a": "typing.Optional[str]", "b": "typing.List[int]"})

    def test_without_a_source_an_annotation_is_written_without_module_names(self):
        self.assertEqual(declaration(typing.Optional[typing.List[int]]), "Optional[List[int]]")
        self.assertEqual(declaration(type(None)), "None")
