import { readFileSync, writeFileSync } from 'node:fs';
import { tryParseJson } from '../lib/json-text.ts';
import { isJsonObject } from '../model/json.ts';
import { type Progress, renderStatusLine } from '../report/status-line.ts';
import type { Io } from './io.ts';

/** Progress on one line, shown only if stderr is a terminal. */
export interface StatusLine {
  /** Redraws the line, but not more often than every 80 ms. */
  show(progress: Omit<Progress, 'elapsedMs'>): void;
  /** Shows the reason for a wait. The next call of `show` replaces this text. */
  wait(what: string): void;
  /** Prints a line that stays on the terminal. */
  note(text: string): void;
  clear(): void;
}

export const TIMES_FILE = '.times.json';

const REDRAW_MS = 80;
const TICK_MS = 500;
/** Moves the cursor to the beginning of the line and clears the line. */
const OVER = '\r\u001b[K';

/** @param timesFile durations of earlier waits, which give an estimate for the next wait */
export function drawStatus(io: Io, timesFile?: string): StatusLine {
  if (!io.interactive) return { show: () => {}, wait: () => {}, note: () => {}, clear: () => {} };
  let startedAt = io.now().getTime();
  let drawnAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const waits = timeWaits(io, timesFile);
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
      waits.end();
      stop();
      const now = io.now().getTime();
      if (now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      draw(progress);
    },
    wait: (what) => {
      waits.end();
      stop();
      const waiting = { unit: '', done: 0, total: 0, failed: 0, current: what, expectedMs: waits.begin(what) };
      draw(waiting);
      timer = setInterval(() => draw(waiting), TICK_MS);
      timer.unref();
    },
    note: (text) => io.err(`${OVER}${text}\n`),
    clear: () => {
      waits.forget();
      stop();
      io.err(OVER);
    },
  };
}

/** A wait that is interrupted or fails is not measured. */
function timeWaits(io: Io, file: string | undefined) {
  let current: { readonly what: string; readonly since: number } | undefined;
  return {
    begin: (what: string): number | undefined => {
      current = { what, since: io.now().getTime() };
      return file === undefined ? undefined : readTimes(file).get(what);
    },
    end: () => {
      if (current !== undefined && file !== undefined) keepTime(file, current.what, io.now().getTime() - current.since);
      current = undefined;
    },
    forget: () => {
      current = undefined;
    },
  };
}

function readTimes(file: string): ReadonlyMap<string, number> {
  try {
    const value = tryParseJson(readFileSync(file, 'utf8'));
    const pairs = isJsonObject(value) ? Object.entries(value) : [];
    return new Map(pairs.flatMap(([what, ms]) => (typeof ms === 'number' ? [[what, ms]] : [])));
  } catch {
    return new Map();
  }
}

function keepTime(file: string, what: string, ms: number): void {
  try {
    writeFileSync(file, JSON.stringify(Object.fromEntries(new Map(readTimes(file)).set(what, ms))));
  } catch {
    // Without a stored time, the next wait has no estimate.
  }
}
