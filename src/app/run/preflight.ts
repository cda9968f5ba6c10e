import { isUserError } from '../../lib/error.ts';
import type { RecordingEntry } from '../../model/exchange.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { requestText } from '../../model/route.ts';
import type { Scenario, Suite } from '../../model/suite.ts';
import type { Target } from '../../model/target.ts';
import type { ScenarioVerdict, Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { isOpen } from '../../plan/first-calls.ts';
import type { FirstCall, Preflight } from '../../report/init.ts';
import type { Io } from '../io.ts';
import { planFor } from './plan-for.ts';
import { recordAndJudge } from './record-and-judge.ts';

export async function preflight(
  scenarios: readonly Scenario[],
  { workspace, target, io }: { readonly workspace: Workspace; readonly target: Target; readonly io: Io },
): Promise<Preflight> {
  const suite: Suite = {
    name: 'first',
    profiles: [],
    setup: [],
    scenarios,
    at: { file: `${workspace.config.suites}/first.yaml`, line: 1, column: 1 },
  };
  const alone = { ...workspace, suites: [suite], ledger: { ...workspace.ledger, entries: [] } };
  const plan = await planFor(alone, target, { flags: { probes: 'none' }, io });
  const statuses = new Map<string, number>();
  const onEntries = (entries: readonly RecordingEntry[]) => {
    for (const entry of entries)
      if (entry.kind === 'exchange' && entry.response !== null) statuses.set(entry.address, entry.response.status);
  };
  let interrupted = false;
  const offSignal = io.onSignal(() => {
    interrupted = true;
  });
  const context = { workspace: alone, target, flags: {}, io, onEntries, preflight: true };
  const outcome = await recordAndJudge(plan, context).finally(offSignal);
  const { verdict, crash } = outcome;
  if (crash !== undefined) return { calls: [], problem: targetProblem(crash.error), interrupted };
  const calls = plan.scenarios.map((planned) => firstCall(planned, { verdict, workspace, statuses }));
  const foundUrl = verdict?.end?.foundUrl;
  return { calls, problem: problemOf(calls, verdict), ...(foundUrl !== undefined && { foundUrl }), interrupted };
}

/** An error without a code is a defect of parity, so it is thrown again. */
function targetProblem(error: unknown): string {
  if (isUserError(error)) return [error.message, error.hint ?? []].flat().join('. ');
  throw error;
}

interface Seen {
  readonly verdict: Verdict | undefined;
  readonly workspace: Workspace;
  readonly statuses: ReadonlyMap<string, number>;
}

function firstCall(planned: PlannedScenario, { verdict, workspace, statuses }: Seen): FirstCall {
  const { scenario, address, steps } = planned;
  const last = steps.at(-1);
  const judged = verdict?.scenarios.find((each) => each.address === address);
  const contract = last?.step.kind === 'call' ? workspace.contracts.operations.get(last.step.call) : undefined;
  const isKeyless = last?.step.kind === 'call' && last.step.as === 'nobody';
  const request = contract === undefined ? scenario.name : requestText(contract);
  return {
    scenario,
    request: isKeyless ? `${request}, without a key` : request,
    hasKey: contract !== undefined && !isOpen(contract) && !isKeyless,
    outcome: judged?.outcome ?? 'blocked',
    status: steps.map((step) => statuses.get(step.address) ?? null).findLast((status) => status !== null) ?? null,
    reason: planned.skip ?? (judged && reasonOf(judged)),
  };
}

function reasonOf({ steps }: ScenarioVerdict): string | undefined {
  const findings = steps.flatMap((step) => step.findings);
  const reason = steps.find((step) => step.reason !== undefined)?.reason;
  const [first] = findings;
  return first === undefined ? reason : `${first.kind}: expected ${first.expected}, observed ${first.observed}`;
}

/** If the credentials, the base path or the rate limit are wrong, the responses say nothing about the API. */
export function problemOf(calls: readonly FirstCall[], verdict: Verdict | undefined): string | undefined {
  const sent = calls.filter(({ status }) => status !== null);
  if (sent.length === 0) return calls.find(({ reason }) => reason !== undefined)?.reason;
  if (sent.some(({ status }) => status === 429))
    return "the server limits requests (429): set the target's `rate_limit`, for example 50/min, or wait";
  const refused = sent.filter(({ status }) => status === 401 || status === 403);
  const isOpenOnly = calls.every(({ hasKey, reason, status }) => !hasKey && (status !== null || reason === undefined));
  const keyed = sent.every(({ status }) => (status ?? 0) >= 300)
    ? refused[0]
    : refused.find(({ status }) => status === 401);
  if (isOpenOnly && keyed !== undefined)
    return `the server requires a credential (${keyed.status} for ${keyed.request}), but the document declares none: ${HEADERS_HINT}`;
  const isKeyless = calls.length > sent.length && refused.length === sent.length && !sent.some(({ hasKey }) => hasKey);
  return isKeyless
    ? 'every operation that was tried needs a credential, and no credential is set'
    : verdict?.end?.environment;
}

const HEADERS_HINT =
  'set the `headers` of the target in parity.config.yaml, for example { Authorization: { env: API_AUTHORIZATION } }';
