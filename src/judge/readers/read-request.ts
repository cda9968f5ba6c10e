import { formatPointer, parsePointer } from '../../lib/json-pointer.ts';
import { describeValue } from '../../lib/preview-value.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import { remember } from '../../lib/remember.ts';
import type { Contract, Field, Place } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isJsonObject, type JsonPointer } from '../../model/json.ts';
import { bodyPointer } from '../../schema/field-tree.ts';
import type { SchemaProblem } from '../../schema/schema-problem.ts';
import type { BodyProblem } from '../../wire/decode-body.ts';
import { type DecodedField, type DecodedRequest, decodeRequest, type Stray } from '../../wire/decode-request.ts';
import type { PathParams } from '../../wire/match-route.ts';
import type { Judge } from '../judge.ts';
import { type Aliases, fieldAliases, nearness, placeAliases } from './field-aliases.ts';
import { type CredentialProblem, credentialProblems } from './read-credentials.ts';

export interface FieldProblem {
  readonly name: string;
  readonly place: Place;
  readonly problem: SchemaProblem;
}

export interface RequestReading {
  readonly misplaced: readonly Misplaced[];
  readonly missing: readonly FieldProblem[];
  readonly undeclared: readonly Stray[];
  readonly retyped: readonly FieldProblem[];
  readonly invalid: readonly FieldProblem[];
  readonly bodyProblems: readonly BodyProblem[];
  /** Values that are written in a different style than the contract declares, for example `1` for `true`. */
  readonly misspelt: readonly DecodedField[];
  readonly credentials: readonly CredentialProblem[];
}

interface Sent {
  readonly exchange: Exchange;
  /** The values in the path, or null if the path does not match the contract. */
  readonly params: PathParams | null;
}

/** Returns null if the request is as declared, violates the contract on purpose, or is a clean-up. */
export function readRequest(judge: Judge, contract: Contract, { exchange, params }: Sent): RequestReading | null {
  if (exchange.asked.invalid || exchange.phase === 'cleanup') return null;
  const { profile } = judge.context;
  const decoded = decodeRequest(contract, exchange.request, {
    params: params ?? {},
    profile,
    schemas: judge.schemas,
    credentials: judge.credentialNames(contract, exchange.asked.auth),
  });
  const values = decoded.fields.flatMap((field) => (field.present ? valueProblems(judge, field) : NONE));
  const isBodyAbsent = contract.bodyRequired === false && decoded.body.kind === 'none';
  const absent = decoded.fields
    .filter(({ present, field }) => !present && field.place.location !== 'path')
    .filter(({ field }) => !(isBodyAbsent && field.place.location === 'body'));
  const misspelt = decoded.fields.filter(({ spelling }) => spelling !== undefined);
  // In a run, wireparity chooses the credential, so the credential is not judged.
  const credentials = isCaller(exchange) ? credentialProblems(contract, exchange.request, judge) : [];
  const isRight = isAsDeclared(decoded, absent) && values.length + misspelt.length + credentials.length === 0;
  return isRight ? null : { ...assemble(decoded, absent, values), misspelt, credentials };
}

/** Returns true if a program outside wireparity sent the request, and the recording also contains the credentials. */
function isCaller({ overheard, unjudgedCredentials }: Exchange): boolean {
  return overheard === true && unjudgedCredentials !== true;
}

/** Most requests pass this quick check and need no detailed comparison. */
function isAsDeclared(decoded: DecodedRequest, absent: readonly DecodedField[]): boolean {
  if (decoded.strays.length > 0 || decoded.problems.length > 0) return false;
  return !absent.some((field) => isLacking(field, decoded)) && wrongBody(decoded).length === 0;
}

function assemble(
  decoded: DecodedRequest,
  absent: readonly DecodedField[],
  values: readonly FieldProblem[],
): Omit<RequestReading, 'misspelt' | 'credentials'> {
  const ofKind = (kind: SchemaProblem['kind']) => values.filter(({ problem }) => problem.kind === kind);
  const nested = ofKind('undeclared').map(({ place, problem }): Stray => ({ place, value: problem.found }));
  const { misplaced, strays } = findMisplaced(
    absent.map(({ field }) => field),
    [...decoded.strays, ...nested],
  );
  const found = new Set(misplaced.map(({ field }) => field.name));
  const lacking = absent.filter((field) => isLacking(field, decoded) && !isFound(field.field, found));
  return {
    misplaced,
    missing: [...lacking.map(lackingField), ...ofKind('missing')],
    undeclared: strays,
    retyped: [...wrongBody(decoded), ...ofKind('retyped')],
    invalid: ofKind('invalid'),
    bodyProblems: decoded.problems,
  };
}

const NONE: readonly FieldProblem[] = [];

