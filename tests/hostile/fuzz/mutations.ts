import process from 'node:process';
import {
  type Arbitrary,
  array,
  constantFrom,
  dictionary,
  double,
  nat,
  oneof,
  type Parameters,
  string,
  tuple,
  uint8Array,
} from 'fast-check';
import type { Json } from '../../../src/model/json.ts';

/** Without FUZZ_RUNS, every run of the tests uses the same inputs. */
export function fuzzing<T>(runs: number): Parameters<T> {
  const wanted = Number(process.env.FUZZ_RUNS);
  return wanted > 0 ? { numRuns: wanted } : { numRuns: runs, seed: 13 };
}

/** Arbitrary bytes, or a valid text in which pieces are changed, removed, repeated or moved. */
export function damagedText(valid: string): Arbitrary<Buffer> {
  const bytes = Buffer.from(valid);
  const edited = array(edit(bytes), { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce<Buffer>((text, change) => change(text), bytes),
  );
  const random = uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each));
  return oneof({ weight: 1, arbitrary: random }, { weight: 9, arbitrary: edited });
}

type Edit = (bytes: Buffer) => Buffer;

function edit(valid: Buffer): Arbitrary<Edit> {
  const place = nat({ max: valid.length });
  const kind = constantFrom<'flip' | 'insert' | 'remove' | 'repeat'>('flip', 'insert', 'remove', 'repeat');
  return tuple(kind, place, nat({ max: 60 }), constantFrom(...PIECES), nat({ max: 7 })).map(
    ([how, at, length, piece, bit]) =>
      (bytes) => {
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
        const cut = after.subarray(length);
        if (how === 'insert') return Buffer.concat([before, Buffer.from(piece), after]);
        if (how === 'remove') return Buffer.concat([before, cut]);
        if (how === 'repeat') return Buffer.concat([before, after.subarray(0, length), after]);
        return Buffer.concat([before, Buffer.from([(after[0] ?? 0) ^ (1 << bit)]), after.subarray(1)]);
      },
  );
}

const PIECES = [
  ...[
    '\0',
    '\ufeff',
    '\r',
    '\n\n',
    '\t',
    '  ',
    ': ',
    ', ',
    '- ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '<<: *a',
    '#',
  ],
  ...[
    '!!binary ',
    '!!js/function ',
    '? ',
    '| ',
    '---\n',
    '%',
    '\\',
    '\\ud800',
    '${',
    '}',
    '-',
    '0',
    '1e999',
    '99999999999',
  ],
  ...['null', 'true', '~', '__proto__', 'constructor', '../', '/', '(a+)+$', '(', '*', '$ref', '{}', '[]', '[[[[[[[[['],
  ...['{"a":'.repeat(1000), '- '.repeat(1000), '['.repeat(20_000)],
];

/** Writes a valid value as JSON after up to three random changes. */
export function alteredJson(valid: Json): Arbitrary<string> {
  const change = tuple(nat({ max: 100_000 }), nat({ max: 100_000 }), constantFrom(...HOW), strangeValue());
  return array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
    JSON.stringify(
      changes.reduce<Json>((value, [at, from, how, strange]) => alter(value, { at, from, how, strange }), valid),
    ),
  );
}

const HOW = ['replace', 'replace', 'replace', 'remove', 'rename', 'copy'] as const;

interface Alteration {
  readonly at: number;
  readonly from: number;
  readonly how: (typeof HOW)[number];
  readonly strange: Json;
}

function alter(valid: Json, { at, from, how, strange }: Alteration): Json {
  const value = structuredClone(valid);
  const places = placesOf(value);
  const place = places[at % places.length];
  if (place === undefined) return strange;
  const holder = place.holder as { [key: string]: Json }; // safe cast: in a list, the key is the index
  const own = holder[place.key] ?? null;
  if (how === 'copy') holder[place.key] = structuredClone(valueAt(places[from % places.length]));
  else if (how === 'replace') holder[place.key] = strange;
  else Reflect.deleteProperty(holder, place.key);
  if (how === 'rename') holder[typeof strange === 'string' ? strange : '__proto__x'] = own;
  return value;
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

function valueAt(place: Place | undefined): Json {
  return place === undefined ? null : ((place.holder as { [key: string]: Json })[place.key] ?? null); // as in `alter`
}

function placesOf(value: Json): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [{ holder: value, key }, ...placesOf(member)]);
}

function strangeValue(): Arbitrary<Json> {
  return oneof(
    constantFrom<Json>(...STRANGE),
    string({ maxLength: 12 }),
    double({ noNaN: true, noDefaultInfinity: true }),
    dictionary(string({ maxLength: 6 }), constantFrom<Json>(...STRANGE), { maxKeys: 3 }),
  );
}

const STRANGE: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    2 ** 53,
    -(2 ** 31),
    '',
    ' ',
    '.',
    '..',
    '/',
    '{',
    '}',
    '{}',
    '{id}',
    '\0',
    '\ud800',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '#',
    '#/',
    '#/paths',
    '#/components/schemas/Thing',
    '$',
    '*',
    '(a+)+$',
    '(',
  ],
  ...[
    'string',
    'object',
    'array',
    'integer',
    'null',
    'body',
    'path',
    'query',
    'header',
    'cookie',
    'default',
    '200',
    '2XX',
  ],
  ...['http://127.0.0.1:9/x', 'file:///etc/passwd', '2026-13-45T99:99:99Z', 'x'.repeat(20_000)],
  ...[
    [],
    [null],
    [[]],
    ['a', 'a'],
    {},
    { $ref: '#' },
    { $ref: '' },
    { $ref: 1 },
    { type: 'array' },
    { type: [] },
    { allOf: [] },
  ],
  ...[
    { type: 'string', pattern: '(' },
    { const: {} },
    { enum: [] },
    { minLength: 2 ** 40 },
    { minItems: 1e9 },
    { not: {} },
  ],
  { anyOf: [{ $ref: '#/components/schemas/Thing' }, false] },
  nest(600),
];

function nest(levels: number): Json {
  return levels === 0 ? 'deep' : { items: nest(levels - 1) };
}
