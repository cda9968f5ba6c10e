import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { parseRuntimeExpression } from '../../lib/runtime-expression.ts';
import { hasRareText } from '../../lib/unique-text.ts';
import { type Address, isGenerated } from '../../model/address.ts';
import type { Contract } from '../../model/contract.ts';
import type { Exchange, Reference } from '../../model/exchange.ts';
import { type HeaderList, headerValue } from '../../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { CallStep, CleanupTemplate } from '../../model/suite.ts';
import { addsToCollection, makesThing, onlyReads } from '../../plan/reach.ts';
import { type ParsedBody, readAnswer } from '../http/answer-body.ts';
import type { RunContext } from '../run-context.ts';
import { isPathValue, namesOtherResource } from '../scenarios/path-values.ts';
import { type Found, type Lookup, type Resolved, resolveReferences } from '../scenarios/resolve-references.ts';
import { idPath, locationPart } from '../scenarios/response-ids.ts';
import { memberAt, type ScenarioScope } from '../scenarios/scenario-scope.ts';
import type { Caller } from '../target/choose-credential.ts';
import { referencesOf } from './removal-references.ts';

export interface Removal {
  readonly madeBy: Address;
  readonly line: number;
  readonly contract: Contract;
  readonly with: JsonObject;
  readonly caller: Caller;
  readonly refers?: readonly Reference[];
}

interface Made {
  readonly step: CallStep;
  readonly contract: Contract;
  readonly caller: Caller;
  readonly scope: ScenarioScope;
  readonly exchange: Exchange;
}

// Error codes after which the target may still have processed the request.
const LOST: ReadonlySet<string> = new Set([
  'connection-reset',
  'connection-closed',
  'timeout',
  'response-malformed',
  'body-too-large',
  'interrupted',
]);

