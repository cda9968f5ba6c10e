import functools
import typing
import unittest

from parity_driver.methods import describe_method, describe_safely, first_paragraph, function_of


def create(a: str, *, b: int = 3, **rest) -> bool:
    """Creates one.

    More of it.
    """


def search(**kwargs):
    """Searches.

    :param str query: what to look for
    :keyword limit: how many
    """
    return kwargs.pop("cursor", None)


class MethodsTest(unittest.TestCase):
    def test_the_keywords_that_a_method_with_kwargs_mentions_are_reported(self):
        told = describe_method("search", search, packages=set(), root=None)
        self.assertEqual(told["parameters"], [])
        self.assertEqual([(each["name"], each["type"]["kind"]) for each in told["rest"]], [("query", "string"), ("limit", "any"), ("cursor", "any")])

    def test_a_method_that_cannot_be_described_is_reported_with_the_reason(self):
        class Hostile:
            @property
            def __wrapped__(self):
                raise RuntimeError("no")

            def __call__(self):
                raise NotImplementedError

        told = describe_safely("x", Hostile(), packages=set(), root=None)
        self.assertEqual(told, {"name": "x", "parameters": [], "unreadable": "RuntimeError: no"})

    def test_a_method_is_described_with_parameters_defaults_and_the_beginning_of_its_docstring(self):
        told = describe_method("create", create, packages=set(), root=None)
        self.assertEqual(told["doc"], "Creates one.")
        self.assertEqual(told["returns"], {"kind": "boolean"})
        first, second = told["parameters"]
        self.assertEqual((first["name"], first["required"], first["positional"]), ("a", True, True))
        self.assertEqual((second["name"], second["required"], second["default"]), ("b", False, 3))

    def test_star_args_are_a_list_and_a_callback_is_left_out(self):
        def search(done: typing.Callable[[dict], None], *ids: str, on_page: "typing.Optional[typing.Callable]" = None):
            raise NotImplementedError

        told = describe_method("search", search, packages=set(), root=None)
        self.assertEqual(told["parameters"], [{"name": "ids", "required": False, "type": {"kind": "list", "of": {"kind": "string"}}, "declared": "*ids"}])

    def test_a_parameter_before_a_slash_cannot_be_given_by_name(self):
        def get(id, /, size=1):
            return id, size

        told = describe_method("get", get, packages=set(), root=None)
        self.assertEqual([each.get("named") for each in told["parameters"]], [False, None])

    def test_the_original_function_is_found_inside_partials_and_decorators(self):
        @functools.wraps(create)
        def wrapper(*args, **kwargs):
            return create(*args, **kwargs)

        self.assertIs(function_of(functools.partial(wrapper, 1)), create)

    def test_the_first_paragraph_is_joined_to_one_line(self):
        self.assertEqual(first_paragraph("One\n  line.\n\nAnother."), "One line.")
