import typing
import unittest

from parity_driver.written import declaration, written_parameters


def create(a: "typing.Optional[str]", b: typing.List[
    int,
] = None):
    """What the text says is kept."""


class WrittenTest(unittest.TestCase):
    def test_annotations_are_read_from_the_source(self):
        self.assertEqual(written_parameters(create), {"a": "typing.Optional[str]", "b": "typing.List[int]"})

    def test_without_a_source_an_annotation_is_written_without_its_modules(self):
        self.assertEqual(declaration(typing.Optional[typing.List[int]]), "Optional[List[int]]")
        self.assertEqual(declaration(type(None)), "None")
