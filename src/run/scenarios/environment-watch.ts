import type { Contract, ContractSet } from '../../model/contract.ts';
import type { Exchange, StepEnd } from '../../model/exchange.ts';
import { headerValue } from '../../model/http.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { isStatus } from '../../model/response-status.ts';
import type { Step } from '../../model/suite.ts';

/** Detects responses that say something about the caller or the target, and nothing about the API. */
export interface EnvironmentWatch {
  /** Receives each response that counts. */
  note(planned: PlannedScenario, exchange: Exchange): void;
  /** Receives the results of a scenario's steps. */
  ended(planned: PlannedScenario, steps: readonly StepEnd[]): void;
  /** Returns why no more requests should be sent; undefined otherwise. */
  closed(): string | undefined;
  /** Returns why nothing seen so far is evidence: a wrong base path, or a rejected credential. */
  problem(): string | undefined;
  /** Returns why a generated scenario need not be tried: a call that it varies, or that prepares it, fails. */
  failedBase(planned: PlannedScenario): string | undefined;
}

/** The call in each generated suite of probes that the other scenarios vary. */
export function isBaseCall({ source, scenario }: PlannedScenario): boolean {
  return source === 'probe' && scenario.name === 'call.required-only';
}

/** Such a call may succeed only because a required field was sent at another place, from which the server reads it. */
function triesPlace({ steps }: PlannedScenario): boolean {
  return steps.some(({ step }) => isRefusedElsewhere(step));
}

function isRefusedElsewhere(step: Step): boolean {
  return step.kind === 'call' && step.expect.confirms !== undefined && step.expect.blame?.kind === 'accepted-invalid';
}

const MOST_REFUSED = 3;
const TOO_MANY = 429;

export function createEnvironmentWatch({ operations }: ContractSet): EnvironmentWatch {
  const seen = { all: createTally(), withCredential: createTally() };
  const failed = new Map<OperationId, string>();
  let refusedInRow = 0;
  return {
    note: (planned, exchange) => {
      const contract = operations.get(exchange.operation);
      if (contract === undefined || exchange.response === null) return;
      const { status } = exchange.response;
      refusedInRow = isLimit(exchange) ? refusedInRow + 1 : 0;
      if (isBaseCall(planned) && exchange.address === `${planned.address}/sent` && !isGood(exchange))
        failed.set(contract.id, `is answered ${status}`);
      if (!mustSucceed(exchange, contract) || status === TOO_MANY) return;
      const what = classOf(exchange, contract);
      seen.all.add(contract, what);
      if (exchange.asked.auth !== null && exchange.asked.forged !== true)
        seen.withCredential.add(contract, what, exchange.asked.as);
    },
    ended: (planned, steps) => {
      const sent = steps.find(({ address }) => address === `${planned.address}/sent`);
      if (!isBaseCall(planned) || sent?.state !== 'unresolved' || sent.operation === null) return;
      failed.set(sent.operation, `lacks what must be made before: ${sent.reason ?? 'it was not made'}`);
    },
    closed: () => (refusedInRow < MOST_REFUSED ? undefined : LIMITED),
    problem: () => problemOf(seen.all, seen.withCredential),
    failedBase: (planned) => {
      if (planned.source === 'suite' || isBaseCall(planned) || triesPlace(planned)) return undefined;
      const needed = operationsOf(planned).find((operation) => failed.has(operation));
      return needed === undefined ? undefined : `the call of ${needed} ${failed.get(needed)}`;
    },
  };
}

/** The operations of a generated scenario that must succeed because it varies or needs them, in step order. */
function operationsOf({ suite, steps }: PlannedScenario): readonly OperationId[] {
  const prepared = steps.flatMap(({ step, phase }) => (phase === 'setup' && step.kind === 'call' ? [step.call] : []));
  return [...prepared, suite.slice(suite.indexOf('.') + 1)];
}

const LIMITED =
  'the server answered 429 (too many requests) several times in a row; set `rate_limit` of the target, or run again later';

type ResponseClass = 'absent' | 'refused' | 'page' | 'other';

function classOf({ response }: Exchange, contract: Contract): ResponseClass {
  const status = response?.status ?? 0;
  if (status === 401 || status === 403) return 'refused';
  if (status === 404) return 'absent';
  const type = headerValue(response?.headers ?? [], 'content-type') ?? '';
  return /^text\/html/i.test(type) && !contract.responses.some(({ contentType }) => /html|\*/i.test(contentType))
    ? 'page'
    : 'other';
}

/** A call that conforms to its contract, of an operation that exists. */
function mustSucceed({ asked, expect, phase }: Exchange, { lifecycle }: Contract): boolean {
  if (asked.invalid || phase === 'cleanup' || lifecycle === 'proposed' || lifecycle === 'removed') return false;
  return expect.status.length === 0 || expect.status.some((wanted) => isStatus(wanted, 200) || isWithin2xx(wanted));
}

function isWithin2xx(wanted: Exchange['expect']['status'][number]): boolean {
  return typeof wanted === 'number' && wanted >= 200 && wanted < 300;
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
  readonly actors: Set<string>;
  add(contract: Contract, what: ResponseClass, actor?: string): void;
}

function createTally(): Tally {
  const tally = { operations: new Map<string, string>(), classes: new Set<ResponseClass>(), actors: new Set<string>() };
  return {
    ...tally,
    add: ({ id, method, path }, what, actor) => {
      tally.operations.set(id, `${method} ${path}`);
      tally.classes.add(what);
      if (actor !== undefined) tally.actors.add(actor);
    },
  };
}

/** A response may be specific to one operation, but not if every operation returns it. */
function problemOf(all: Tally, withCredential: Tally): string | undefined {
  if (isOnly(withCredential, 'refused')) {
    const actors = [...withCredential.actors].sort().join(', ');
    return `the server refuses the credential of ${actors} everywhere (401 or 403: ${named(withCredential)}): check its environment variable`;
  }
  if (isOnly(all, 'refused') && withCredential.operations.size === 0)
    return `every operation that was called answered 401 or 403 (${named(all)}), and no credential was sent: set the variable of its key, or give the target \`headers\``;
  if (isOnly(all, 'absent'))
    return `every operation that was called answered 404 (${named(all)}): check the base path in the target's URL`;
  if (isOnly(all, 'page'))
    return `every operation that was called answered with an HTML page (${named(all)}): check the base path in the target's URL`;
  return undefined;
}

function isOnly({ operations, classes }: Tally, what: ResponseClass): boolean {
  return operations.size > 1 && classes.size === 1 && classes.has(what);
}

const MOST_NAMED = 3;

function named({ operations }: Tally): string {
  const names = [...operations.values()].sort();
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
