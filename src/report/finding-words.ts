import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';

/** Returns what a finding is about: the operation and field, or the method and argument that changed. */
export function subjectOf({ kind, operation, field, methods }: Finding): string {
  const isChange = KINDS[kind].about === 'change';
  const where = isChange ? (methods?.[0] ?? operation) : operation === '*' ? 'several operations' : operation;
  return field === null ? where : `${where} ${field}`;
}

/** Returns the labels of the two values: "was" and "is" for a change, otherwise "expected" and "observed". */
export function sidesOf({ kind }: Finding): readonly [expected: string, observed: string] {
  return KINDS[kind].about === 'change' ? ['was', 'is'] : ['expected', 'observed'];
}

/** Names a finding by its kind and field. */
export function findingName({ kind, field }: Pick<Finding, 'kind' | 'field'>): string {
  return field === null ? kind : `${kind} of ${field === '' ? 'the whole body' : field}`;
}
