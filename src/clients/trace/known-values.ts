import { foldName } from '../../lib/fold-name.ts';
import { writeJson } from '../../lib/json-text.ts';
import { remember } from '../../lib/remember.ts';
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

/** Returns the values of contract fields with similar names, because some clients reject made-up values. */
export function knownValues({ keys }: Argument, { contracts, profile }: KnownContext): readonly DriverValue[] {
  const last = foldName(keys.at(-1) ?? '');
  const whole = foldName(keys.slice(-2).join(''));
  const { fields, found } = namesIn(contracts)(profile);
  const key = `${last} ${whole}`;
  const values = found.get(key) ?? firstValues(fields.filter((named) => isNamed(named, last, whole)));
  found.set(key, values);
  return values;

  function firstValues(named: readonly NamedField[]): readonly DriverValue[] {
    const distinct = new Map<string, DriverValue>();
    for (const { field } of named) {
      for (const value of valuesOf(field, { contracts, profile })) distinct.set(writeJson(value), value);
      if (distinct.size >= MOST) break;
    }
    return [...distinct.values()].slice(0, MOST);
  }
}

interface Names {
  readonly fields: readonly NamedField[];
  readonly found: Map<string, readonly DriverValue[]>;
}

interface NamedField {
  readonly field: Field;
  readonly folded: string;
  readonly end: string;
}

/** The field names are computed once, because there may be thousands of arguments. */
const namesIn = remember((contracts: ContractSet) =>
  remember(
    (profile: string): Names => ({
      found: new Map(),
      fields: [...contracts.operations.values()]
        .flatMap((contract) => fieldsOfProfile(contract, profile))
        .map((field): NamedField => {
          const { name } = field;
          return { field, folded: foldName(name), end: foldName(name.split('.').at(-1) ?? '') };
        }),
    }),
    new Map<string, Names>(),
  ),
);

function isNamed({ folded, end }: NamedField, last: string, whole: string): boolean {
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

/** Replaces each reference, such as `${uuid}`, by a plain text. Only a run can resolve references. */
function plain(value: Json): Json {
  const text = writeJson(value).replaceAll(/\$\{[^}]*\}/g, 'pw');
  const filled: Json = JSON.parse(text);
  return filled;
}
