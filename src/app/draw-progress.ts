import { renderStatusLine } from '../report/status-line.ts';
import type { ProgressListener } from '../run/progress.ts';
import type { Io } from './io.ts';

const REDRAW_MS = 80;

/** A status line on a terminal's stderr, and nothing elsewhere. */
export function drawProgress(io: Io): { readonly listen: ProgressListener; readonly clear: () => void } {
  if (!io.interactive) return { listen: () => {}, clear: () => {} };
  const startedAt = io.now().getTime();
  let state = { done: 0, total: 0, failed: 0, current: null as string | null };
  let drawnAt = 0;
  const draw = () => {
    const now = io.now().getTime();
    if (now - drawnAt < REDRAW_MS) return;
    drawnAt = now;
    io.err(`\r\u001b[K${renderStatusLine({ ...state, elapsedMs: now - startedAt }, io.columns)}`);
  };
  return {
    listen: (event) => {
      if (event.kind === 'run-started') state = { ...state, total: event.total };
      if (event.kind === 'scenario-started') state = { ...state, current: event.address };
      if (event.kind === 'scenario-ended')
        state = { ...state, done: event.done, total: event.total, failed: event.failed };
      if (event.kind === 'stopping')
        io.err(`\r\u001b[Kstopping: ${event.reason}; removing what was made (again to stop at once)\n`);
      draw();
    },
    clear: () => io.err('\r\u001b[K'),
  };
}
