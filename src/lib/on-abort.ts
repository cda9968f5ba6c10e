/** All callbacks of a signal share one listener, because Node warns about more than ten listeners. */
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

/** The maximum delay of a Node timer. With a longer delay, a timer fires immediately. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Returns false if the signal aborts before the time is over. */
export async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  let left = ms;
  for (; left > LONGEST_TIMER_MS; left -= LONGEST_TIMER_MS)
    if (!(await sleepOnce(LONGEST_TIMER_MS, signal))) return false;
  return sleepOnce(left, signal);
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

export function abortReason(signal: AbortSignal): string {
  const reason: unknown = signal.reason;
  return typeof reason === 'string' ? reason : 'abort';
}
