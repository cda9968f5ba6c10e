import type { SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import { isStandardHeader } from '../../wire/standard-headers.ts';
import type { Pairing } from './pair-operations.ts';
import { lastPart, nameKeys, placeKey } from './place-words.ts';

type Keys = (field: SurfaceField) => readonly string[];

/**
 * Fields of one operation in two surfaces that are the same one: at one place, else of one name in whatever style and
 * wherever it travels, else by the last part of a nested name where only one can be meant.
 */
export function pairFields(a: SurfaceOperation, b: SurfaceOperation): Pairing<SurfaceField> {
  const taken = new Map<SurfaceField, SurfaceField>();
  let left = a.fields.filter(isOwn);
  let right = b.fields.filter(isOwn);
  const pass = (keysOfA: Keys, keysOfB: Keys, choose: Choose) => {
    const used = choose(left, indexBy(right, keysOfB), keysOfA, taken);
    left = left.filter((field) => !taken.has(field));
    right = right.filter((field) => !used.has(field));
  };
  pass(placesIn(a), placesIn(b), takeFirst);
  pass(namesOf, namesOf, takeFirst);
  pass(lastOf, lastOf, takeOnly);
  return { pairs: [...taken], onlyA: left, onlyB: right };
}

/** Headers that any request has are no field of an operation. */
function isOwn({ place }: SurfaceField): boolean {
  return place?.location !== 'header' || !isStandardHeader(place.name);
}

function placesIn({ request }: SurfaceOperation): Keys {
  return ({ place, name }) => {
    if (place === null) return [];
    return place.location === 'path' && request === null ? [`path ${name}`] : [placeKey(place, request?.path)];
  };
}

const namesOf: Keys = ({ name, place }) => nameKeys(name, place);

/** Only where the body's shape may be meant: a query parameter has no levels. */
const lastOf: Keys = ({ name, place }) => (place === null || place.location === 'body' ? [lastPart(name)] : []);

type Index = ReadonlyMap<string, readonly SurfaceField[]>;
type Choose = (
  left: readonly SurfaceField[],
  index: Index,
  keysOf: Keys,
  taken: Map<SurfaceField, SurfaceField>,
) => ReadonlySet<SurfaceField>;

const takeFirst: Choose = (left, index, keysOf, taken) => {
  const used = new Set<SurfaceField>();
  for (const field of left) {
    const other = keysOf(field)
      .flatMap((key) => index.get(key) ?? [])
      .find((each) => !used.has(each));
    if (other === undefined) continue;
    taken.set(field, other);
    used.add(other);
  }
  return used;
};

/** One on either side, or none: `url` of `callback` and of `alerts` are two things. */
const takeOnly: Choose = (left, index, keysOf, taken) => {
  const used = new Set<SurfaceField>();
  for (const [key, fields] of indexBy(left, keysOf)) {
    const others = index.get(key) ?? [];
    const [field, other] = [fields[0], others[0]];
    if (field === undefined || other === undefined || fields.length > 1 || others.length > 1) continue;
    if (!isNested(field) && !isNested(other)) continue;
    taken.set(field, other);
    used.add(other);
  }
  return used;
};

function isNested({ name }: SurfaceField): boolean {
  return name.includes('.');
}

function indexBy(fields: readonly SurfaceField[], keysOf: Keys): Index {
  const index = new Map<string, SurfaceField[]>();
  for (const field of fields) {
    for (const key of keysOf(field)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [field]);
      else list.push(field);
    }
  }
  return index;
}
