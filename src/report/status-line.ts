import { formatDuration } from '../lib/duration.ts';
import { cut } from './columns.ts';
import { printable } from './printable.ts';

/** Where a run or a trace stands; `total` 0: nobody knows how much there is, as while a target starts. */
export interface Progress {
  /** What is counted: `scenarios`, `methods`. */
  readonly unit: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** What is under way. */
  readonly current: string | null;
  readonly elapsedMs: number;
}

/** One line, shorter than the terminal is wide, so that a carriage return can overwrite it. */
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

/** Earlier than this nothing is foretold. */
const EARLIEST = { done: 5, elapsedMs: 3000 };

/** What is left takes as long for each as what is done: ` (about 2m left)`. */
function estimate({ done, total, elapsedMs }: Progress): string {
  if (done < EARLIEST.done || done >= total || elapsedMs < EARLIEST.elapsedMs) return '';
  const seconds = Math.round((elapsedMs / done) * (total - done)) / 1000;
  const text = seconds < 60 ? `${Math.max(1, Math.round(seconds))}s` : `${Math.round(seconds / 60)}m`;
  return ` (about ${text} left)`;
}
