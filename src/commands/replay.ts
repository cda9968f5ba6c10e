import { chooseTarget, type TargetFlags } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { planFor } from '../app/run/plan-for.ts';
import type { RecordContext } from '../app/run/record.ts';
import { recordAndJudge } from '../app/run/record-and-judge.ts';
import { userError } from '../lib/error.ts';
import { causeUnknown, type FindingsReport, loadFindings } from '../load/load-findings.ts';
import { type Address, scenarioOf, withoutRerun } from '../model/address.ts';
import type { Finding } from '../model/finding.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Plan, PlannedScenario } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { type ReplayReport, renderReplay } from '../report/replay.ts';

interface ReplayFlags extends WorkspaceFlags, TargetFlags {
  /** The `findings.json` with the cause. The default is the file of the last run. */
  readonly from?: string;
  /** Maximum number of attempts. The replay ends as soon as an attempt shows the cause. */
  readonly times?: number;
}

/** Number of attempts if the cause depends on timing. */
const RACE_TRIES = 50;

/** Returns 1 if the scenario still fails, 3 if it could not be tried, and 5 if it no longer exists. */
export async function replay(cause: string, flags: ReplayFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const from = flags.from ?? `${workspace.config.reports}/findings.json`;
  const report = await loadFindings(io.cwd, from);
  const witnesses = witnessesOf(cause, report, from);
  const { name, profile } = report.run.target;
  const target = chooseTarget(workspace, { profile, ...flags, target: flags.target ?? name });
  const seed = report.run.seed ?? 0;
  const operation = generatedFor(witnesses).filter((id) => workspace.contracts.operations.has(id));
  const narrowing = operation.length === 0 ? { probes: 'none' as const } : { probes: 'full' as const, operation };
  const plan = planOf(cause, witnesses, await planFor(workspace, target, { flags: { ...narrowing, seed }, io }));
  // The replay ignores the ledger, and does not overwrite the recording of the last run.
  const unexcused = { ...workspace, ledger: { ...workspace.ledger, entries: [] } };
  const context = { workspace: unexcused, target, flags: { seed }, io, recordingName: 'replay.jsonl' };
  const times = flags.times ?? (plan.scenarios.some(isRace) ? RACE_TRIES : 1);
  const outcome = await tryUntilShown(plan, { cause, times, context });
  io.out(renderReplay({ cause, target: target.name, ...outcome }));
  return EXIT_CODES[outcome.state];
}

const EXIT_CODES = { shown: 1, gone: 0, untried: 3 } as const satisfies Record<ReplayReport['state'], number>;

/** Returns the steps that showed the cause, even if the ledger excuses the cause. */
function witnessesOf(cause: string, { causes, excused = [] }: FindingsReport, from: string): readonly Address[] {
  const found = causes.find(({ id }) => id === cause);
  if (found !== undefined) return found.steps;
  const accepted = excused.flatMap(({ finding }) => (finding.cause === cause ? [finding.address] : []));
  if (accepted.length > 0) return accepted;
  throw causeUnknown(cause, [...causes.map(({ id }) => id), ...excused.map(({ finding }) => finding.cause)], from);
}

/** Returns `notes.create` for `probe.notes.create/…`, and ignores handwritten steps. */
function generatedFor(witnesses: readonly Address[]): readonly OperationId[] {
  const ids = witnesses.flatMap((witness) => /^(?:probe|behavior)\.([^/]+)\//.exec(witness)?.[1] ?? []);
  return [...new Set(ids)];
}

/** Plans the first existing scenario of `witnesses`, and the scenarios that confirm the cause. @throws scenario-missing */
function planOf(cause: string, witnesses: readonly Address[], { scenarios }: Plan): Plan {
  const byAddress = new Map(scenarios.map((scenario) => [scenario.address, scenario]));
  for (const witness of witnesses) {
    const found = byAddress.get(withoutRerun(scenarioOf(witness)));
    if (found === undefined) continue;
    const isDiagnosis = cause.startsWith('field-misplaced/');
    const confirming = scenarios.filter((each) => isDiagnosis && each !== found && confirms(each, found));
    return { scenarios: [found, ...confirming], narrowed: ['grep'] };
  }
  throw userError(
    'scenario-missing',
    `the scenario that showed the cause no longer exists: ${witnesses[0] ?? 'none'}`,
    {
      exitCode: 5,
      hint: 'Either the contract or the suite has changed since that run, or a trace of a client showed the cause, and a trace has no scenarios. `parity run` or `parity trace` shows the current findings.',
    },
  );
}

/** If a scenario sends calls at the same time, their timing decides whether the scenario shows a defect. */
function isRace({ steps }: PlannedScenario): boolean {
  return steps.some(({ step }) => step.kind === 'call' && step.copies !== undefined);
}

function confirms({ steps }: PlannedScenario, shown: PlannedScenario): boolean {
  const operations = operationsOf(shown);
  const isAbout = ({ step }: PlannedScenario['steps'][number]) =>
    step.kind === 'call' && step.expect.confirms !== undefined && operations.has(step.call);
  return steps.some(isAbout);
}

function operationsOf({ steps }: PlannedScenario): ReadonlySet<string> {
  return new Set(steps.flatMap(({ step }) => (step.kind === 'call' ? [step.call] : [])));
}

interface Tries {
  readonly cause: string;
  readonly times: number;
  readonly context: RecordContext;
}

type ReplayOutcome = Pick<ReplayReport, 'state' | 'tries' | 'finding' | 'others' | 'reason'>;

async function tryUntilShown(plan: Plan, { cause, times, context }: Tries): Promise<ReplayOutcome> {
  let last: ReplayOutcome = { state: 'untried', tries: 0, finding: undefined, others: [], reason: undefined };
  for (let tries = 1; tries <= times; tries += 1) {
    const { verdict, crash } = await recordAndJudge(plan, context);
    if (crash !== undefined) throw crash.error;
    last = outcomeOf(cause, { verdict, tries, shownBy: plan.scenarios[0]?.address ?? '' });
    if (last.state !== 'gone' || verdict?.end?.interrupted !== null) break;
  }
  return last;
}

/** If a variation runs without its base call, the cause has a different id but still the same kind. */
function isVariant({ kind, outcome, address }: Finding, cause: string, shownBy: Address): boolean {
  const parts = cause.split('/');
  return parts[0] === kind && parts.at(-1) === outcome && address.startsWith(`${shownBy}/`) && outcome !== undefined;
}

interface Tried {
  readonly verdict: Verdict | undefined;
  readonly tries: number;
  /** Address of the scenario that showed the cause. */
  readonly shownBy: Address;
}

function outcomeOf(cause: string, { verdict, tries, shownBy }: Tried): ReplayOutcome {
  const findings = verdict?.findings ?? [];
  const finding = findings.find((each) => each.cause === cause || isVariant(each, cause, shownBy));
  const others = [...new Set(findings.map((each) => each.cause))].filter((each) => each !== cause).sort();
  const steps = verdict?.scenarios.find(({ address }) => address === shownBy)?.steps ?? [];
  const stuck = steps.find(({ outcome }) => outcome === 'blocked' || outcome === 'not-tried' || outcome === 'skipped');
  if (finding !== undefined) return { state: 'shown', tries, finding, others, reason: undefined };
  if (stuck !== undefined || steps.length === 0)
    return { state: 'untried', tries, finding, others, reason: stuck?.reason ?? 'no request was sent' };
  return { state: 'gone', tries, finding, others, reason: undefined };
}
