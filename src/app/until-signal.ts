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

/**
 * Runs a function until it ends or a signal arrives. The function receives an AbortSignal, whose reason is the name of
 * the signal.
 */
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
