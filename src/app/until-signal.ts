import type { Io } from './io.ts';

/** Resolves with the name of the first SIGINT or SIGTERM. */
export function untilSignal(io: Io): Promise<string> {
  return new Promise((resolve) => {
    const stop = io.onSignal((signal) => {
      stop();
      resolve(signal);
    });
  });
}
