import functools
import unittest

from parity_driver.methods import describe_method, first_paragraph, function_of


def create(a: str, *, b: int = 3, **rest) -> bool:
    """Creates one.

    More of it.
    """


class MethodsTest(unittest.TestCase):
    def test_a_method_is_described_with_parameters_defaults_and_the_beginning_of_its_docstring(self):
        told = describe_method("create", create, packages=set(), root=None)
        self.assertEqual(told["doc"], "Creates one.")
        self.assertEqual(told["returns"], {"kind": "boolean"})
        first, second = told["parameters"]
        self.assertEqual((first["name"], first["required"], first["positional"]), ("a", True, True))
        self.assertEqual((second["name"], second["required"], second["default"]), ("b", False, 3))

    def test_the_written_function_is_found_below_partials_and_decorators(self):
        @functools.wraps(create)
        def wrapper(*args, **kwargs):
            return create(*args, **kwargs)

        self.assertIs(function_of(functools.partial(wrapper, 1)), create)

    def test_the_first_paragraph_stands_on_one_line(self):
        self.assertEqual(first_paragraph("One\n  line.\n\nAnother."), "One line.")
