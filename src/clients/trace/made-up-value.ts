import type { DriverValue, Parameter, TypeHint } from '../../model/driver.ts';
import type { Json } from '../../model/json.ts';
import { FIRST_NUMBER, MARK_PREFIX, UUID_PREFIX } from '../../surface/marks.ts';

/** Makes up a value from the argument's name or from `number`, so the value is easy to recognise in a request. */
export function madeUpValue({ name, type, default: given }: Parameter, number: number): DriverValue {
  return make(type, { name: plain(name), number, given });
}

/** Returns a second value for an argument whose first value may have no visible effect. */
export function otherValue(parameter: Parameter, before: DriverValue): DriverValue | undefined {
  const type = narrow(parameter.type);
  if (type.kind === 'boolean') return before !== true;
  if (type.kind === 'literal') return type.values.find((value) => value !== before);
  // If the type is unknown, the client may expect a number.
  return type.kind === 'any' && typeof before === 'string' ? FIRST_NUMBER + 98 : undefined;
}

export function otherForms(parameter: Parameter): readonly DriverValue[] {
  const { name, type } = parameter;
  if (type.kind === 'union')
    return type.of
      .filter(({ kind }) => kind !== 'null')
      .flatMap((each) => [
        make(each, { name, number: 99, given: parameter.default }),
        ...otherForms({ ...parameter, type: each }),
      ]);
  if (type.kind !== 'string' && type.kind !== 'any') return [];
  const word = `${MARK_PREFIX}${plain(name)}`;
  const texts = [madeUpUuid(99), String(FIRST_NUMBER + 99), `${word}-a/${word}-b`];
  return type.kind === 'string' ? texts : [...texts, FIRST_NUMBER + 99, { [`${word}-zk`]: `${word}-z` }, [`${word}-z`]];
}

interface Wish {
  readonly name: string;
  readonly number: number;
  readonly given: Json | undefined;
}

function make(declared: TypeHint, wish: Wish): DriverValue {
  const type = narrow(declared);
  switch (type.kind) {
    case 'string':
      return type.format === 'uuid' ? madeUpUuid(wish.number) : text(wish);
    case 'any':
      return text(wish);
    case 'integer':
      return FIRST_NUMBER + wish.number;
    case 'number':
      return FIRST_NUMBER + wish.number + 0.5;
    case 'boolean':
      return wish.given !== true;
    case 'null':
      return null;
    case 'datetime':
      return { $type: 'datetime', value: madeUpInstant(wish.number) };
    case 'bytes':
      return { $type: 'bytes', base64: Buffer.from(text(wish)).toString('base64') };
    case 'literal':
      return type.values.find((value) => value !== wish.given && value !== null) ?? type.values[0] ?? null;
    case 'list':
      return [1, 2].map((nth) =>
        make(type.of, { ...wish, name: `${wish.name}-${nth}`, number: wish.number + nth * 100 }),
      );
    case 'map':
      return { [`${text(wish)}k`]: make(type.of, wish) };
    case 'json':
      return { [`${text(wish)}k`]: text(wish) };
    case 'object':
      return Object.fromEntries(
        type.fields.map(({ name, type: each, default: given }, index) => [
          name,
          make(each, { name: `${wish.name}-${plain(name)}`, number: wish.number + (index + 1) * 100, given }),
        ]),
      );
    case 'union':
      return text(wish);
  }
}

/** If the type is a union, returns the type whose values are easiest to recognise: `string` of `boolean | string`. */
function narrow(type: TypeHint): TypeHint {
  if (type.kind !== 'union') return type;
  const order = ['literal', 'string', 'integer', 'number', 'list', 'map', 'object', 'datetime', 'bytes', 'boolean'];
  // A client that expects a UUID rejects any other text.
  const isUuid = (hint: TypeHint) => hint.kind === 'string' && hint.format === 'uuid';
  // A type that allows only an empty text or null comes last, because a request does not show such a value.
  const isEmpty = (hint: TypeHint) =>
    hint.kind === 'literal' && hint.values.every((value) => value === '' || value === null);
  const rank = (hint: TypeHint) =>
    isUuid(hint)
      ? 0.5
      : isEmpty(hint)
        ? order.length
        : order.includes(hint.kind)
          ? order.indexOf(hint.kind)
          : order.length;
  const [best] = type.of.filter(({ kind }) => kind !== 'null').sort((a, b) => rank(a) - rank(b));
  return best === undefined ? { kind: 'any' } : narrow(best);
}

export function madeUpUuid(number: number): string {
  return `${UUID_PREFIX}${String(number).padStart(12, '0')}`;
}

/** Returns a time in the future that is different for each `number`. */
function madeUpInstant(number: number): string {
  return new Date(Date.UTC(2031, 0, 1, 0, number)).toISOString().replace('.000Z', '+00:00');
}

function text({ name }: Wish): string {
  return `${MARK_PREFIX}${name}-z`;
}

function plain(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
