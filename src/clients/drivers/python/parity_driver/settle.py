"""Uses the results of calls, because some results send requests only when a caller uses them."""
from __future__ import annotations

import inspect
import itertools
import sys

from .names import top_level
from .records import is_record

TAKEN = 50


class Settler:
    def __init__(self):
        self.packages = set()
        self.part_types = ()
        self.loop = None

    def invoke(self, method, args, kwargs):
        try:
            return method(*args, **kwargs)
        except RuntimeError as error:
            if "no running event loop" not in str(error):
                raise

        async def within():
            return method(*args, **kwargs)

        return self.run_async(within())

    def settle(self, value, entered=False):
        if "concurrent.futures" in sys.modules and isinstance(value, sys.modules["concurrent.futures"].Future):
            value = value.result()
        if is_async(value, entered) and not self.is_part(value):
            return self.run_async(self.settle_async(value, entered))
        return self.settle_sync(value, entered)

    def settle_sync(self, value, entered):
        if self.is_part(value):
            return value
        if not entered and has(value, "__enter__", "__exit__"):
            with value as inner:
                return self.settle_sync(inner, inner is value)
        if is_iterator(value, self.packages):
            return list(itertools.islice(iter(value), TAKEN))
        return value

    async def settle_async(self, value, entered):
        # One coroutine runs all steps, because some libraries require that the same task enters and leaves a scope.
        while inspect.isawaitable(value):
            value = await value
        if self.is_part(value):
            return value
        if not entered and has(value, "__aenter__", "__aexit__"):
            async with value as inner:
                return await self.settle_async(inner, inner is value)
        if has(value, "__aiter__") and not is_record(type(value)):
            items = []
            async for item in value:
                items.append(item)
                if len(items) == TAKEN:
                    break
            return items
        return self.settle_sync(value, entered)

    def is_part(self, value):
        """Returns True for the client and for its resource objects. A `with` statement would close such an object."""
        return isinstance(value, self.part_types)

    def run_async(self, awaitable):
        import asyncio

        if self.loop is None or self.loop.is_closed():
            self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

        async def wait():
            asyncio.current_task().parity_call = True  # the waits of this task are recorded, and it does not sleep
            return await awaitable

        return self.loop.run_until_complete(wait())


def has(value, *names):
    return not isinstance(value, type) and all(hasattr(type(value), name) for name in names)


def is_async(value, entered):
    if inspect.isawaitable(value) or (not entered and has(value, "__aenter__", "__aexit__")):
        return True
    return has(value, "__aiter__") and not is_record(type(value))


def is_iterator(value, packages):
    """Returns True for an iterator, and for an iterable without a length if its class belongs to the client."""
    if has(value, "__next__"):
        return True
    is_pager = has(value, "__iter__") and not has(value, "__len__") and not is_record(type(value))
    return is_pager and top_level(type(value)) in packages
