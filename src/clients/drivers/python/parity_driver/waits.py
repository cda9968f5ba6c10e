"""Records waits without sleeping, because a client that retries would otherwise take minutes."""
from __future__ import annotations

import asyncio
import threading
import time

from .faults import TimedOut

# A call with more than 100 waits, or with more than one hour of waits, counts as endless.
MOST_WAITS = 100
MOST_SECONDS = 3600

REAL_SLEEP = time.sleep
REAL_ASYNC_SLEEP = asyncio.sleep
CLOCKS = {name: getattr(time, name) for name in ("time", "monotonic", "perf_counter")}


class Waits:
    def __init__(self):
        self.recorded = []
        self.skipped = 0.0

    def add(self, seconds):
        self.recorded.append(seconds)
        self.skipped += seconds
        if len(self.recorded) > MOST_WAITS or sum(self.recorded) > MOST_SECONDS:
            raise TimedOut()


WAITS = Waits()


def record_waits():
    """Returns a new list. The waits of the next call are added to this list, in seconds."""
    WAITS.recorded = []
    return WAITS.recorded


def skip_waits():
    """Must be called before the client is imported, because the client may keep its own `sleep`."""
    time.sleep = sleep
    asyncio.sleep = asyncio.tasks.sleep = sleep_async
    for name, real in CLOCKS.items():
        setattr(time, name, lambda real=real: real() + WAITS.skipped)


def sleep(seconds):
    # A background thread really sleeps. Without a pause, a heartbeat would run all the time.
    if threading.current_thread() is not threading.main_thread() or not 0 < seconds:
        return REAL_SLEEP(seconds)
    WAITS.add(float(seconds))
    return None


async def sleep_async(delay, result=None, **kwargs):
    task = asyncio.current_task()
    is_ours = threading.current_thread() is threading.main_thread() and getattr(task, "parity_call", False)
    if not is_ours or not 0 < delay:
        return await REAL_ASYNC_SLEEP(delay, result, **kwargs)
    WAITS.add(float(delay))
    return await REAL_ASYNC_SLEEP(0, result)
