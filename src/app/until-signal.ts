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
