import type { Io } from './io.ts';

/** Waits for the first SIGINT or SIGTERM and returns its name. */
export function untilSignal(io: Io): Promise<string> {
  return new Promise((resolve) => {
    const stop = io.onSignal((signal) => {
      stop();
      resolve(signal);
    });
  });
}

/** Does work that a signal ends early. The work receives an AbortSignal, whose reason is the signal's name. */
export async function untilStopped<T>(
  io: Io,
  work: (signal: AbortSignal) => Promise<T>,
  stop = new AbortController(),
): Promise<T> {
  const offSignal = io.onSignal((signal) => stop.abort(signal));
  try {
    return await work(stop.signal);
  } finally {
    offSignal();
  }
}
