import unittest

from parity_driver.faults import EMPTY, TimedOut, near_names, quietly, text_of


class Unprintable:
    def __str__(self):
        raise SystemExit("no text")


class FaultsTest(unittest.TestCase):
    def test_whatever_the_client_raises_counts_as_no_result(self):
        def leave():
            raise SystemExit(3)

        self.assertIs(quietly(leave), EMPTY)

    def test_the_alarm_is_never_swallowed(self):
        def ring():
            raise TimedOut()

        with self.assertRaises(TimedOut):
            quietly(ring)

    def test_a_value_whose_text_raises_is_named_by_its_class(self):
        self.assertEqual(text_of(Unprintable()), "<Unprintable that cannot be printed>")

    def test_the_nearest_names_are_suggested(self):
        self.assertEqual(near_names("creat", ["create", "list"]), ": expected one like create")
