import { compareText } from '../lib/compare-text.ts';
import { addTo } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import { listWords } from '../lib/list-words.ts';
import type { Position } from '../model/diagnostic.ts';
import type { Finding } from '../model/finding.ts';
import type { Ledger, LedgerProblem, Xfail } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import { type Judged, type JudgedStep, stepsOf, type Xpass } from '../model/verdict.ts';
import { comparePositions } from './compare.ts';
import { findUnknownWhere, findUnmatched, type Known } from './find-unmatched.ts';
import type { VerdictOptions } from './gate-options.ts';
import { describeEntry, type EntryMatch, matchEntry } from './match-entry.ts';

/** The maps compare findings by identity, so two equal findings are different keys. */
export interface LedgerAudit {
  readonly excuses: ReadonlyMap<JudgedStep, ReadonlyMap<Finding, Xfail>>;
  readonly xpasses: ReadonlyMap<JudgedStep, readonly Xpass[]>;
  readonly problems: readonly LedgerProblem[];
}

export function auditLedger(
  judged: Pick<Judged, 'scenarios' | 'end'>,
  ledger: Ledger,
  options: VerdictOptions,
): LedgerAudit {
  const known = whatExists(judged, options);
  const entries = ledger.entries.filter((entry) => entry.where === options.where);
  const { first, repeated } = splitRepeated(entries);
  const matches = first.map((entry) => matchEntry(entry, known.steps, known.everyStep !== undefined));
  // An entry with a misspelled name cannot match anything, so this entry does not count as an xpass.
  const slips = new Map(matches.flatMap((match) => slipOf(match, known)));
  const surprises = findXpasses(
    matches.filter((match) => !slips.has(match)),
    known.steps,
    options,
  );
  const problems = [
    ...ledger.entries.flatMap((entry) => findUnknownWhere(entry, known.wheres) ?? []),
    ...repeated,
    ...slips.values(),
    ...matches.flatMap((match) => [...expired(match, options.today), ...ambiguous(match)]),
    ...surprises.flatMap((surprise) => surprise.problem ?? []),
  ];
  return {
    excuses: assignExcuses(matches),
    xpasses: groupByStep(surprises),
    problems: problems.sort((a, b) => comparePositions(a.at, b.at) || compareText(a.kind, b.kind)),
  };
}

function whatExists(judged: Pick<Judged, 'scenarios' | 'end'>, options: VerdictOptions): Known {
  const steps = stepsOf(judged.scenarios);
  const finished = judged.end !== null && judged.end.interrupted === null && !judged.end.bailed;
  // A scenario without recorded steps might have called any operation.
  const complete = options.whole && finished && judged.scenarios.every((scenario) => scenario.steps.length > 0);
  const { where, addresses, contracts, profile } = options;
  return {
    where,
    wheres: [...new Set([...options.wheres, where])],
    addresses,
    operations: new Set(options.operations),
    contracts,
    profile,
    steps,
    everyStep: complete ? steps : undefined,
  };
}

/** Reports each entry that repeats an earlier entry. */
function splitRepeated(entries: readonly Xfail[]) {
  const seen = new Map<string, Xfail>();
  const first: Xfail[] = [];
  const repeated: LedgerProblem[] = [];
  for (const entry of entries) {
    const keys = (entry.places ?? [null]).map((each) =>
      writeJson([entry.place, entry.kind, entry.field ?? null, entry.tries ?? null, each]),
    );
    const earlier = keys.map((key) => seen.get(key)).find((other) => other !== undefined);
    if (earlier === undefined) {
      first.push(entry);
      for (const key of keys) seen.set(key, entry);
    } else {
      const message = `repeats the entry at ${earlier.at.file}:${earlier.at.line}: both entries excuse the same finding`;
      repeated.push({ kind: 'duplicate', at: entry.at, message, hint: 'remove one of the two entries' });
    }
  }
  return { first, repeated };
}

function slipOf(match: EntryMatch, known: Known): readonly (readonly [EntryMatch, LedgerProblem])[] {
  const problem = match.excuses.length > 0 ? undefined : findUnmatched(match.entry, known);
  return problem === undefined ? [] : [[match, problem]];
}

function expired({ entry, excuses }: EntryMatch, today: string): readonly LedgerProblem[] {
  if (today <= entry.expires) return [];
  const hint =
    excuses.length > 0
      ? `the cause still occurs: repair the cause, or agree on a later date with ${entry.owner}`
      : 'the cause was not seen in this run: remove the entry if the cause is repaired';
  return [{ kind: 'expired', at: entry.at, message: `expired on ${entry.expires}: ${describeEntry(entry)}`, hint }];
}

function ambiguous({ entry, ambiguous: choices }: EntryMatch): readonly LedgerProblem[] {
  if (choices.length === 0) return [];
  const message = `excuses nothing: ${describeEntry(entry)} matches ${choices.length} causes, but an entry must match exactly one cause`;
  const sayings = choices.map((finding) => choiceOf(finding)).sort(compareText);
  return [{ kind: 'ambiguous', at: entry.at, message, hint: `add one of these to the entry: ${sayings.join(' | ')}` }];
}

