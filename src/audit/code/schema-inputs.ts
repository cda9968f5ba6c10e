import { emptyObject, type ObjectValue, type Value } from './values.ts';

/** What a tool's schema lets a caller give, as it is written in the code: JSON Schema or zod. null: it is neither. */
export function schemaInputs(schema: Value, above = ''): ObjectValue | null {
  const properties = propertiesOf(schema);
  if (properties === null) return null;
  const inputs = emptyObject();
  const isRequired = requirement(schema);
  for (const [name, slot] of properties.members) {
    const path = above === '' ? name : `${above}.${name}`;
    const required = isRequired(name, slot.value);
    const value = schemaInputs(slot.value, path) ?? { kind: 'input', path, declared: typeOf(slot.value), required };
    inputs.members.set(name, { value, maybe: !required });
  }
  return inputs;
}

function propertiesOf(schema: Value): ObjectValue | null {
  if (schema.kind === 'object') {
    const properties = schema.members.get('properties')?.value;
    return properties?.kind === 'object' ? properties : null;
  }
  const builder = chainOf(schema).find(({ call }) => call === 'object');
  const shape = builder?.from.find(({ kind }) => kind === 'object');
  return shape?.kind === 'object' ? shape : null;
}

function requirement(schema: Value): (name: string, property: Value) => boolean {
  if (schema.kind !== 'object') {
    return (_, property) => !chainOf(property).some(({ call }) => ['optional', 'nullish', 'default'].includes(call));
  }
  const required = schema.members.get('required')?.value;
  const names =
    required?.kind === 'list' ? required.items.map((each) => (each.kind === 'known' ? each.value : null)) : [];
  return (name) => names.includes(name);
}

interface Step {
  readonly call: string;
  readonly from: readonly Value[];
}

/** `z.string().min(1).optional()` → optional, min, string. */
function chainOf(value: Value): readonly Step[] {
  const steps: Step[] = [];
  for (let at: Value | undefined = value; at?.kind === 'derived'; at = at.from[0]) {
    if (at.call !== undefined) steps.push({ call: at.call, from: at.from });
  }
  return steps;
}

const ZOD_TYPES: { readonly [call: string]: string } = {
  string: 'string',
  number: 'number',
  int: 'integer',
  boolean: 'boolean',
  record: 'map',
  object: 'object',
  date: 'datetime',
};

/** As text, for who reads types. */
function typeOf(schema: Value): string | null {
  if (schema.kind === 'object') return jsonSchemaType(schema);
  for (const { call, from } of chainOf(schema)) {
    const inner = from.at(-1);
    if (call === 'array') return `list of ${(inner === undefined ? null : typeOf(inner)) ?? 'any'}`;
    if (call === 'enum') return inner === undefined ? null : choices(inner);
    if (Object.hasOwn(ZOD_TYPES, call)) return ZOD_TYPES[call] ?? null;
  }
  return null;
}

function jsonSchemaType({ members }: ObjectValue): string | null {
  const values = members.get('enum')?.value;
  if (values !== undefined) return choices(values);
  const type = members.get('type')?.value;
  if (type?.kind !== 'known' || typeof type.value !== 'string') return null;
  const items = members.get('items')?.value;
  return type.value === 'array' ? `list of ${(items === undefined ? null : typeOf(items)) ?? 'any'}` : type.value;
}

function choices(value: Value): string | null {
  if (value.kind !== 'list') return null;
  const known = value.items.flatMap((item) => (item.kind === 'known' ? [JSON.stringify(item.value)] : []));
  return known.length === 0 ? null : known.join(' | ');
}