function valueProblems(judge: Judge, { field, value }: DecodedField): readonly FieldProblem[] {
  if (isRedacted(value)) return NONE;
  const problems = judge.problems(field.schema, value);
  if (problems.length === 0) return NONE;
  // Members that are declared as fields are judged separately.
  const own = field.fields.length === 0 ? problems : problems.filter(({ pointer }) => pointer === '');
  return own.map((problem) => ({
    name: [field.name, ...parsePointer(problem.pointer).map((token) => (/^\d+$/.test(token) ? '*' : token))].join('.'),
    place: placeBelow(field, problem.pointer),
    problem,
  }));
}

function placeBelow(field: Field, pointer: JsonPointer): Place {
  if (field.place.location !== 'body' || pointer === '') return field.place;
  return { location: 'body', name: bodyPointer(field) + pointer };
}

/** A required member is absent only if the request contains the object around the member. */
function isLacking({ field }: DecodedField, decoded: DecodedRequest): boolean {
  if (!field.required || field.lifecycle === 'proposed') return false;
  const { body } = decoded;
  if (field.place.location !== 'body') return true;
  if (body.kind === 'unreadable' || (body.kind === 'json' && !isJsonObject(body.value) && !field.whole)) return false;
  const parent = decoded.fields.find((other) => other.field.fields.includes(field));
  return parent === undefined || isJsonObject(parent.value);
}

function isFound(field: Field, found: ReadonlySet<string>): boolean {
  return found.has(field.name) || field.fields.some((child) => isFound(child, found));
}

function lackingField({ field }: DecodedField): FieldProblem {
  const problem = { kind: 'missing', pointer: '', expected: 'a value', observed: 'nothing', found: undefined } as const;
  return { name: field.name, place: field.place, problem };
}

/** Detects a body that is a list or a scalar, although the contract declares members of the body. */
function wrongBody({ body, fields }: DecodedRequest): readonly FieldProblem[] {
  const members = fields.some(({ field }) => field.place.location === 'body' && !field.whole);
  if (body.kind !== 'json' || isJsonObject(body.value) || !members || fields.some(({ field }) => field.whole))
    return [];
  const observed = describeValue(body.value);
  const problem = { kind: 'retyped', pointer: '', expected: 'object', observed, found: body.value } as const;
  return [{ name: '', place: { location: 'body', name: formatPointer([]) }, problem }];
}

interface Misplaced {
  readonly field: Field;
  readonly sent: Stray;
}

interface Search {
  readonly misplaced: readonly Misplaced[];
  /** Undeclared values that belong to no declared field. */
  readonly strays: readonly Stray[];
}

/** Searches for each absent field at every location and in every spelling. */
function findMisplaced(absent: readonly Field[], strays: readonly Stray[]): Search {
  if (absent.length === 0 || strays.length === 0) return { misplaced: [], strays };
  const candidates = strays.flatMap((stray) =>
    withInside(stray, 0).map((spot) => ({ stray, spot, aliases: placeAliases(spot.place) })),
  );
  const pairs = absent.flatMap((field) => pairUp(field, candidates)).sort((a, b) => b.score - a.score);
  const taken = new Map<Field, Stray>();
  const used = new Set<Stray>();
  for (const { field, spot } of pairs) {
    if (taken.has(field) || used.has(spot)) continue;
    taken.set(field, spot);
    used.add(spot);
  }
  const spots = new Set([...used].map((spot) => spot.place));
  return {
    misplaced: [...taken].map(([field, sent]) => ({ field, sent })),
    strays: strays.flatMap((stray) => leftOf(stray, spots)),
  };
}

interface Candidate {
  readonly spot: Stray;
  readonly aliases: Aliases;
}

interface Pair {
  readonly field: Field;
  readonly spot: Stray;
  readonly score: number;
}

/** Maximum depth at which an undeclared object is searched for fields. */
const DEPTH = 4;

function pairUp(field: Field, candidates: readonly Candidate[]): readonly Pair[] {
  const aliases = fieldAliases(field);
  return candidates.flatMap(({ spot, aliases: others }) => {
    const near = nearness(aliases, others);
    if (near === 0) return [];
    // A value at the right location is more likely than an equally similar value elsewhere.
    return [{ field, spot, score: near * 2 + (spot.place.location === field.place.location ? 1 : 0) }];
  });
}

function withInside(stray: Stray, depth: number): readonly Stray[] {
  return [stray, ...membersOf(stray).flatMap((member) => (depth < DEPTH ? withInside(member, depth + 1) : []))];
}

const membersOf = remember(({ place, value }: Stray): readonly Stray[] => {
  if (place.location !== 'body' || !isJsonObject(value)) return [];
  return Object.entries(value).map(
    ([key, member]): Stray => ({ place: { location: 'body', name: place.name + formatPointer([key]) }, value: member }),
  );
});

/** Returns those parts of an undeclared value that belong to no field. */
function leftOf(stray: Stray, used: ReadonlySet<Stray['place']>): readonly Stray[] {
  if (used.has(stray.place)) return [];
  const someInside = withInside(stray, 0).some((spot) => used.has(spot.place));
  return someInside ? membersOf(stray).flatMap((member) => leftOf(member, used)) : [stray];
}
