import { expect, it, onTestFinished, vi } from 'vitest';
import { LONGEST_TIMER_MS, onAbort, sleep } from '../../src/lib/on-abort.ts';

it('calls every waiting callback once', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const wait = (name: string) => onAbort(controller.signal, () => void called.push(name));
  const [a, b, c, d] = [wait('a'), wait('b'), wait('c'), wait('d')];
  b();
  b();
  wait('e');
  d();
  controller.abort();
  expect(called.toSorted()).toEqual(['a', 'c', 'e']);
  for (const forget of [a, c]) forget();
  expect(called).toHaveLength(3);
});

it('allows a callback to cancel itself while all callbacks are called', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const forget: (() => void)[] = [];
  for (const name of ['a', 'b', 'c'])
    forget.push(
      onAbort(controller.signal, () => {
        called.push(name);
        forget[0]?.();
      }),
    );
  controller.abort();
  expect(called).toEqual(['a', 'b', 'c']);
});

it('a sleep ends with the signal', async () => {
  const controller = new AbortController();
  const slept = sleep(60_000, controller.signal);
  controller.abort();
  expect(await slept).toBe(false);
  expect(await sleep(1, controller.signal)).toBe(false);
  expect(await sleep(1, new AbortController().signal)).toBe(true);
});

it('a sleep that is longer than the longest timer does not end at once', async () => {
  const controller = new AbortController();
  let ended = false;
  const slept = sleep(9_999_999 * 3_600_000, controller.signal).then((whole) => {
    ended = true;
    return whole;
  });
  await sleep(30, new AbortController().signal);
  expect(ended).toBe(false);
  controller.abort();
  expect(await slept).toBe(false);
});

it.each([0, 1, 1000])('a sleep of twice the longest timer and %d ms has the right length', async (more) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let ended = false;
  const slept = sleep(2 * LONGEST_TIMER_MS + more, new AbortController().signal).then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(2 * LONGEST_TIMER_MS + more - 1);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await slept;
});
