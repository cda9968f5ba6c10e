import type { Io } from './io.ts';

export function untilSignal(io: Io): Promise<string> {
  return new Promise((resolve) => {
    const stop = io.onSignal((signal) => {
      stop();
      resolve(signal);
    });
  });
}

/** Calls `work` with an AbortSignal. The reason of the abort is the name of the process signal. */
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
