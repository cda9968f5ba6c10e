/**
 * Calls back when the signal aborts; the result takes the callback away again. One native listener serves all callers of
 * a signal: Node warns of a leak when a signal has more than ten.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const waiting = groups.get(signal) ?? listen(signal);
  waiting.add(callback);
  return () => void waiting.delete(callback);
}

const groups = new WeakMap<AbortSignal, Set<() => void>>();

function listen(signal: AbortSignal): Set<() => void> {
  const waiting = new Set<() => void>();
  groups.set(signal, waiting);
  const callAll = () => {
    for (const callback of [...waiting]) callback();
  };
  signal.addEventListener('abort', callAll, { once: true });
  return waiting;
}

/** What a timer holds: one that is longer fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Waits, however long; false at once when the signal aborts or has aborted. */
export async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  for (let left = ms; left > LONGEST_TIMER_MS; left -= LONGEST_TIMER_MS)
    if (!(await sleepOnce(LONGEST_TIMER_MS, signal))) return false;
  return sleepOnce(ms % LONGEST_TIMER_MS, signal);
}

function sleepOnce(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      forget();
      resolve(true);
    }, ms);
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      forget();
      resolve(false);
    });
  });
}

/** What was given when the signal was aborted, as text: the name of a signal such as `SIGINT`. */
export function abortReason(signal: AbortSignal): string {
  const reason: unknown = signal.reason;
  return typeof reason === 'string' ? reason : 'abort';
}
