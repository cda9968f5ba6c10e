import { type Progress, renderStatusLine } from '../report/status-line.ts';
import type { Io } from './io.ts';

/** A status line on a terminal's stderr that is redrawn in place; elsewhere nothing is printed. */
export interface StatusLine {
  /** Frequent calls are drawn only now and then. */
  show(progress: Omit<Progress, 'elapsedMs'>): void;
  /** Shows what is being waited for, with the elapsed time, until something else is shown. */
  wait(what: string): void;
  /** Prints a permanent line. */
  note(text: string): void;
  clear(): void;
}

const REDRAW_MS = 80;
const TICK_MS = 500;
/** Moves to the beginning of the line and clears it. */
const OVER = '\r\u001b[K';

export function drawStatus(io: Io): StatusLine {
  if (!io.interactive) return { show: () => {}, wait: () => {}, note: () => {}, clear: () => {} };
  let startedAt = io.now().getTime();
  let drawnAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    startedAt = io.now().getTime();
  };
  const draw = (progress: Omit<Progress, 'elapsedMs'>) =>
    io.err(OVER + renderStatusLine({ ...progress, elapsedMs: io.now().getTime() - startedAt }, io.columns));
  return {
    show: (progress) => {
      stop();
      const now = io.now().getTime();
      if (now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      draw(progress);
    },
    wait: (what) => {
      stop();
      const waiting = { unit: '', done: 0, total: 0, failed: 0, current: what };
      draw(waiting);
      timer = setInterval(() => draw(waiting), TICK_MS);
      timer.unref();
    },
    note: (text) => io.err(`${OVER}${text}\n`),
    clear: () => {
      stop();
      io.err(OVER);
    },
  };
}
