import unittest

from parity_driver.arguments import bind
from parity_driver.names import Packages
from parity_driver.returned import describe_returned, returned_methods

PACKAGES = Packages({__name__.split(".")[0]})


class Thread:
    def __init__(self, transport, id):
        self.id = id

    def update(self, title: str):
        return (self.id, title)


class Query:
    def limit(self, limit: int):
        return self

    def run(self):
        raise NotImplementedError


class Client:
    def thread(self, id: str):
        """Chooses one."""
        return Thread(self, id)

    def fetched(self, id: str):
        return Thread(self, self.load(id))

    def query(self):
        return Query()

    def load(self, id):
        raise NotImplementedError


class ReturnedTest(unittest.TestCase):
    def test_a_method_of_a_returned_object_takes_the_arguments_of_the_factory_too(self):
        [(name, method)] = returned_methods("thread", Client().thread, PACKAGES)
        self.assertEqual(name, "thread().update")
        told = describe_returned(name, method, PACKAGES, None)
        self.assertEqual([each["name"] for each in told["parameters"]], ["thread:id", "title"])
        first, own = method.split({"thread:id": "t1", "title": "a"})
        args, kwargs = bind(method.factory, first)
        self.assertEqual(getattr(method.factory(*args, **kwargs), method.name)(**own), ("t1", "a"))

    def test_a_method_that_calls_the_api_is_not_a_factory(self):
        self.assertEqual(list(returned_methods("fetched", Client().fetched, PACKAGES)), [])

    def test_a_method_that_returns_a_builder_is_not_a_factory(self):
        self.assertEqual(list(returned_methods("query", Client().query, PACKAGES)), [])
