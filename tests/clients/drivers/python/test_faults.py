import unittest

from parity_driver.faults import EMPTY, TimedOut, near_names, quietly, text_of


class Unprintable:
    def __str__(self):
        raise SystemExit("no text")


class FaultsTest(unittest.TestCase):
    def test_any_exception_of_the_client_gives_an_empty_result(self):
        def leave():
            raise SystemExit(3)

        self.assertIs(quietly(leave), EMPTY)

    def test_the_exception_of_the_alarm_is_never_caught(self):
        def ring():
            raise TimedOut()

        with self.assertRaises(TimedOut):
            quietly(ring)

    def test_a_value_that_cannot_be_printed_is_replaced_by_its_class(self):
        self.assertEqual(text_of(Unprintable()), "<Unprintable that cannot be printed>")

    def test_the_nearest_names_are_suggested(self):
        self.assertEqual(near_names("creat", ["create", "list"]), ": expected a name such as create")
