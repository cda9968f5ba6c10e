import { KINDS } from '../judge/kinds.ts';
import { writeJson } from '../lib/json-text.ts';
import type { Finding } from '../model/finding.ts';

/** Returns the subject of a finding: the operation and field, or the method and argument that changed. */
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

/** Lists the values that the finding's scenario needs and that nobody stated: `max_items 10`. undefined if every value was stated. */
export function assumedValues({ assumes }: Pick<Finding, 'assumes'>): string | undefined {
  return (
    assumes &&
    Object.entries(assumes)
      .map(([name, value]) => `${name} ${writeJson(value)}`)
      .join(', ')
  );
}

/** Says that the finding depends on values that nobody stated, and what to do if the target has other values. */
export function sayAssumption(finding: Pick<Finding, 'assumes'>): string | undefined {
  const assumed = assumedValues(finding);
  if (assumed === undefined) return undefined;
  const names = Object.keys(finding.assumes ?? {}).map((name) => `${name}: …`);
  return `${assumed}, which the settings of the target do not state; if the target has another value, add values: { ${names.join(', ')} } to the target in parity.config.yaml, so that the scenario is skipped`;
}