/** If a needed value is unknown, the item becomes a leftover and the result is null. */
export function removalOf(run: RunContext, made: Made): Removal | null {
  const { step, contract, exchange } = made;
  const template = step.cleanup === undefined ? contract.cleanup : step.cleanup;
  if (!mayHaveMade(exchange)) return null;
  if (template === null || (template.inferred === true && !isSurelyNew(made))) {
    if (step.cleanup === undefined) noteUnremovable(run, made, template !== null);
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
  const refers = referencesOf(fields, exchange, step.id);
  const madeBy = exchange.address;
  return { madeBy, line: step.at.line, contract: remover, with: fields, caller: removerOf(made, remover), refers };
}

/** The item is certainly new if the server returned 201 or if the request contains a unique value such as `${uuid}`. */
function isSurelyNew({ step, contract, exchange }: Made): boolean {
  const inPath = contract.fields.filter(({ place }) => place.location === 'path').map(({ name }) => step.with[name]);
  if (contract.method === 'PUT') return isUnique(inPath.at(-1));
  return exchange.response?.status === 201 || isUnique(step.with);
}

function isUnique(value: Json | undefined): boolean {
  const text = writeJson(value ?? null);
  return /\$\{(run\.id|uuid|ulid)\b/.test(text) || hasRareText(text);
}

/** The journal gets the item for the next run. An item from a generated call also becomes a leftover of this run. */
function noteUnremovable(
  { journal, contracts, tally, target }: RunContext,
  { contract, exchange }: Made,
  isKnown: boolean,
) {
  const { keepsMade, path, yields } = contract;
  if (contract.safe || onlyReads(contract) || !(makesThing(contract, contracts.schemas) || addsToCollection(contract)))
    return;
  const answer = exchange.response === null ? NO_ANSWER : readAnswer(exchange.response);
  const body = answer.isJson ? answer.value : null;
  const named = isJsonObject(body)
    ? Object.entries(body).filter(([name]) => /^(_?id|uuid|guid|uid|key|slug|name)$/i.test(name))
    : [];
  const yielded = Object.entries(yields).map(([name, pointer]) => [name, readPointer(body, pointer)] as const);
  const ids = (yielded.length > 0 ? yielded : named).flatMap(([name, id]) => (isPathValue(id) ? [[name, id]] : []));
  const { id, address, operation, asked } = exchange;
  const status = exchange.response?.status ?? 0;
  const isSure = isSuccess(status) && (ids.length > 0 || status === 201);
  const why = isKnown
    ? 'the run does not know whether the call created the item'
    : 'the contracts declare no operation that removes the item (set cleanup: in the contract)';
  const reason = `${isSure && !isKnown ? '' : 'the item may exist: '}${why}`;
  const leftover = { madeBy: address, operation, with: { ...asked.with, ...Object.fromEntries(ids) }, reason };
  journal.note(id, leftover);
  const isWorth = target.policy.destructive !== true && isGenerated(address);
  if (isWorth && isSure && !isKnown && keepsMade !== true && !path.includes('{')) tally.leftovers.push(leftover);
}

const NO_ANSWER: ParsedBody = { isJson: false };

function mayHaveMade(exchange: Exchange): boolean {
  const { response, failure } = exchange;
  if (isServerError(exchange)) return true;
  if (response !== null && !isSuccess(response.status)) return false;
  return failure === undefined ? response !== null : LOST.has(failure.code);
}

/** A server that returns 501 did nothing, so no item exists. */
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
    failure === undefined ? `the server returned ${response?.status}` : `the response was lost (${failure.code})`;
  const why = lost ? `the item may exist: ${what}, and ${reason}` : reason;
  if (!lost) run.tally.created += 1;
  const leftover = { madeBy: address, operation: template.call, with: asked.with, reason: why };
  run.tally.leftovers.push(leftover);
  run.journal.note(made.exchange.id, leftover);
}

/** An item that was created without a credential is removed by `main`. */
function removerOf({ caller }: Made, remover: Contract): Caller {
  if (remover.auth.length === 0) return { as: caller.as };
  if (caller.auth !== undefined && remover.auth.includes(caller.auth.kind)) return caller;
  return { as: caller.as === 'nobody' ? 'main' : caller.as };
}

interface CleanupInput {
  readonly template: CleanupTemplate;
  readonly remover: Contract;
  readonly maker: Contract;
  readonly answer: Json | undefined;
  readonly headers: HeaderList;
  readonly asked: JsonObject;
  /** Id of the step that created the item, such as `thing` in `${thing.id}`. */
  readonly stepId: string;
  readonly scope: ScenarioScope;
  /** True if a suite declares the clean-up. A reference then names a step, or else a member of the response. */
  readonly ofStep: boolean;
}

function cleanupValues(input: CleanupInput): Resolved<JsonObject> {
  const given = resolveReferences<JsonObject>(input.template.with, lookupIn(input));
  if (!given.ok) return given;
  const values: Record<string, Json> = { ...given.value };
  for (const { name, place, required } of input.remover.fields) {
    if (place.location !== 'path' && !(required && place.location === 'query')) continue;
    const value = Object.hasOwn(values, name) ? values[name] : pathValue(name, input);
    if (value === undefined)
      return { ok: false, problem: { reason: `neither the response nor the request contains "${name}"` } };
    if (namesOtherResource(value)) {
      const reason = `the value of "${name}" is ${writeJson(value)}; in a path, this value would address another resource`;
      return { ok: false, problem: { reason } };
    }
    values[name] = value;
  }
  return { ok: true, value: values };
}

function lookupIn(input: CleanupInput): Lookup {
  return (expression) => {
    const own = ownMember(expression, input);
    if (!input.ofStep && own !== undefined) return own;
    const found = input.scope.lookup(expression);
    return 'reason' in found && own !== undefined ? own : found;
  };
}

function ownMember(expression: string, { answer, asked, stepId }: CleanupInput): Found | undefined {
  const members = expression.split('.');
  if (members[0] === stepId && answer !== undefined) {
    const value = memberAt(answer, members.slice(1));
    if (value !== undefined) return { value };
  }
  const value = (answer === undefined ? undefined : memberAt(answer, members)) ?? memberAt(asked, members);
  return value === undefined ? undefined : { value };
}

function pathValue(name: string, input: CleanupInput): Json | undefined {
  const { maker, answer, asked } = input;
  const pointer = Object.hasOwn(maker.yields, name) ? maker.yields[name] : undefined;
  const yielded = pointer === undefined ? linkedValue(name, input) : readPointer(answer, pointer);
  const value = yielded ?? readPointer(answer, `/${name}`) ?? readPointer(asked, `/${name}`);
  return isPathValue(value) ? value : undefined;
}

function linkedValue(name: string, { remover, maker, answer, headers, asked }: CleanupInput): unknown {
  const link = remover.links?.[name]?.find(({ from }) => from === maker.id);
  const expression = link && parseRuntimeExpression(link.value);
  switch (expression?.source) {
    case undefined:
      return undefined;
    case 'response-body':
      return readPointer(answer, expression.pointer);
    case 'response-header': {
      const location = headerValue(headers, expression.name);
      if (location !== undefined) return locationPart(location, remover.path);
      return answer === undefined ? undefined : memberAt(answer, idPath(answer, remover.path) ?? ['']);
    }
    case 'request': {
      const { location, name: wire } = expression;
      const sent = maker.fields.find(({ place }) => place.location === location && place.name === wire);
      return sent === undefined ? undefined : asked[sent.name];
    }
  }
}
