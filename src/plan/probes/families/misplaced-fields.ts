import { writeJson } from '../../../lib/json-text.ts';
import { remember } from '../../../lib/remember.ts';
import type { Contract, Location } from '../../../model/contract.ts';
import type { Json } from '../../../model/json.ts';
import type { Extra } from '../../../model/suite.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { successOr } from '../statuses.ts';
import { isAloneInBody, type ProbeField, type ProbeSubject, validValue, withoutValue } from '../subject.ts';

/** A required field at an undeclared location counts as missing. */
export const misplacedFields: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ field, parents, isGuarded }) => parents.length === 0 && !field.whole && !isGuarded)
    .filter(({ field }) => field.place.location !== 'path')
    .flatMap((probed) => otherPlaces(subject, probed).flatMap((place) => at(subject, probed, place)));

const PLACES = ['query', 'header', 'body'] as const;
type OtherPlace = (typeof PLACES)[number];

function otherPlaces({ contract }: ProbeSubject, { field }: ProbeField): readonly OtherPlace[] {
  const { taken, takesBody } = placesOf(contract);
  return PLACES.filter((place) => place !== field.place.location && (place !== 'body' || takesBody)).filter(
    (place) => !taken.has(keyAt(place, nameAt(field.name, place))),
  );
}

function at(subject: ProbeSubject, probed: ProbeField, place: OtherPlace): readonly Probe[] {
  const value = validValue(subject, probed);
  if (value === undefined) return [];
  const { name, required } = probed.field;
  const { contract, context } = subject;
  const values = withoutValue(subject, probed);
  // If the field is the only member of the body, an empty object is sent, because a missing body may be valid.
  const body = isAloneInBody(subject, probed) ? { body: {} } : {};
  const change = { with: values, extra: { ...body, ...extraAt(place, nameAt(name, place), value) } };
  const expectation = required ? 'refused' : whatUnknownIs(subject, place);
  const confirms = { field: name, place: { location: place, name: nameAt(name, place) }, value };
  const common = { about: name, tries: `in-${place}`, base: subject.base, change };
  if (expectation === 'refused') {
    const { refused } = subject.statuses;
    if (refused.length === 0) return [];
    const says = `a call with "${name}" only in the ${place} is rejected`;
    return [{ ...common, says, expect: { status: refused, kind: 'accepted-invalid', field: name, confirms } }];
  }
  if (!subject.works) return [];
  const says = `an undeclared "${name}" in the ${place} causes no error`;
  return [
    {
      ...common,
      says,
      expect: {
        status: successOr(
          subject.statuses,
          subject.statuses.refused.filter(() => Object.hasOwn(subject.base.with, name)),
        ),
        // if the contract does not say what happens to unknown fields, the server may reject this field
        ...(place === 'body' &&
          contract.unknownBodyFields[context.profile] !== undefined &&
          ({ kind: 'rejected-valid', field: name } as const)),
        confirms,
      },
    },
  ];
}

function whatUnknownIs({ contract, context }: ProbeSubject, place: OtherPlace): 'refused' | 'taken' {
  return place === 'body' && contract.unknownBodyFields[context.profile] === 'reject' ? 'refused' : 'taken';
}

/** As a header, `idempotency_key` becomes `Idempotency-Key`. */
export function nameAt(name: string, place: OtherPlace): string {
  if (place !== 'header') return name;
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('-');
}

/** Computed only once per operation, because an operation may have tens of thousands of fields. */
const placesOf = remember(({ content, fields }: Contract) => ({
  takesBody: content === 'json' && !fields.some(({ whole }) => whole),
  taken: new Set([
    ...fields.map(({ place }) => keyAt(place.location, place.name)),
    ...STANDARD.map((name) => keyAt('header', name)),
  ]),
}));

function keyAt(location: Location, name: string): string {
  return `${location} ${name.toLowerCase()}`;
}

/** Standard HTTP headers, which probes never use for a field. */
const STANDARD = ['from', 'to', 'date', 'host', 'range', 'expect', 'te', 'upgrade', 'connection', 'if-none-match'];

function extraAt(place: OtherPlace, name: string, value: Json): Extra {
  switch (place) {
    case 'query':
      return { query: { [name]: value } };
    case 'body':
      return { body: { [name]: value } };
    case 'header':
      return { headers: { [name]: headerText(value) } };
  }
}

function headerText(value: Json): string {
  return typeof value === 'string' ? value : writeJson(value);
}
