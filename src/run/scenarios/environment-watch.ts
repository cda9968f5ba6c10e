import { listWords } from '../../lib/list-words.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import { type Exchange, NEVER_REACHED, type StepEnd } from '../../model/exchange.ts';
import { headerValue } from '../../model/http.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { isStatus, isSuccess } from '../../model/response-status.ts';
import { requestText } from '../../model/route.ts';
import type { Step } from '../../model/suite.ts';
import { createPreparingTally, preparingOperations, testedOperation } from './preparing-calls.ts';

export interface EnvironmentProblem {
  readonly reason: string;
  /** True if only calls without the caller's credential can be judged. */
  readonly callerRefused: boolean;
  readonly mayBeElsewhere?: true;
}

/** Detects responses that say nothing about the API, such as a 401 for every call because the credential is wrong. */
export interface EnvironmentWatch {
  note(planned: PlannedScenario, exchange: Exchange): void;
  ended(planned: PlannedScenario, steps: readonly StepEnd[]): void;
  closed(): string | undefined;
  /** Returns a problem that affects every response, such as a wrong base path or a rejected credential. */
  problem(): EnvironmentProblem | undefined;
  /** Works like `problem`, but more operations must have the same problem. */
  earlyProblem(): EnvironmentProblem | undefined;
  exclude(operation: OperationId, reason: string): void;
  /** Operations that fail although the calls are valid according to the contract. */
  failing(): ReadonlySet<OperationId>;
  /** Returns why a generated scenario need not run, for example because its base call fails. */
  failedBase(planned: PlannedScenario): string | undefined;
}

export function isBaseCall({ source, scenario }: PlannedScenario): boolean {
  return source === 'probe' && scenario.name === 'call.required-only';
}

/** A server may accept a field at the wrong location if it also reads that location. */
function triesPlace({ steps }: PlannedScenario): boolean {
  return steps.some(({ step }) => isRefusedElsewhere(step));
}

function isRefusedElsewhere(step: Step): boolean {
  return step.kind === 'call' && step.expect.confirms !== undefined && step.expect.blame?.kind === 'accepted-invalid';
}

const MOST_REFUSED = 3;
export const FEWEST_EARLY = 4;
const TOO_MANY = 429;

/** @param fewest minimum number of operations with the same problem, because a single operation may be special */
export function createEnvironmentWatch({ operations }: ContractSet, fewest = 2): EnvironmentWatch {
  const seen = { all: createTally(), withCredential: createTally() };
  const { failed, barren, excluded } = { failed: createReasons(), barren: createReasons(), excluded: createReasons() };
  const preparing = createPreparingTally();
  let refusedInRow = 0;
  return {
    note: (planned, exchange) => {
      const { response, failure, operation } = exchange;
      const contract = operations.get(operation);
      if (contract === undefined) return;
      if (isBaseCall(planned) && wasLost(failure))
        failed.set(contract.id, `got no complete response (${failure.code})`);
      if (response === null) return;
      const { status } = response;
      refusedInRow = isLimit(exchange) ? refusedInRow + 1 : 0;
      if (isBaseCall(planned) && exchange.address === `${planned.address}/sent` && !isGood(exchange))
        failed.set(contract.id, `returns ${status}`);
      if (planned.source !== 'suite' && preparing.failsAlways(exchange)) failed.set(contract.id, `returns ${status}`);
      if (!mustSucceed(exchange, contract) || status === TOO_MANY) return;
      const what = classOf(exchange, contract);
      seen.all.add(contract, what, { status });
      if (exchange.asked.auth !== null && exchange.asked.forged !== true)
        seen.withCredential.add(contract, what, { status, actor: exchange.asked.as });
    },
    ended: (planned, steps) => {
      const sent = steps.find(({ address }) => address === `${planned.address}/sent`);
      if (!isBaseCall(planned) || sent?.state !== 'unresolved' || sent.operation === null) return;
      const provider = steps.find(({ address, phase }) => address === sent.needs && phase === 'setup')?.operation;
      const reason = sent.reason ?? 'it was not created';
      if (provider != null) barren.set(provider, `does not provide an id: ${reason}`);
      else failed.set(sent.operation, `needs a resource that the run could not provide: ${reason}`);
    },
    closed: () => (refusedInRow < MOST_REFUSED ? undefined : LIMITED),
    problem: () => problemOf(seen, fewest),
    earlyProblem: () => (seen.withCredential.statuses.has(403) ? undefined : problemOf(seen, FEWEST_EARLY)),
    exclude: (operation, reason) => void excluded.set(operation, reason),
    failing: () => new Set([...failed.keys(), ...barren.keys(), ...excluded.keys()]),
    failedBase: (planned) => excludedCall(planned, excluded) ?? failedCall(planned, { failed, barren }),
  };
}

function createReasons() {
  return new Map<OperationId, string>();
}

function wasLost(failure: Exchange['failure']): failure is NonNullable<Exchange['failure']> {
  return failure !== undefined && !NEVER_REACHED.has(failure.code);
}

function excludedCall({ source, steps }: PlannedScenario, excluded: ReadonlyMap<OperationId, string>) {
  if (source === 'suite') return undefined;
  const found = steps.find(({ step }) => step.kind === 'call' && excluded.has(step.call))?.step;
  return found?.kind === 'call' ? `${found.call} ${excluded.get(found.call)}` : undefined;
}

