import { join } from 'node:path';
import { applyBaseline, updateBaseline } from '../../gate/apply-baseline.ts';
import { daysAfter } from '../../lib/day.ts';
import { userError } from '../../lib/error.ts';
import { plural } from '../../lib/plural.ts';
import { BASELINE_FILE, formatBaseline, loadBaseline } from '../../load/load-baseline.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Drift } from '../../model/drift.ts';
import { renderDiagnostics } from '../../report/diagnostics.ts';
import type { Io } from '../io.ts';
import { writeWholeFile } from '../write-file.ts';

interface HeldBaseline {
  /** Returns the drifts without a valid entry in the baseline. */
  hold(drifts: readonly Drift[]): readonly Drift[];
  /** Returns 4 if an entry has expired and `update` does not replace the baseline. */
  end(how: { readonly whole: boolean; readonly update: boolean }): Promise<number>;
}

const DAYS = 90;

/** @throws files-invalid if `drift-baseline.yaml` has mistakes */
export async function openBaseline(
  root: string,
  { date, io }: { readonly date: string; readonly io: Io },
): Promise<HeldBaseline> {
  const mistakes: Diagnostic[] = [];
  const entries = await loadBaseline(root, BASELINE_FILE, (diagnostic) => void mistakes.push(diagnostic));
  if (mistakes.length > 0)
    throw userError('files-invalid', `the data files have mistakes:\n\n${renderDiagnostics(mistakes)}`);
  const seen = new Map<string, Drift>();
  return {
    hold: (drifts) => {
      for (const drift of drifts) seen.set(drift.fingerprint, drift);
      const { known } = applyBaseline(drifts, entries, date);
      const excused = new Set(known.map(({ drift }) => drift));
      return drifts.filter((drift) => !excused.has(drift));
    },
    end: async ({ whole, update }) => {
      const { known, expired, gone } = applyBaseline([...seen.values()], entries, date);
      if (known.length > 0) io.err(`${plural(known.length, 'drift')} known in ${BASELINE_FILE}\n`);
      for (const { entry } of expired)
        io.err(
          `${BASELINE_FILE}: the entry ${entry.kind} ${entry.operation}${entry.field === null ? '' : ` ${entry.field}`} (${entry.owner}) expired on ${entry.expires}\n`,
        );
      if (whole && gone.length > 0 && !update)
        io.err(
          `${plural(gone.length, 'entry', 'entries')} of ${BASELINE_FILE} match no drift: to remove these entries, use --update-baseline\n`,
        );
      if (!update) return expired.length > 0 ? 4 : 0;
      const words = { reason: `Known on ${date}.`, owner: 'unassigned', expires: daysAfter(date, DAYS) };
      const text = formatBaseline(updateBaseline([...seen.values()], entries, words));
      await writeWholeFile(join(root, BASELINE_FILE), text, BASELINE_FILE);
      io.err(`wrote ${BASELINE_FILE}: ${plural(seen.size, 'drift')}\n`);
      return 0;
    },
  };
}
