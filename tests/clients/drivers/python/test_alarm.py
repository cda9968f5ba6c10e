import unittest

from parity_driver.alarm import with_alarm
from parity_driver.faults import TimedOut


class AlarmTest(unittest.TestCase):
    def test_a_call_that_ends_in_time_gives_its_result(self):
        self.assertEqual(with_alarm(5000, lambda: 7), 7)

    def test_a_call_that_takes_too_long_is_ended_even_if_it_catches_every_exception(self):
        def stubborn():
            while True:
                try:
                    while True:
                        pass
                except Exception:
                    pass

        with self.assertRaises(TimedOut):
            with_alarm(20, stubborn)
