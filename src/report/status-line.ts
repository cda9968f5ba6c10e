import { formatDuration } from '../lib/duration.ts';
import { cut } from './columns.ts';
import { printable } from './printable.ts';

/** Where a run stands. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** A scenario that is under way, or what the run is doing instead. */
  readonly current: string | null;
  readonly elapsedMs: number;
}

/** One line, shorter than the terminal is wide, so that a carriage return can overwrite it. */
export function renderStatusLine(progress: Progress, width: number): string {
  const { done, total, failed, current, elapsedMs } = progress;
  const share = total === 0 ? 100 : Math.floor((done / total) * 100);
  const parts = [
    `${String(share).padStart(3)}%  ${done}/${total} scenarios`,
    failed > 0 ? `${failed} failed` : [],
    formatDuration(elapsedMs),
    current === null ? [] : printable(current),
  ].flat();
  return cut(parts.join('  '), Math.max(1, width - 1));
}
