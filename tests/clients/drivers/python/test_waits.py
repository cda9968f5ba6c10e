import asyncio
import threading
import time
import unittest

from parity_driver import waits
from parity_driver.faults import TimedOut
from parity_driver.settle import Settler


class WaitsTest(unittest.TestCase):
    def setUp(self):
        waits.skip_waits()
        self.recorded = waits.record_waits()

    def test_a_sleep_is_recorded_and_clocks_move_forward_by_its_length(self):
        before = time.monotonic()
        time.sleep(1000)
        self.assertEqual(self.recorded, [1000.0])
        self.assertGreaterEqual(time.monotonic() - before, 1000)

    def test_a_sleep_in_a_coroutine_of_the_call_is_recorded(self):
        async def call():
            await asyncio.sleep(2000)
            return 7

        self.assertEqual(Settler().run_async(call()), 7)
        self.assertEqual(self.recorded, [2000.0])

    def test_a_background_thread_really_sleeps(self):
        thread = threading.Thread(target=lambda: time.sleep(0.01))
        thread.start()
        thread.join()
        self.assertEqual(self.recorded, [])

    def test_a_call_that_never_stops_waiting_is_ended(self):
        with self.assertRaises(TimedOut):
            while True:
                time.sleep(1)
