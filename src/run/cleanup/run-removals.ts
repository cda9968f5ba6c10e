import { groupBy } from '../../lib/group-by.ts';
import { writeJson } from '../../lib/json-text.ts';
import { sleep } from '../../lib/on-abort.ts';
import { type Address, cleanupAddress } from '../../model/address.ts';
import { type Exchange, NEVER_REACHED, type StepEnd } from '../../model/exchange.ts';
import { isSuccess } from '../../model/response-status.ts';
import { sendCall } from '../http/send-call.ts';
import type { RunContext } from '../run-context.ts';
import { prepareCall } from '../scenarios/prepare-call.ts';
import type { Removal } from './removal.ts';

/** `last` is the last attempt of the removal, or null if no request was sent. */
export interface TriedRemoval {
  readonly removal: Removal;
  readonly removed: boolean;
  readonly reason?: string;
  readonly last: Exchange | null;
  readonly attempts: Attempts;
  /** Number of attempts that got a 503. */
  readonly refusals: number;
}

/** Counts attempts by address, because all items of one step share the address. */
export type Attempts = Map<Address, number>;

/** True if a step already made the same call as the removal. */
export function removes({ operation, asked }: Exchange, { contract, with: fields }: Removal): boolean {
  return operation === contract.id && writeJson({ ...asked.with, ...fields }) === writeJson(asked.with);
}

export function removalKey({ contract, with: fields }: Removal): string {
  return writeJson([contract.id, fields]);
}

interface MadeItems {
  readonly list: readonly Removal[];
  readonly gone: ReadonlySet<string>;
}

/** Removes the newest item first, and continues after a failure. */
export async function runRemovals(
  run: RunContext,
  { list, gone }: MadeItems,
  attempts: Attempts = new Map(),
): Promise<readonly TriedRemoval[]> {
  const tried: TriedRemoval[] = [];
  for (const removal of list.toReversed()) {
    const first = await tryRemoval(run, removal, attempts);
    const isGone = !first.removed && gone.has(removalKey(removal)) && isRefusal(first.last);
    if (isGone) run.journal.settle(removalKey(removal));
    const each = isGone ? { ...first, removed: true } : first;
    // The removal is recorded at once, because a run may be killed.
    if (each.last !== null) run.recorder.record({ ...each.last, superseded: isTriedAgain(run, each) });
    tried.push(each);
  }
  return tried;
}

export async function settleRemovals(run: RunContext, removals: readonly TriedRemoval[]): Promise<readonly StepEnd[]> {
  const settled: TriedRemoval[] = [];
  for (const tried of removals) settled.push(await retryRemoval(run, tried));
  return removalEnds(settled);
}

/** If the second attempt also fails, the item is reported as left behind. */
async function retryRemoval(run: RunContext, tried: TriedRemoval): Promise<TriedRemoval> {
  if (tried.removed) return tried;
  const last = isTriedAgain(run, tried) ? await retry(run, tried) : tried;
  if (last.removed) return last;
  const { removal, reason = 'the removal was not tried' } = last;
  const { madeBy, contract, with: fields, caller } = removal;
  const leftover = { madeBy, operation: contract.id, with: fields, reason };
  run.tally.leftovers.push(leftover);
  run.journal.note(removalKey(removal), { ...leftover, as: caller.as });
  return last;
}

const PAUSE_MS = 100;
/** A busy server accepts calls only in short gaps, so later pauses are shorter. */
const SHORT_PAUSE_MS = 25;
/** If nothing else runs, this many 503 responses in a row show that the item is the reason. */
export const ENOUGH_REFUSALS = 5;

export async function retryRefused(
  run: RunContext,
  removals: readonly TriedRemoval[],
  until: number,
): Promise<readonly TriedRemoval[]> {
  const isProof = (refusals: number) => run.isAlone === true && refusals === ENOUGH_REFUSALS;
  const isPending = (each: TriedRemoval) => each.refusals > 0 && isTriedAgain(run, each);
  const once: RunContext = { ...run, isAlone: true };
  let tried = removals;
  for (let round = 1; performance.now() < until; round += 1) {
    if (!tried.some(isPending)) break;
    if (!(await sleep(round <= ENOUGH_REFUSALS ? PAUSE_MS : SHORT_PAUSE_MS, run.cleanupSignal))) break;
    const next: TriedRemoval[] = [];
    for (const each of tried) next.push(isPending(each) ? await retry(once, each, isProof) : each);
    tried = next;
  }
  return tried;
}

