import { KINDS } from '../judge/kinds.ts';
import { compareText } from '../lib/compare-text.ts';
import { listWords } from '../lib/list-words.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Address } from '../model/address.ts';
import { globMatches } from '../model/client.ts';
import type { ContractSet, Field } from '../model/contract.ts';
import type { LedgerProblem, Xfail } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { JudgedStep } from '../model/verdict.ts';
import { readPlace } from './place-of.ts';

export interface Known {
  readonly where: string;
  readonly wheres: readonly string[];
  readonly addresses: ReadonlySet<Address>;
  readonly operations: ReadonlySet<OperationId>;
  readonly contracts: ContractSet;
  readonly profile: string;
  /** Undefined if the run did not reach every step of the plan. */
  readonly everyStep: readonly JudgedStep[] | undefined;
  readonly steps: readonly JudgedStep[];
}

/** Detects a ledger entry that can never match, because a name in the entry does not exist. */
export function findUnmatched(entry: Xfail, known: Known): LedgerProblem | undefined {
  const witness = entry.witness === undefined ? undefined : checkStep(entry.witness, known);
  const slip =
    witness ??
    checkPlace(entry.place, known) ??
    checkPlaces(entry, known) ??
    checkCause(entry, known) ??
    checkPromise(entry, known) ??
    checkField(entry, known);
  return slip && { kind: 'unmatched', at: entry.at, ...slip };
}

export function findUnknownWhere(entry: Xfail, wheres: readonly string[]): LedgerProblem | undefined {
  if (wheres.includes(entry.where)) return undefined;
  const message = `"where" must be a target or a client; was "${entry.where}"`;
  return {
    kind: 'unmatched',
    at: entry.at,
    message,
    hint: didYouMean(entry.where, wheres) ?? `known: ${list(wheres)}`,
  };
}

type Slip = { readonly message: string; readonly hint: string };

function checkPlace(place: Xfail['place'], known: Known): Slip | undefined {
  if ('step' in place) return checkStep(place.step, known);
  return 'operation' in place ? checkOperation(place.operation, known) : undefined;
}

function checkPlaces({ places = [], kind }: Xfail, known: Known): Slip | undefined {
  // Only an entry about a varied field must name a declared field.
  const isVaried = KINDS[kind].cause === 'try' && KINDS[kind].about === 'response';
  const check = ({ operation, field, step }: ReturnType<typeof readPlace>) =>
    checkOperation(operation, known) ??
    (isVaried && field !== '' ? checkName(field, operation, known) : undefined) ??
    (step === undefined ? undefined : checkStep(step, known));
  return places.map((place) => check(readPlace(place))).find((slip) => slip !== undefined);
}

/** Detects a cause that is tested by no step of a complete run, such as the misspelled `server-error/null/5xx`. */
function checkCause({ place, kind }: Xfail, { everyStep }: Known): Slip | undefined {
  if (!('cause' in place) || KINDS[kind].cause !== 'try' || everyStep === undefined) return undefined;
  const [, what = ''] = place.cause.split('/');
  const isTested = everyStep.some(
    ({ operation, tried, address }) => operation === what || tried?.what === what || address.includes(`.${what}`),
  );
  if (isTested) return undefined;
  const causes = new Set(everyStep.flatMap(({ findings }) => findings.map(({ cause }) => cause)));
  const hint = didYouMean(place.cause, causes) ?? 'remove the entry, or copy a cause from a report';
  return { message: `no step tests the cause "${place.cause}"`, hint };
}

function checkStep(address: Address, { addresses }: Known): Slip | undefined {
  const inside = [...addresses].filter((other) => other.startsWith(`${address}/`)).sort(compareText);
  if (inside.length > 0) {
    const hint = `use the address of one step: ${list(inside)}`;
    return { message: `"step" must be the address of a single step; "${address}" contains several steps`, hint };
  }
  if (addresses.has(address)) return undefined;
  const hint = didYouMean(address, addresses) ?? '`parity run --list` prints every address';
  return { message: `"step" must be the address of an existing step; was "${address}"`, hint };
}

function checkOperation(id: OperationId, known: Known): Slip | undefined {
  if (id.length > 1 && [...known.operations].some((operation) => id.includes('*') && globMatches(id, operation)))
    return undefined;
  if (!known.operations.has(id)) {
    const hint = didYouMean(id, known.operations) ?? 'each operation has the name of a file in the contracts folder';
    return { message: `"operation" must be the id of a contract; was "${id}"`, hint };
  }
  const contract = known.contracts.operations.get(id);
  if (contract !== undefined && !contract.profiles.includes(known.profile)) {
    const message = `"${known.where}" uses profile "${known.profile}", which does not contain operation "${id}"`;
    return {
      message,
      hint: `remove the entry: the contract applies only to these profiles: ${list(contract.profiles)}`,
    };
  }
  if (known.everyStep === undefined || known.everyStep.some((step) => step.operation === id)) return undefined;
  return {
    message: `no step calls the operation "${id}"`,
    hint: 'write a step that calls the operation, or remove the entry',
  };
}

/** Detects an entry whose step does not test for the finding kind of the entry. */
function checkPromise({ kind, place }: Xfail, { steps }: Known): Slip | undefined {
  if (KINDS[kind].about !== 'promise' || !('step' in place)) return undefined;
  const step = steps.find(({ address, state }) => address === place.step && state === 'exercised');
  if (step === undefined || (step.promises ?? []).some((tried) => tried.kind === kind)) return undefined;
  const tried = [...new Set((step.promises ?? []).map((promise) => promise.kind))];
  const hint =
    tried.length > 0
      ? `the step tests ${list(tried)}`
      : `only generated scenarios test ${kind}: the entry must name a step of such a scenario, or an operation`;
  return { message: `step "${place.step}" does not test ${kind}`, hint };
}

/** Only request fields are checked, because a response may contain undeclared members. */
function checkField(entry: Xfail, known: Known): Slip | undefined {
  if (entry.field === undefined || KINDS[entry.kind].about !== 'request') return undefined;
  if (entry.kind === 'field-undeclared') return undefined;
  const id = operationOf(entry, known);
  return id === undefined ? undefined : checkName(entry.field, id, known);
}

function checkName(field: string, id: OperationId, { contracts }: Known): Slip | undefined {
  const contract = contracts.operations.get(id);
  if (contract === undefined) return undefined;
  const names = contract.fields.flatMap(namesOf);
  if (names.includes(field)) return undefined;
  const hint = didYouMean(field, names) ?? `the fields are ${list(names)}`;
  return { message: `"field" must be a field of "${contract.id}"; was "${field}"`, hint };
}

function operationOf({ place }: Xfail, known: Known): OperationId | undefined {
  if ('operation' in place) return place.operation;
  if ('cause' in place) return undefined;
  return known.steps.find((step) => step.address === place.step)?.operation ?? undefined;
}

function namesOf(field: Field): readonly string[] {
  return [field.name, ...field.fields.flatMap(namesOf)];
}

function list(words: readonly string[]): string {
  return listWords(words, 8) || 'none';
}
