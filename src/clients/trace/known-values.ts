import { foldName } from '../../lib/fold-name.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { ContractSet, Field } from '../../model/contract.ts';
import type { DriverValue } from '../../model/driver.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { fieldsOfProfile } from '../../schema/field-tree.ts';
import { createRandom } from '../../schema/random.ts';
import { sampleField } from '../../schema/sample-value.ts';
import type { Argument } from '../../surface/arguments-of.ts';

export interface KnownContext {
  readonly contracts: ContractSet;
  readonly profile: string;
}

const MOST = 4;

/** Values in the contracts for a field with this name, for clients that reject made-up values. */
export function knownValues({ keys }: Argument, { contracts, profile }: KnownContext): readonly DriverValue[] {
  const last = foldName(keys.at(-1) ?? '');
  const whole = foldName(keys.slice(-2).join(''));
  const fields = [...contracts.operations.values()]
    .flatMap((contract) => fieldsOfProfile(contract, profile))
    .filter((field) => isNamed(field, last, whole));
  const values = fields.flatMap((field) => valuesOf(field, { contracts, profile }));
  return [...new Map(values.map((value) => [writeJson(value), value])).values()].slice(0, MOST);
}

function isNamed({ name }: Field, last: string, whole: string): boolean {
  const folded = foldName(name);
  const end = foldName(name.split('.').at(-1) ?? '');
  return folded === last || folded === whole || end === last || last.endsWith(end) || folded.endsWith(last);
}

function valuesOf(field: Field, { contracts, profile }: KnownContext): readonly Json[] {
  const { schema } = field;
  if (isJsonObject(schema) && Array.isArray(schema.enum)) {
    return schema.enum.filter((value: Json) => value !== null).slice(0, 2);
  }
  const wish = { label: 'pw', random: createRandom(0, ['trace']), schemas: contracts.schemas, profile, full: true };
  const value = sampleField(field, wish);
  return value === undefined ? [] : [plain(value)];
}

/** References that only a run can resolve are plain text here. */
function plain(value: Json): Json {
  const text = writeJson(value).replaceAll(/\$\{[^}]*\}/g, 'pw');
  const filled: Json = JSON.parse(text);
  return filled;
}
