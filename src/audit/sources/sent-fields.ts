import { jsonTypeOf } from '../../lib/preview-value.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { Citation, SurfaceField } from '../../model/surface.ts';
import { hintValues, hintWords } from '../../surface/hint-words.ts';
import { readTypeText } from '../../surface/read-type-text.ts';
import { isStandardHeader } from '../../wire/standard-headers.ts';
import type { SentCall } from '../code/evaluate.ts';
import { alternatives, type Input, inputsOf, type ObjectValue, type Value } from '../code/values.ts';
import { bodyPlace, type NamedOperation } from './name-operation.ts';
import type { SentPath } from './sent-path.ts';
import type { StaticContext } from './static-surface.ts';

interface Sent {
  readonly sent: SentCall;
  readonly path: SentPath;
  readonly named: NamedOperation;
  readonly at: Citation;
}

interface Fields {
  readonly fields: readonly SurfaceField[];
  /** What could not be followed. */
  readonly remarks: readonly string[];
}

/** The fields of one request in the code, each at its place. */
export function readSentFields(request: Sent, context: StaticContext): Fields {
  const { sent, path, named } = request;
  const out: Sink = { request, context, fields: [], remarks: [] };
  const holes = [...named.request.path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
  for (const [index, value] of path.holes.entries()) {
    const name = holes[index] ?? `${index}`;
    if (path.holes.length === holes.length) add({ location: 'path', name }, { value, maybe: false }, out);
    else out.remarks.push(`which part of ${named.request.path} a value is cannot be told`);
  }
  for (const [name, value] of path.query) add({ location: 'query', name }, { value, maybe: false }, out);
  if (sent.query !== null) addMembers(sent.query, 'query', out);
  if (sent.headers !== null) addMembers(sent.headers, 'header', out);
  if (sent.body !== null) addBody({ value: sent.body, maybe: false }, [], out);
  return out;
}

interface Sink {
  readonly request: Sent;
  readonly context: StaticContext;
  readonly fields: SurfaceField[];
  readonly remarks: string[];
}

interface Part {
  readonly value: Value;
  readonly maybe: boolean;
}

function addMembers(value: Value, location: 'query' | 'header', out: Sink): void {
  for (const object of alternatives(value)) {
    if (object.kind === 'known') continue;
    if (object.kind !== 'object') {
      expand(object, out, (name, part) => add({ location, name }, part, out), location);
      continue;
    }
    for (const [name, slot] of object.members) {
      if (location === 'header' && isStandardHeader(name)) continue;
      add({ location, name }, slot, out);
    }
    for (const rest of object.rest) expand(rest, out, (name, part) => add({ location, name }, part, out), location);
  }
}

const DEPTH = 4;

function addBody({ value, maybe }: Part, keys: readonly string[], out: Sink): void {
  const choices = alternatives(value);
  const objects = choices.filter((each): each is ObjectValue => each.kind === 'object');
  const others = choices.filter(({ kind }) => kind !== 'object' && kind !== 'known');
  const isPart = keys.length > 0;
  const isEmpty = objects.some(({ members, rest }) => members.size + rest.length === 0);
  const plain = others.length === 1 && isPart ? out.context.shapeOf(others[0]) : [];
  if (plain.length > 0 && keys.length < DEPTH) {
    // `toSchedule(schedule)` gives back what it is given when that is nothing: the object says more.
    if (objects.length === 0)
      for (const each of others)
        expand(
          each,
          out,
          (name, part) => addBody({ ...part, maybe: part.maybe || maybe }, [...keys, name], out),
          'body',
        );
  } else if (isPart && (others.length > 0 || objects.length === 0 || isEmpty)) {
    add(bodyPlace(keys), { value, maybe: maybe || choices.length > 1 }, out);
  }
  for (const { members, rest } of objects) {
    for (const [name, slot] of members)
      addBody({ ...slot, maybe: slot.maybe || maybe || choices.length > 1 }, [...keys, name], out);
    for (const each of rest) expand(each, out, (name, part) => addBody(part, [...keys, name], out), 'body');
  }
  if (!isPart) for (const each of others) expand(each, out, (name, part) => addBody(part, [name], out), 'body');
}

/** All members of what the caller gave, where its type names them. */
function expand(value: Value, out: Sink, put: (name: string, part: Part) => void, what: string): void {
  const [input] = inputsOf(value);
  const members = out.context.shapeOf(value);
  if (input === undefined || members.length === 0) {
    out.remarks.push(
      `the ${what} takes over what it is given${input === undefined ? '' : ` as ${input.path}`}; its members are not known`,
    );
    return;
  }
  for (const { name, required, declared } of members) {
    const inner: Input = {
      kind: 'input',
      path: `${input.path}.${name}`,
      declared,
      required: input.required && required,
    };
    put(name, { value: inner, maybe: !required });
  }
}

function add(place: Place, { value, maybe }: Part, { request, context, fields }: Sink): void {
  const { named, sent, at } = request;
  const inputs = inputsOf(value);
  if (inputs.length === 0 && alternatives(value).every((each) => each.kind === 'known' && each.value === null)) {
    // `body["webhook_url"] = None` sends null: the field is there, and nothing is said of its type.
    if (place.location !== 'body' || maybe) return;
  }
  const isAlways = !maybe && !sent.maybe;
  fields.push({
    name: nameOf(place, named.contract, context),
    place,
    ...typeOf(value, inputs, context),
    required:
      place.location === 'path' ? true : inputs.length === 0 ? null : isAlways && inputs.every((each) => each.required),
    at,
  });
}

function nameOf(place: Place, contract: Contract | null, { naming }: StaticContext): string {
  return naming.field(contract, place);
}

/** The declared type of the one input that a value is; a text that is put together is a string. */
function typeOf(
  value: Value,
  inputs: readonly Input[],
  { aliases }: StaticContext,
): Pick<SurfaceField, 'type' | 'enum'> {
  const known = alternatives(value).flatMap((each) =>
    each.kind === 'known' && each.value !== null ? [each.value] : [],
  );
  if (inputs.length === 0)
    return { type: known[0] === undefined ? null : jsonTypeOf(known[0]).replace('array', 'list') };
  const [input] = inputs;
  if (inputs.length > 1 || input?.declared == null) return { type: value.kind === 'text' ? 'string' : null };
  const hint = readTypeText(input.declared, aliases);
  const values = hintValues(hint);
  return { type: hintWords(hint), ...(values === undefined ? {} : { enum: values }) };
}
