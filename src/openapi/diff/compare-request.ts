import { formatPointer } from '../../lib/json-pointer.ts';
import { isInRange, mediaType } from '../../lib/media-type.ts';
import type { Serialization } from '../../model/contract.ts';
import type { ApiBody, ApiContent, ApiCredential, ApiOperation, ApiParameter } from '../api-document.ts';
import { type DiffContext, type Difference, type OperationPair, type Root, root, said } from './operation-pair.ts';

/** Returns the differences, and a `Root` for each schema. The caller compares the schemas. */
export function compareRequest(pair: OperationPair): readonly (Difference | Root)[] {
  return [...compareParameters(pair), ...compareBodies(pair), ...compareSecurity(pair)];
}

function compareParameters(pair: OperationPair): readonly (Difference | Root)[] {
  const [before, after] = [indexParameters(pair.a), indexParameters(pair.b)];
  const onlyA = new Map([...before].filter(([key]) => !after.has(key)));
  const onlyB = new Map([...after].filter(([key]) => !before.has(key)));
  const both = [...before].flatMap(([key, one]) => {
    const other = after.get(key);
    return other === undefined ? [] : compareParameter(pair, one, other);
  });
  const moved = [...onlyA].flatMap(([key, one]) => {
    const [target, other] =
      [...onlyB].find(([, each]) => each.place.name.toLowerCase() === one.place.name.toLowerCase()) ?? [];
    if (target === undefined || other === undefined) return [];
    onlyA.delete(key);
    onlyB.delete(target);
    const change = said('request-parameter-moved', place(one), place(other));
    return [{ ...change, where: place(one) }, ...compareParameter(pair, one, other)];
  });
  return [
    ...both,
    ...moved,
    ...[...onlyA.values()].map((one) => ({
      ...said('request-parameter-removed', 'described', 'not described'),
      where: place(one),
    })),
    ...[...onlyB.values()].map((other) => ({
      ...said(
        other.required ? 'request-required-parameter-added' : 'request-parameter-added',
        'not described',
        needWords(other.required),
      ),
      where: place(other),
    })),
  ];
}

/** A path parameter is identified by its position, because its name is never sent. */
function indexParameters({ key, parameters }: ApiOperation): ReadonlyMap<string, ApiParameter> {
  const holes = [...key.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]);
  return new Map(
    parameters.map((each) => {
      const { location, name } = each.place;
      const id = location === 'path' ? String(holes.indexOf(name)) : location === 'header' ? name.toLowerCase() : name;
      return [`${location} ${id}`, each];
    }),
  );
}

function place({ place: { location, name } }: ApiParameter): string {
  return `${location} ${name}`;
}

function needWords(required: boolean): string {
  return required ? 'required' : 'optional';
}

function compareParameter(pair: OperationPair, a: ApiParameter, b: ApiParameter): readonly (Difference | Root)[] {
  const where = place(a);
  const isPath = a.place.location === 'path';
  const isRenamed = isPath && a.place.name !== b.place.name;
  const become = b.required ? 'request-parameter-became-required' : 'request-parameter-became-optional';
  const differences = [
    ...(isRenamed ? [said('request-path-parameter-renamed', a.place.name, b.place.name)] : []),
    ...(a.required === b.required ? [] : [said(become, needWords(a.required), needWords(b.required))]),
    ...(isStyled(pair, a, b)
      ? [said('request-parameter-restyled', style(a.serialization), style(b.serialization))]
      : []),
    ...compareDeprecation(a, b),
  ];
  const isText = a.serialization.style !== 'json' || b.serialization.style !== 'json';
  const values = root(pair, { direction: 'request', where, a: a.schema, b: b.schema, isText });
  return [...differences.map((each) => ({ ...each, where })), values];
}

/** The member `deprecated` is undefined for contracts and recordings, because these do not mark deprecated parameters. */
function compareDeprecation({ deprecated: a }: ApiParameter, { deprecated: b }: ApiParameter) {
  const words = (isDeprecated: boolean) => (isDeprecated ? 'deprecated' : 'not deprecated');
  return a === undefined || b === undefined || a === b ? [] : [said('request-member-deprecated', words(a), words(b))];
}

/** Most styles write a text, number or boolean in the same way. */
function isStyled({ isContainer }: OperationPair, a: ApiParameter, b: ApiParameter): boolean {
  const [one, other] = [a.serialization, b.serialization];
  if (one.style === other.style && one.explode === other.explode) return false;
  const own = ['label', 'matrix', 'json'];
  if (one.style !== other.style && (own.includes(one.style) || own.includes(other.style))) return true;
  return isContainer(a.schema, b.schema);
}

function style({ style: name, explode }: Serialization): string {
  return explode ? `${name}, exploded` : name;
}

