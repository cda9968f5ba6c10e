import { writeJson } from '../../lib/json-text.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { Leaf } from '../../model/client-surface.ts';
import type { ClientCall } from '../../model/trace.ts';
import { leafKey, steadyChanges } from '../../surface/compare-calls.ts';
import { leavesOf } from '../../surface/leaves.ts';
import { volatilePlaces } from '../../surface/volatile.ts';
import { sayPlace } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { targetAt } from '../readers/client/targets.ts';
import { requestPointer, strayName } from '../readers/request-place.ts';

/** A call sends what an earlier one was given: the client kept it, as a mutable default does. */
export const stateKept: Kind = {
  title: 'A call sends what an earlier call was given',
  severity: 'error',
  gravity: 114,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses }) => uses.flatMap(kept),
};

function kept(use: MethodUse): readonly ClientDraft[] {
  const { base, calls } = use.method;
  const again = calls.find(({ purpose }) => purpose.kind === 'again');
  if (again === undefined) return [];
  const leaves = (call: ClientCall) =>
    leavesOf(call.exchanges, use.contracts).filter(
      ({ request }) => call.exchanges[request]?.operation === use.operation,
    );
  const changes = steadyChanges(leaves(base), leaves(again), volatilePlaces(base, calls, use.contracts));
  return changes.flatMap(({ request, place, after }): readonly ClientDraft[] => {
    if (after === undefined) return [];
    const leaf: Leaf = { request, place, value: after };
    const giver = calls.find((call) => call !== again && call.purpose.kind === 'argument' && holds(leaves(call), leaf));
    if (giver?.purpose.kind !== 'argument') return [];
    const field = targetAt(place, use.targets)?.name ?? strayName(place);
    return [
      {
        ...{ operation: use.operation, method: use.method.name, field, call: again, request, found: after },
        expected: `${sayPlace(place)} as in the first call, which was given the same`,
        observed: `${previewValue(after, 60)}, which an earlier call was given as ${giver.purpose.argument}`,
        pointer: requestPointer(place),
      },
    ];
  });
}

function holds(leaves: readonly Leaf[], leaf: Leaf): boolean {
  return leaves.some((each) => leafKey(each) === leafKey(leaf) && writeJson(each.value) === writeJson(leaf.value));
}
