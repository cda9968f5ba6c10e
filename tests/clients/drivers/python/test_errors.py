import unittest

from parity_driver.errors import describe_errors
from parity_driver.names import Packages, bases, full_name, top_level


class AcmeError(Exception):
    """The base of all."""


class NotFound(AcmeError):
    """Nothing there.

    More.
    """


class ErrorsTest(unittest.TestCase):
    def test_exception_classes_of_the_package_are_listed_with_their_bases(self):
        told = {each["class"].split(".")[-1]: each for each in describe_errors(Packages({__name__.split(".")[0]}))}
        self.assertEqual(told["NotFound"]["doc"], "Nothing there.")
        self.assertEqual([each.split(".")[-1] for each in told["NotFound"]["bases"]], ["AcmeError"])

    def test_built_in_classes_are_not_listed_as_bases(self):
        self.assertEqual(bases(AcmeError), [])
        self.assertEqual((full_name(ValueError), top_level(ValueError)), ("ValueError", "builtins"))
