/**
 * Calls back when the signal aborts; the result takes the callback away again. One native listener serves all callers
 * of a signal: adding and removing one for each request costs more than the rest of a request's bookkeeping.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const waiting = groups.get(signal) ?? listen(signal);
  const caller: Caller = { callback, place: waiting.length };
  waiting.push(caller);
  return () => forget(waiting, caller);
}

interface Caller {
  readonly callback: () => void;
  /** Its index in the list; -1 once it is taken away. */
  place: number;
}

/**
 * No Set: one whose members come and go is laid out anew again and again, and each old layout leads to the next one. Once
 * V8 takes one of them for long-lived, what any of them held lives on: half of the collector's work with 32 requests at once.
 */
const groups = new WeakMap<AbortSignal, Caller[]>();

function listen(signal: AbortSignal): Caller[] {
  const waiting: Caller[] = [];
  groups.set(signal, waiting);
  const callAll = () => {
    for (const { callback } of [...waiting]) callback();
  };
  signal.addEventListener('abort', callAll, { once: true });
  return waiting;
}

/** The last one takes the place of the one that goes. */
function forget(waiting: Caller[], caller: Caller): void {
  const { place } = caller;
  if (place === -1) return;
  caller.place = -1;
  const last = waiting.pop();
  if (last === undefined || last === caller) return;
  waiting[place] = last;
  last.place = place;
}

/** Waits; false at once when the signal aborts or has aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
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
