import type { RecordingEntry } from '../../model/exchange.ts';
import type { Plan } from '../../model/plan.ts';
import type { Verdict } from '../../model/verdict.ts';
import { createEntryQueue } from '../../recording/entry-queue.ts';
import { judgeEntries, type VerdictFlags } from '../reports/conclude.ts';
import { type RecordContext, type RecordFlags, record } from './record.ts';

interface JudgedRun extends RecordContext {
  readonly flags: RecordFlags & VerdictFlags;
}

/** Judges each entry while the run continues. */
export async function recordAndJudge(plan: Plan, context: JudgedRun): Promise<RunOutcome> {
  const { workspace, flags, io, onEntries } = context;
  const queue = createEntryQueue();
  const verdict = judgeEntries(queue.entries, workspace, { flags, io });
  // If judging fails, the run continues and cleans up all items.
  verdict.catch(() => {});
  const push = (entries: readonly RecordingEntry[]) => {
    queue.push(entries);
    onEntries?.(entries);
  };
  try {
    await record(plan, { ...context, onEntries: push });
  } catch (error) {
    queue.end();
    return { verdict: await verdict.catch(() => undefined), crash: { error } };
  }
  queue.end();
  return { verdict: await verdict };
}

/** After a crash, `verdict` covers only the recorded part of the run. */
interface RunOutcome {
  readonly verdict: Verdict | undefined;
  readonly crash?: { readonly error: unknown };
}
