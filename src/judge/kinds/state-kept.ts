import { previewValue } from '../../lib/preview-value.ts';
import { sayPlace } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { targetAt } from '../readers/client/targets.ts';
import { requestPointer, strayName } from '../readers/request-place.ts';

/** The client kept the value of an earlier call, for example in a mutable default. */
export const stateKept: Kind = {
  title: 'The client keeps a value of one call and sends it with a later call',
  severity: 'error',
  gravity: 114,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses }) => uses.flatMap(kept),
};

function kept({ method, operation, targets }: MethodUse): readonly ClientDraft[] {
  return method.kept
    .filter((each) => each.operation === operation)
    .map(({ call, request, place, value, argument }) => ({
      ...{ operation, method: method.name, call, request, found: value, pointer: requestPointer(place) },
      field: targetAt(place, targets)?.name ?? strayName(place),
      expected: `${sayPlace(place)} as in the first call, which had the same arguments`,
      observed: `${previewValue(value, 60)}, the value of argument ${argument} in an earlier call`,
    }));
}
