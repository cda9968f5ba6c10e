import { formatDuration } from '../lib/duration.ts';
import { cut } from './columns.ts';
import { printable } from './printable.ts';

/** `total` is 0 while the amount of work is unknown, for example while a target starts. */
export interface Progress {
  /** What is counted, such as `scenarios` or `methods`. */
  readonly unit: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly current: string | null;
  readonly elapsedMs: number;
  /** The previous duration of the same work, for work that cannot be counted. */
  readonly expectedMs?: number | undefined;
}

/** The line is shorter than the terminal's width, because a carriage return cannot overwrite a wrapped line. */
export function renderStatusLine(progress: Progress, width: number): string {
  const { unit, done, total, failed, current, elapsedMs } = progress;
  const share = `${String(Math.floor((done / total) * 100)).padStart(3)}%  ${done}/${total} ${unit}`;
  const parts = [
    total === 0 ? [] : share,
    failed > 0 ? `${failed} failed` : [],
    `${formatDuration(elapsedMs)}${estimate(progress)}`,
    current === null ? [] : printable(current),
  ].flat();
  return cut(parts.join('  '), Math.max(1, width - 1));
}

/** Below this progress, the remaining time is not estimated. */
const EARLIEST = { done: 5, elapsedMs: 3000 };

/** Estimates the remaining time from the average so far: ` (about 2m left)`. */
function estimate({ done, total, elapsedMs, expectedMs }: Progress): string {
  if (expectedMs !== undefined) return expectedMs - elapsedMs < 1000 ? '' : remaining(expectedMs - elapsedMs);
  if (done < EARLIEST.done || done >= total || elapsedMs < EARLIEST.elapsedMs) return '';
  return remaining((elapsedMs / done) * (total - done));
}

function remaining(ms: number): string {
  const seconds = Math.round(ms) / 1000;
  const text = seconds < 60 ? `${Math.max(1, Math.round(seconds))}s` : `${Math.round(seconds / 60)}m`;
  return ` (about ${text} left)`;
}
