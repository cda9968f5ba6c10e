import unittest

from parity_driver.documented import annotation_of, documented_types, keyword_names
from parity_driver.methods import describe_method


def google(self, name, force=False, since=None, **kwargs):
    """Removes one.

    Args:
        name (str): Its name.
        force (bool): Even when it is used.
        since (datetime, int or str): Only those that are older.
        labels (list of str, optional): With these.

    Returns:
        (dict): What is left.
    """


def restructured(body, limit=None):
    """Creates one.

    :param V1Pod body: (required)
    :param limit: how many
    :type limit: int
    :return: V1Pod
    """


def raising(name, **kwargs):
    """Updates one.

    Args:
        name: Its name.

    Raises:
        ValueError: If nothing is given.

    """


def numpy_raising(name):
    """Draws one.

    Parameters
    ----------
    name : str
        Its name.

    Raises
    ------
    ValueError : when it is empty
        Always.
    """


def numpy(name, size=1.5, mode="fast"):
    """Draws one.

    Parameters
    ----------
    name : str
        Its name.
    """


class DocumentedTest(unittest.TestCase):
    def test_names_and_types_are_read_from_three_styles_of_docstrings(self):
        self.assertEqual(list(documented_types(google)), ["name", "force", "since", "labels"])
        self.assertEqual(documented_types(google)["labels"], "list[str]")
        self.assertEqual(documented_types(restructured), {"body": "V1Pod", "limit": "int"})
        self.assertEqual(documented_types(numpy), {"name": "str"})

    def test_an_exception_that_a_docstring_names_is_not_a_parameter(self):
        self.assertEqual([list(documented_types(each)) for each in (raising, numpy_raising)], [["name"], ["name"]])

    def test_words_for_types_become_an_annotation(self):
        told = [annotation_of(each) for each in ("dict(str, int)", "string or None", ":py:class:`Mode`", "any number of things")]
        self.assertEqual(told, ["dict[str, int]", "str | None", "Mode", ""])

    def test_an_untyped_parameter_has_the_type_of_its_documentation_or_of_its_default(self):
        parameters = {each["name"]: each for each in describe_method("numpy", numpy, set(), None)["parameters"]}
        kinds = {name: (each["type"]["kind"], each.get("inferred")) for name, each in parameters.items()}
        self.assertEqual(kinds, {"name": ("string", True), "size": ("number", True), "mode": ("string", True)})

    def test_an_untyped_parameter_without_documentation_and_default_accepts_anything(self):
        def method(a, b=None):
            return a, b

        told = describe_method("method", method, set(), None)["parameters"]
        self.assertEqual([(each["type"], "inferred" in each) for each in told], [({"kind": "any"}, False)] * 2)

    def test_a_keyword_that_only_the_docstring_mentions_has_the_documented_type(self):
        self.assertEqual(keyword_names(google, {"name", "force"}, 100), ["since", "labels"])
        rest = describe_method("google", google, set(), None)["rest"]
        self.assertEqual(rest[-1], {"name": "labels", "type": {"kind": "list", "of": {"kind": "string"}}})
