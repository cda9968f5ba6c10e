import functools
import unittest

from parity_driver.members import public_properties, walk
from parity_driver.names import Packages

HERE = __name__.split(".")[0]


class Orders:
    def create(self):
        raise NotImplementedError

    def _hidden(self):
        raise NotImplementedError


class Client:
    def __init__(self):
        self.orders = Orders()
        self.orders.client = self
        self.later = functools.partial(print)

    @property
    def computed(self):
        return 7

    @property
    def broken(self):
        raise ValueError("no")

    @classmethod
    def from_env(cls):
        return cls()

    def ping(self):
        raise NotImplementedError

    def ping_with_http_info(self):
        raise NotImplementedError

    with_raw_response = Orders()


class Lazy:
    def __init__(self):
        self._parts = {"orders": Orders(), "name": "n"}

    def __getattr__(self, name):
        try:
            return self.__dict__["_parts"][name]
        except KeyError:
            raise AttributeError(name)


class Endless:
    def ping(self):
        raise NotImplementedError

    @property
    def parent(self):
        return Endless()


def nested(depth):
    """Returns a client with nested resources. Each of the `depth` levels has its own class."""
    inner = Orders()
    for number in range(depth):
        inner = type("Part%d" % number, (), {"__module__": __name__, "part": inner})()
        inner.part = type(inner).part
    return inner


class MembersTest(unittest.TestCase):
    def test_nested_resources_are_found_unless_their_class_repeats_without_end(self):
        names = [name for name, _ in walk(nested(6), Packages({HERE}), set(), {})]
        self.assertEqual(names, ["part." * 6 + "create"])
        names = [name for name, _ in walk(Endless(), Packages({HERE}), set(), {})]
        self.assertLess(len(names), 8)

    def test_resources_that_are_computed_from_private_maps_are_found(self):
        self.assertEqual([name for name, _ in walk(Lazy(), Packages({HERE}), set(), {})], ["orders.create"])

    def test_methods_of_the_client_and_of_its_resources_are_found_once(self):
        aliases = {}
        names = [name for name, _ in walk(Client(), Packages({HERE}), set(), aliases)]
        self.assertEqual(sorted(names), ["later", "orders.create", "ping"])
        self.assertEqual(aliases, {})

    def test_a_second_path_of_a_resource_is_an_alias(self):
        client, aliases = Client(), {}
        client.sales = client.orders
        names = [name for name, _ in walk(client, Packages({HERE}), set(), aliases)]
        self.assertEqual(sorted(names), ["later", "orders.create", "ping"])
        self.assertEqual(aliases, {"sales": "orders"})

    def test_a_property_that_raises_is_left_out(self):
        self.assertEqual(public_properties(Client(), Packages({HERE})), {"computed": 7})