interface FailingCalls {
  readonly failed: ReadonlyMap<OperationId, string>;
  /** Operations that succeed, but do not return the id that other calls need. */
  readonly barren: ReadonlyMap<OperationId, string>;
}

function failedCall(planned: PlannedScenario, { failed, barren }: FailingCalls): string | undefined {
  if (planned.source === 'suite' || triesPlace(planned)) return undefined;
  const reasons = new Map([...barren, ...failed]);
  const preparing = preparingOperations(planned).find((operation) => reasons.has(operation));
  const tested = testedOperation(planned);
  const needed = preparing ?? (!isBaseCall(planned) && failed.has(tested) ? tested : undefined);
  return needed === undefined ? undefined : `the call of ${needed} ${reasons.get(needed)}`;
}

const LIMITED =
  "the server returned 429 (too many requests) several times in a row; set the target's `rate_limit`, or run again later";

type ResponseClass = 'absent' | 'refused' | 'page' | 'unable' | 'other';

function classOf({ response }: Exchange, contract: Contract): ResponseClass {
  const status = response?.status ?? 0;
  if (status === 401 || status === 403) return 'refused';
  if (status === 404) return 'absent';
  if (status >= 502 && status <= 504) return 'unable';
  const type = headerValue(response?.headers ?? [], 'content-type') ?? '';
  return /^text\/html/i.test(type) && !contract.responses.some(({ contentType }) => /html|\*/i.test(contentType))
    ? 'page'
    : 'other';
}

function mustSucceed({ asked, expect, phase }: Exchange, { lifecycle }: Contract): boolean {
  if (asked.invalid || phase === 'cleanup' || lifecycle === 'proposed' || lifecycle === 'removed') return false;
  return (
    expect.status.length === 0 ||
    expect.status.some((wanted) => isStatus(wanted, 200) || (typeof wanted === 'number' && isSuccess(wanted)))
  );
}

function isLimit({ response, expect }: Exchange): boolean {
  return response?.status === TOO_MANY && !expect.status.some((wanted) => isStatus(wanted, TOO_MANY));
}

function isGood({ response, failure, expect }: Exchange): boolean {
  if (response === null || failure !== undefined) return false;
  const { status } = response;
  return status < 400 || status === TOO_MANY || expect.status.some((wanted) => isStatus(wanted, status));
}

interface Tally {
  readonly operations: Map<string, string>;
  readonly classes: Set<ResponseClass>;
  readonly statuses: Set<number>;
  readonly actors: Set<string>;
  add(contract: Contract, what: ResponseClass, how: { readonly status: number; readonly actor?: string }): void;
}

function createTally(): Tally {
  const operations = new Map<string, string>();
  const classes = new Set<ResponseClass>();
  const statuses = new Set<number>();
  const actors = new Set<string>();
  return {
    ...{ operations, classes, statuses, actors },
    add: (contract, what, { status, actor }) => {
      operations.set(contract.id, requestText(contract));
      classes.add(what);
      statuses.add(status);
      if (actor !== undefined) actors.add(actor);
    },
  };
}

interface SeenTallies {
  readonly all: Tally;
  readonly withCredential: Tally;
}

function problemOf({ all, withCredential }: SeenTallies, fewest: number): EnvironmentProblem | undefined {
  const isOnly = ({ operations, classes }: Tally, what: ResponseClass) =>
    operations.size >= fewest && classes.size === 1 && classes.has(what);
  if (isOnly(withCredential, 'refused')) {
    const actors = [...withCredential.actors].sort().join(', ');
    const reason = `the server rejects the credential of ${actors} in every call (${statusesOf(withCredential)} to ${named(withCredential)}): check the environment variable of the credential`;
    return { reason, callerRefused: true };
  }
  if (isOnly(all, 'refused') && withCredential.operations.size === 0) {
    const reason = `the server returned ${statusesOf(all)} for every called operation (${named(all)}), and no credential was sent: set the environment variable of the credential, or the target's \`headers\``;
    return { reason, callerRefused: false };
  }
  const what = EVERYWHERE.find(([each]) => isOnly(all, each));
  if (what === undefined) return undefined;
  const reason = `the server ${what[1](statusesOf(all))} for every called operation (${named(all)}): ${what[2]}`;
  return { reason, callerRefused: false, ...(what[0] !== 'unable' && { mayBeElsewhere: true }) };
}

const EVERYWHERE: readonly (readonly [ResponseClass, (statuses: string) => string, string])[] = [
  ['absent', () => 'returned 404', "check the base path in the target's URL"],
  ['page', () => 'returned an HTML page', "check the base path in the target's URL"],
  [
    'unable',
    (statuses) => `returned ${statuses}`,
    "wait until the server is ready, or reduce the target's `concurrency`",
  ],
];

function statusesOf({ statuses }: Tally): string {
  return [...statuses].sort((a, b) => a - b).join(' or ');
}

const MOST_NAMED = 3;

function named({ operations }: Tally): string {
  return listWords([...operations.values()].sort(), MOST_NAMED);
}
