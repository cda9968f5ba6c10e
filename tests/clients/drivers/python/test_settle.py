import contextlib
import itertools
import unittest

from parity_driver.settle import TAKEN, Settler


class Pager:
    def __iter__(self):
        return iter(["a", "b"])


class SettleTest(unittest.TestCase):
    def setUp(self):
        self.settler = Settler()
        self.settler.packages = {__name__.split(".")[0]}

    def test_an_awaitable_is_awaited(self):
        async def later():
            return 7

        self.assertEqual(self.settler.settle(later()), 7)

    def test_an_endless_iterator_is_read_up_to_a_limit(self):
        self.assertEqual(len(self.settler.settle(itertools.count())), TAKEN)

    def test_a_pager_of_the_client_is_read(self):
        self.assertEqual(self.settler.settle(Pager()), ["a", "b"])

    def test_a_context_manager_is_entered_and_left(self):
        seen = []

        @contextlib.contextmanager
        def manager():
            seen.append("in")
            yield 1
            seen.append("out")

        self.assertEqual(self.settler.settle(manager()), 1)
        self.assertEqual(seen, ["in", "out"])

    def test_the_client_itself_is_not_used_as_a_context_manager(self):
        class Client:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                raise AssertionError("closed")

        self.settler.part_types = (Client,)
        client = Client()
        self.assertIs(self.settler.settle(client), client)

    def test_a_method_that_needs_a_running_loop_gets_one(self):
        import asyncio

        async def value():
            return 3

        self.assertEqual(self.settler.settle(self.settler.invoke(lambda: asyncio.get_running_loop().create_task(value()), [], {})), 3)
