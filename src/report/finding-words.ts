import { KINDS } from '../judge/kinds.ts';
import { writeJson } from '../lib/json-text.ts';
import type { Finding } from '../model/finding.ts';

/** Returns the operation and field of a finding, or the changed method and argument. */
export function subjectOf({ kind, operation, field, methods }: Finding): string {
  const isChange = KINDS[kind].about === 'change';
  const where = isChange ? (methods?.[0] ?? operation) : operation === '*' ? 'several operations' : operation;
  return field === null ? where : `${where} ${field}`;
}

/** A change has the labels "was" and "is", any other finding "expected" and "observed". */
export function sidesOf({ kind }: Finding): readonly [expected: string, observed: string] {
  return KINDS[kind].about === 'change' ? ['was', 'is'] : ['expected', 'observed'];
}

export function findingName({ kind, field }: Pick<Finding, 'kind' | 'field'>): string {
  return field === null ? kind : `${kind} of ${field === '' ? 'the whole body' : field}`;
}

/** Returns the target's settings that the scenario had to assume, such as `max_items 10`. */
export function assumedValues({ assumes }: Pick<Finding, 'assumes'>): string | undefined {
  return (
    assumes &&
    Object.entries(assumes)
      .map(([name, value]) => `${name} ${writeJson(value)}`)
      .join(', ')
  );
}

export function sayAssumption(finding: Pick<Finding, 'assumes'>): string | undefined {
  const assumed = assumedValues(finding);
  if (assumed === undefined) return undefined;
  const names = Object.keys(finding.assumes ?? {}).map((name) => `${name}: …`);
  return `${assumed} (not stated in the settings of the target). If the assumption is wrong, add \`values: { ${names.join(', ')} }\` to the target in parity.config.yaml. The run then skips the scenario`;
}
