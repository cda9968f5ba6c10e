import type { Io } from './io.ts';

export interface TraceProgress {
  readonly show: (done: number, total: number) => void;
  readonly clear: () => void;
}

/** A status line on stderr, for a person who watches. */
export function drawTraceProgress(client: string, io: Io): TraceProgress {
  if (!io.interactive) return { show: () => {}, clear: () => {} };
  return {
    show: (done, total) => io.err(`\r\u001b[2K${client}: ${done} of ${total} methods`),
    clear: () => io.err('\r\u001b[2K'),
  };
}