function compareBodies(pair: OperationPair): readonly (Difference | Root)[] {
  const [a, b] = [pair.a.body, pair.b.body];
  if (a === null && b === null) return [];
  const where = 'body';
  if (b === null) return [{ ...said('request-body-removed', 'described', 'none'), where }];
  if (a === null)
    return [
      {
        ...said(b.required ? 'request-required-body-added' : 'request-body-added', 'none', needWords(b.required)),
        where,
      },
    ];
  const become = b.required ? 'request-body-became-required' : 'request-body-became-optional';
  const need =
    a.required === b.required ? [] : [{ ...said(become, needWords(a.required), needWords(b.required)), where }];
  return [...need, ...compareContents(pair, where, [contentsOf(a), contentsOf(b)])];
}

export function contentsOf({ contents, mediaType, others, schema, encoding }: ApiBody): readonly ApiContent[] {
  return contents ?? [mediaType, ...others].map((each) => ({ mediaType: each, schema, encoding }));
}

export function compareContents(
  pair: OperationPair,
  where: string,
  [a, b]: readonly [readonly ApiContent[], readonly ApiContent[]],
): readonly (Difference | Root)[] {
  const isOf = (one: ApiContent, others: readonly ApiContent[]) => counterpartOf(one, others, pair);
  const lost = a.filter((one) => isOf(one, b) === undefined);
  const gained = b.filter((other) => isOf(other, a) === undefined);
  const both = a.flatMap((one): readonly (Difference | Root)[] => {
    const other = isOf(one, b) ?? b.find((each) => covers(one.mediaType, each.mediaType));
    if (other === undefined) return [];
    const suffix = a.length + b.length > 2 ? ` (${one.mediaType})` : '';
    const values = root(pair, {
      direction: 'request',
      where: `${where}${suffix}`,
      a: one.schema,
      b: other.schema,
      isText: isForm(one),
    });
    const styled = compareEncodings(one.encoding, other.encoding)
      .filter(([name]) => pair.isContainer(one.schema, other.schema, name))
      .map(([name, before, after]) => ({
        ...said('request-parameter-restyled', before, after),
        where,
        field: formatPointer([name]),
      }));
    return [...styled, values];
  });
  return [
    ...lost.map((each) => ({ ...said('request-content-removed', each.mediaType, 'not described'), where })),
    ...gained.map((each) => ({ ...said('request-content-added', 'not described', each.mediaType), where })),
    ...both,
  ];
}

type Encodings = ApiContent['encoding'];

/** Returns the members whose serialization style changed, as `[name, old style, new style]`. */
function compareEncodings(a: Encodings, b: Encodings): readonly (readonly [string, string, string])[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => {
    const [before, after] = [style(a[name] ?? USUAL), style(b[name] ?? USUAL)];
    return before === after ? [] : [[name, before, after] as const];
  });
}

const USUAL: Serialization = { style: 'form', explode: true };

function isForm({ mediaType }: ApiContent): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/)/.test(mediaType);
}

interface OfType {
  readonly mediaType: string | null;
}

/** A comparison with contracts or recordings ignores parameters such as `charset`. */
export function counterpartOf<T extends OfType>(
  { mediaType: one }: OfType,
  others: readonly T[],
  { isLoose }: DiffContext,
): T | undefined {
  if (one === null) return others.find(({ mediaType: each }) => each === null);
  const named = (type: string) => (isLoose ? mediaType(type).replace(/^\*\/\*$/, 'application/json') : type);
  const isOf = (test: (each: string) => boolean) =>
    others.find(({ mediaType: each }) => each !== null && test(named(each)));
  return isOf((each) => each === named(one)) ?? isOf((each) => covers(each, named(one)));
}

function covers(range: string, type: string): boolean {
  return range === type || (range.includes('*') && isInRange(mediaType(type), range));
}

export function compareSecurity({ a, b, isSameCredential }: OperationPair): readonly Difference[] {
  const [before, after] = [requirementsOf(a), requirementsOf(b)];
  const isEnough = (given: readonly ApiCredential[], asked: readonly ApiCredential[]) =>
    asked.every((one) =>
      given.some((other) => isSameCredential(one, other) && one.scopes.every((scope) => other.scopes.includes(scope))),
    );
  const lost = before.filter((given) => !after.some((asked) => isEnough(given, asked)));
  const gained = after.filter((asked) => !before.some((given) => isEnough(given, asked) && isEnough(asked, given)));
  const where = 'credentials';
  if (lost.length > 0)
    return [{ ...said('request-credentials-changed', credentialWords(before), credentialWords(after)), where }];
  return gained.length > 0
    ? [{ ...said('request-credentials-added', credentialWords(before), credentialWords(after)), where }]
    : [];
}

const PUBLIC: ApiOperation['security'] = [[]];

function requirementsOf({ security }: ApiOperation): ApiOperation['security'] {
  return security.length === 0 ? PUBLIC : security;
}

function credentialWords(requirements: ApiOperation['security']): string {
  const words = requirements.map((all) =>
    all.map(({ scheme, scopes }) => (scopes.length === 0 ? scheme : `${scheme} (${scopes.join(', ')})`)).join(' and '),
  );
  return words.map((each) => each || 'none').join(' or ');
}
