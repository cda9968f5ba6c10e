"""Ends a call that takes too long."""
from __future__ import annotations

import signal

from .faults import TimedOut


def with_alarm(milliseconds, run):
    if not hasattr(signal, "setitimer"):
        return run()  # without an alarm, only the timeout of wireparity itself applies

    def ring(_signal, _frame):
        raise TimedOut()

    signal.signal(signal.SIGALRM, ring)
    # The alarm rings again every 0.2 seconds, because code that catches every exception may have caught the first alarm.
    signal.setitimer(signal.ITIMER_REAL, max(milliseconds, 1) / 1000, 0.2)
    try:
        return run()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
