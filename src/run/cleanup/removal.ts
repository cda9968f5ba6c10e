import { readPointer } from '../../lib/json-pointer.ts';
import { isNumeric, writeJson } from '../../lib/json-text.ts';
import type { Address } from '../../model/address.ts';
import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { CallStep, CleanupTemplate } from '../../model/suite.ts';
import { makesThing } from '../../plan/reach.ts';
import { type ParsedBody, readAnswer } from '../http/answer-body.ts';
import type { RunContext } from '../run-context.ts';
import { isSuccess } from '../scenarios/expectation-holds.ts';
import type { ScenarioScope } from '../scenarios/scenario-scope.ts';
import type { Caller } from '../target/choose-credential.ts';
import { cleanupValues } from './cleanup-values.ts';

/** Something that was made, and the call that removes it. */
export interface Removal {
  readonly madeBy: Address;
  readonly line: number;
  readonly contract: Contract;
  readonly with: JsonObject;
  readonly caller: Caller;
}

/** The same for two calls that made the same thing. */
export function removalKey({ contract, with: fields }: Removal): string {
  return writeJson([contract.id, fields]);
}

export interface Made {
  readonly step: CallStep;
  readonly contract: Contract;
  readonly caller: Caller;
  readonly scope: ScenarioScope;
  readonly exchange: Exchange;
}

/** Failures after which the target may have done what was asked. */
const LOST: ReadonlySet<string> = new Set([
  'connection-reset',
  'connection-closed',
  'timeout',
  'response-malformed',
  'body-too-large',
  'interrupted',
]);

/** The removal of what a call made; null when it made nothing, or when what it made cannot be found: a leftover then. */
export function removalOf(run: RunContext, made: Made): Removal | null {
  const { step, contract, exchange } = made;
  const template = step.cleanup === undefined ? contract.cleanup : step.cleanup;
  if (!mayHaveMade(exchange)) return null;
  if (template === null || (template.inferred === true && !isSurelyNew(made))) {
    if (step.cleanup === undefined) noteUnremovable(run, made);
    return null;
  }
  const lost = exchange.failure !== undefined || isServerError(exchange);
  const remover = run.contracts.operations.get(template.call);
  if (remover === undefined || !remover.profiles.includes(run.target.profile)) {
    leave(run, made, { template, lost, reason: `${template.call} is not in the profile "${run.target.profile}"` });
    return null;
  }
  const body = lost || exchange.response === null ? NO_ANSWER : readAnswer(exchange.response);
  const values = cleanupValues({
    template,
    remover,
    maker: contract,
    answer: body.isJson ? body.value : undefined,
    headers: exchange.response?.headers ?? [],
    asked: exchange.asked.with,
    stepId: step.id,
    scope: made.scope,
    ofStep: step.cleanup !== undefined,
  });
  if (!values.ok) {
    leave(run, made, { template, lost, reason: values.problem.reason });
    return null;
  }
  const fields = isJsonObject(values.value) ? values.value : {};
  return {
    madeBy: exchange.address,
    line: step.at.line,
    contract: remover,
    with: fields,
    caller: removerOf(made, remover),
  };
}

/**
 * A removal that nobody declared removes only what is certainly of this run: the response says 201, or the request has
 * something that is unique to the run. What a PUT made is of the run only where its path is.
 */
function isSurelyNew({ step, contract, exchange }: Made): boolean {
  const inPath = contract.fields.filter(({ place }) => place.location === 'path').map(({ name }) => step.with[name]);
  if (contract.method === 'PUT') return isUnique(inPath.at(-1));
  return exchange.response?.status === 201 || isUnique(step.with);
}

function isUnique(value: Json | undefined): boolean {
  return /\$\{(run\.id|uuid|ulid)\b/.test(writeJson(value ?? null));
}

/** No operation is declared that removes it: it is no leftover of this run, but the next one and `parity clean` name it. */
function noteUnremovable({ journal, contracts }: RunContext, { contract, exchange }: Made): void {
  if (contract.safe || !makesThing(contract, contracts.schemas)) return;
  const answer = exchange.response === null ? NO_ANSWER : readAnswer(exchange.response);
  const ids = Object.entries(contract.yields).flatMap(([name, pointer]) => {
    const id = answer.isJson ? readPointer(answer.value, pointer) : undefined;
    return typeof id === 'string' || isNumeric(id) ? [[name, id] as const] : [];
  });
  const { id, address, operation, asked } = exchange;
  const reason = 'it may exist: no operation is declared that removes it (cleanup: in the contract)';
  journal.note(id, { madeBy: address, operation, with: { ...asked.with, ...Object.fromEntries(ids) }, reason });
}

const NO_ANSWER: ParsedBody = { isJson: false };

function mayHaveMade(exchange: Exchange): boolean {
  const { response, failure } = exchange;
  if (isServerError(exchange)) return true;
  if (response !== null && !isSuccess(response.status)) return false;
  return failure === undefined ? response !== null : LOST.has(failure.code);
}

/** A server may fail after it has made what a valid request asks for; 501 says that it does not do that at all. */
function isServerError({ response, asked, expect }: Exchange): boolean {
  if (response === null || asked.invalid || expect.status.includes(response.status)) return false;
  return response.status >= 500 && response.status !== 501;
}

interface Trace {
  readonly template: CleanupTemplate;
  readonly lost: boolean;
  readonly reason: string;
}

function leave(run: RunContext, made: Made, { template, lost, reason }: Trace): void {
  const { failure, response, address, asked } = made.exchange;
  const what =
    failure === undefined ? `the server answered ${response?.status}` : `the answer was lost (${failure.code})`;
  const why = lost ? `it may exist: ${what}, and ${reason}` : reason;
  if (!lost) run.tally.created += 1;
  const leftover = { madeBy: address, operation: template.call, with: asked.with, reason: why };
  run.tally.leftovers.push(leftover);
  run.journal.note(made.exchange.id, leftover);
}

/** Who made it removes it; what nobody made (a registration) is removed by `main`. */
function removerOf({ caller }: Made, remover: Contract): Caller {
  if (remover.auth.length === 0) return { as: caller.as };
  if (caller.auth !== undefined && remover.auth.includes(caller.auth.kind)) return caller;
  return { as: caller.as === 'nobody' ? 'main' : caller.as };
}