/** Returns a line such as `field: title`, which restricts a ledger entry to the cause of this finding. */
function choiceOf({ field, tried, cause }: Finding): string {
  const about = field ?? tried?.about ?? undefined;
  const parts = [about === undefined ? [] : `field: ${about}`, tried === undefined ? [] : `try: ${tried.what}`].flat();
  return parts.join(', ') || `cause: ${cause}`;
}

/** An entry with `step` has priority over an entry with `operation` or `cause`. */
function assignExcuses(matches: readonly EntryMatch[]): LedgerAudit['excuses'] {
  const excuses = new Map<JudgedStep, Map<Finding, Xfail>>();
  const rank = ({ place, field, tries }: Xfail) =>
    ('step' in place ? 0 : 'operation' in place ? 3 : 6) + [field, tries].filter((each) => each === undefined).length;
  for (const match of [...matches].sort((a, b) => rank(a.entry) - rank(b.entry)))
    for (const { step, finding } of match.excuses) {
      const mine = excuses.get(step) ?? new Map<Finding, Xfail>();
      excuses.set(step, mine);
      if (!mine.has(finding)) mine.set(finding, match.entry);
    }
  return excuses;
}

function groupByStep(surprises: readonly Surprise[]): ReadonlyMap<JudgedStep, readonly Xpass[]> {
  const groups = new Map<JudgedStep, Xpass[]>();
  for (const { step, xpass } of surprises) addTo(groups, step, xpass);
  return groups;
}

interface Surprise {
  readonly step: JudgedStep;
  readonly xpass: Xpass;
  readonly problem: LedgerProblem | undefined;
}

/** Finds entries whose cause did not occur, and proposed operations that the server now has. */
function findXpasses(
  matches: readonly EntryMatch[],
  steps: readonly JudgedStep[],
  options: VerdictOptions,
): readonly Surprise[] {
  return [...matches.flatMap((match) => disproved(match, options)), ...arrived(steps, options)];
}

function disproved(match: EntryMatch, { strictXpass }: VerdictOptions): readonly Surprise[] {
  const { entry, disprovedBy, excuses, gone, shownAt, triedAt } = match;
  const isPart = (excuses.length > 0 && shownAt < triedAt) || gone.length < (entry.places ?? []).length;
  const step = disprovedBy ?? (isPart && entry.places === undefined ? excuses[0]?.step : undefined);
  if (step === undefined) return [];
  const xpass: Xpass = {
    what: `${describeEntry(entry)} ${sayDisproof(match)}`,
    reason: entry.reason,
    ...(entry.ref === undefined ? {} : { ref: entry.ref }),
    owner: entry.owner,
    strict: entry.strict || strictXpass,
    at: { file: entry.at.file, line: entry.at.line },
    address: step.address,
  };
  const why = entry.strict ? 'the entry is strict' : '--strict-xpass makes every xpass strict';
  return [
    {
      step,
      xpass,
      problem: problemOf(xpass, entry.at, { why, hint: isPart ? narrowed(match) : 'remove the entry' }),
    },
  ];
}

function sayDisproof({ entry: { places }, gone, shownAt, triedAt }: EntryMatch): string {
  if (shownAt === 0 && gone.length === (places ?? []).length) return 'did not occur';
  const counted = `occurs at ${shownAt} of ${triedAt} places`;
  if (places === undefined) return counted;
  const untested = places.length - triedAt;
  return `${counted}${untested > 0 ? ` that were tested (not tested: ${untested})` : ''}, and no longer at ${listWords(gone, 5)}`;
}

function narrowed({ entry, excuses, gone }: EntryMatch): string {
  const fields = new Set(excuses.map(({ finding: { field, tried } }) => field ?? tried?.about ?? ''));
  return entry.places === undefined
    ? `narrow the entry to a field that still fails: \`field: ${[...fields].join(' or ')}\``
    : `remove these places from the entry: ${listWords(gone, 20)}`;
}

/** Finds proposed operations that the server already has. Each result contains the first step that reached the operation. */
function arrived(steps: readonly JudgedStep[], { contracts, strictXpass }: VerdictOptions): readonly Surprise[] {
  const first = new Map<OperationId, JudgedStep>();
  for (const step of steps) {
    if (step.proposed !== 'arrived' || step.operation === null || step.state !== 'exercised') continue;
    if (!first.has(step.operation)) first.set(step.operation, step);
  }
  return [...first].map(([id, step]) => {
    const at = contracts.operations.get(id)?.at;
    const xpass: Xpass = {
      what: `${id} is proposed, but the server already has the operation`,
      reason: 'The contract says `lifecycle: proposed`, but the server already has the operation.',
      strict: strictXpass,
      at: at === undefined ? null : { file: at.file, line: at.line },
      address: step.address,
    };
    const advice = { why: '--strict-xpass makes every xpass strict', hint: 'set `lifecycle: shipped` in the contract' };
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
