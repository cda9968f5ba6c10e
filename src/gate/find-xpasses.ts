import type { Position } from '../model/diagnostic.ts';
import type { LedgerProblem } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { JudgedStep, Xpass } from '../model/verdict.ts';
import { describeEntry } from './describe-entry.ts';
import type { GateOptions } from './gate-options.ts';
import type { EntryMatch } from './match-entry.ts';

/** An xpass at the step that shows it, and the problem that it is when strict. */
export interface Surprise {
  readonly step: JudgedStep;
  readonly xpass: Xpass;
  readonly problem: LedgerProblem | undefined;
}

/** Entries that the run disproves, and proposed operations that the server has now. */
export function findXpasses(
  matches: readonly EntryMatch[],
  steps: readonly JudgedStep[],
  options: GateOptions,
): readonly Surprise[] {
  return [...matches.flatMap((match) => disproved(match, options, steps)), ...arrived(steps, options)];
}

function disproved(match: EntryMatch, { strictXpass }: GateOptions, steps: readonly JudgedStep[]): readonly Surprise[] {
  const { entry, disprovedBy, excuses, shownAt } = match;
  const isPart = entry.places !== undefined && shownAt > 0 && shownAt < entry.places;
  const step = isPart
    ? steps.find(({ findings }) => findings.some((finding) => excuses.includes(finding)))
    : disprovedBy;
  if (step === undefined) return [];
  const xpass: Xpass = {
    what: `${describeEntry(entry)} ${isPart ? `shows at ${shownAt} of ${entry.places} places` : 'did not occur'}`,
    reason: entry.reason,
    ...(entry.ref === undefined ? {} : { ref: entry.ref }),
    owner: entry.owner,
    strict: entry.strict || strictXpass,
    at: { file: entry.at.file, line: entry.at.line },
    address: step.address,
  };
  const why = entry.strict ? 'the entry is strict' : 'every xpass is strict in this run';
  return [
    {
      step,
      xpass,
      problem: problemOf(xpass, entry.at, { why, hint: isPart ? `say \`places: ${shownAt}\`` : 'remove the entry' }),
    },
  ];
}

/** One per operation, at the first step that met it. */
function arrived(steps: readonly JudgedStep[], { contracts, strictXpass }: GateOptions): readonly Surprise[] {
  const first = new Map<OperationId, JudgedStep>();
  for (const step of steps) {
    if (step.proposed !== 'arrived' || step.operation === null || step.state !== 'exercised') continue;
    if (!first.has(step.operation)) first.set(step.operation, step);
  }
  return [...first].map(([id, step]) => {
    const at = contracts.operations.get(id)?.at;
    const xpass: Xpass = {
      what: `${id} is proposed and has arrived`,
      reason: 'The contract says `lifecycle: proposed`, and the server answers it now.',
      strict: strictXpass,
      at: at === undefined ? null : { file: at.file, line: at.line },
      address: step.address,
    };
    const advice = { why: 'every xpass is strict in this run', hint: 'say `lifecycle: shipped` in its contract' };
    return { step, xpass, problem: problemOf(xpass, at ?? { file: id, line: 1, column: 1 }, advice) };
  });
}

function problemOf(
  xpass: Xpass,
  at: Position,
  { why, hint }: { readonly why: string; readonly hint: string },
): LedgerProblem | undefined {
  return xpass.strict ? { kind: 'strict-xpass', at, message: `${xpass.what}, and ${why}`, hint } : undefined;
}