function isTriedAgain(run: RunContext, tried: TriedRemoval): boolean {
  if (run.service.neverServes(tried.removal.contract.id)) return false;
  return !tried.removed && tried.last !== null && !run.cleanupSignal.aborted && !mayHaveRun(tried);
}

/** True if the removal may have succeeded in spite of its error response, and a second removal call could do harm. */
function mayHaveRun({ removal: { contract }, last }: TriedRemoval): boolean {
  if (last === null || contract.retryable || REPEATABLE.has(contract.method)) return false;
  const { response, failure } = last;
  if (failure !== undefined) return !NEVER_REACHED.has(failure.code);
  return response !== null && response.status >= 500;
}

const REPEATABLE: ReadonlySet<string> = new Set(['DELETE', 'PUT']);

function removalEnds(tried: readonly TriedRemoval[]): readonly StepEnd[] {
  const groups = groupBy(tried, ({ removal }) => cleanupAddress(removal.madeBy));
  return [...groups].map(([address, group]) =>
    removalEnd(address, group, group.find(({ removed }) => !removed) ?? group[0]),
  );
}

function removalEnd(address: Address, group: readonly TriedRemoval[], worst: TriedRemoval): StepEnd {
  const { removal, removed, reason } = worst;
  return {
    address,
    operation: removal.contract.id,
    phase: 'cleanup',
    line: removal.line,
    state: group.every(({ last }) => last === null) ? 'blocked' : 'exercised',
    ...(removed ? {} : { reason }),
    attempts: Math.max(...group.map(({ last }) => last?.attempt ?? 0)),
  };
}

async function retry(
  run: RunContext,
  { removal, last, attempts, refusals: before }: TriedRemoval,
  isProof?: (refusals: number) => boolean,
): Promise<TriedRemoval> {
  const again = await tryRemoval(run, removal, attempts);
  const refusals = before + again.refusals;
  if (again.last === null) return { ...again, refusals, last };
  // If the removal was repeated, the last response counts only if `isProof` returns true.
  const superseded = isProof === undefined || again.removed ? again.last.superseded : !isProof(refusals);
  run.recorder.record({ ...again.last, superseded });
  return { ...again, refusals };
}

async function tryRemoval(run: RunContext, removal: Removal, attempts: Attempts): Promise<TriedRemoval> {
  const { contract, caller, madeBy } = removal;
  const address = cleanupAddress(madeBy);
  const prepared = prepareCall(run, {
    address,
    phase: 'cleanup',
    contract,
    with: removal.with,
    ...{ caller, refers: removal.refers ?? [] },
    invalid: false,
    expect: { status: [], headers: {} },
  });
  const nothing = { removal, removed: false, last: null, attempts, refusals: 0 };
  if (!prepared.ok) return { ...nothing, reason: prepared.reason };
  const firstAttempt = (attempts.get(address) ?? 0) + 1;
  let refusals = 0;
  const exchange = await sendCall(run, prepared.call, {
    ...{ signal: run.cleanupSignal, firstAttempt, keepLast: true },
    onAttempt: ({ response }) => {
      if (response?.status === UNABLE) refusals += 1;
    },
  });
  if (exchange === null) return { ...nothing, reason: 'the run was stopped before the removal' };
  attempts.set(address, exchange.attempt);
  if (!isRemoved(exchange)) return { ...nothing, reason: whyNot(exchange), last: exchange, refusals };
  run.tally.removed += 1;
  run.journal.settle(removalKey(removal));
  return { removal, removed: true, last: exchange, attempts, refusals };
}

const UNABLE = 503;

function isRefusal(exchange: Exchange | null): boolean {
  const status = exchange?.failure === undefined ? (exchange?.response?.status ?? 0) : 0;
  return status >= 400 && status < 500;
}

function isRemoved({ response, failure }: Exchange): boolean {
  if (response === null || failure !== undefined) return false;
  const { status } = response;
  return isSuccess(status) || status === 404 || status === 410;
}

function whyNot({ response, failure }: Exchange): string {
  return failure === undefined ? `returned ${response?.status}` : `${failure.code}: ${failure.message}`;
}
