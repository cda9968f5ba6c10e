import { formatPointer, parsePointer } from '../../lib/json-pointer.ts';
import { describeValue } from '../../lib/preview-value.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import type { Contract, Field, Place } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isJsonObject, type JsonPointer } from '../../model/json.ts';
import { bodyPointer } from '../../schema/field-tree.ts';
import type { SchemaProblem } from '../../schema/schema-problem.ts';
import type { BodyProblem } from '../../wire/decode-body.ts';
import { type DecodedField, type DecodedRequest, decodeRequest, type Stray } from '../../wire/decode-request.ts';
import type { PathParams } from '../../wire/match-route.ts';
import type { Judge } from '../judge.ts';
import { findMisplaced, type Misplaced } from './find-misplaced.ts';
import { type CredentialProblem, credentialProblems } from './read-credentials.ts';

/** A request field's value that is not as declared. `name` is dotted below the field: `schedule.cron`. */
export interface FieldProblem {
  readonly name: string;
  readonly place: Place;
  readonly problem: SchemaProblem;
}

/** A request held against its contract. */
export interface RequestReading {
  readonly misplaced: readonly Misplaced[];
  readonly missing: readonly FieldProblem[];
  readonly undeclared: readonly Stray[];
  readonly retyped: readonly FieldProblem[];
  readonly invalid: readonly FieldProblem[];
  readonly bodyProblems: readonly BodyProblem[];
  /** Values in another style than declared. */
  readonly misspelt: readonly DecodedField[];
  readonly credentials: readonly CredentialProblem[];
}

interface Sent {
  readonly exchange: Exchange;
  /** The path's values; null when the path is another one. */
  readonly params: PathParams | null;
}

/** null when nothing is to be said: it is as declared, or breaks the contract on purpose, or was only for cleaning up. */
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
  // In a run the credential is the target's, or another one on purpose.
  const credentials = isCaller(exchange) ? credentialProblems(contract, exchange.request, judge) : [];
  const isRight = isAsDeclared(decoded, absent) && values.length + misspelt.length + credentials.length === 0;
  return isRight ? null : { ...assemble(decoded, absent, values), misspelt, credentials };
}

/** Somebody else's request, with all that it carried. */
function isCaller({ overheard, unjudgedCredentials }: Exchange): boolean {
  return overheard === true && unjudgedCredentials !== true;
}

/** Of nearly every request nothing is to be said: then nothing is worked out. */
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
  // Fields that are declared one by one are judged one by one.
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

/** Required, and there is a place where it should be: a field of an absent object is not missed. */
function isLacking({ field }: DecodedField, decoded: DecodedRequest): boolean {
  if (!field.required || field.lifecycle === 'proposed') return false;
  const { body } = decoded;
  if (field.place.location !== 'body') return true;
  if (body.kind === 'unreadable' || (body.kind === 'json' && !isJsonObject(body.value) && !field.whole)) return false;
  const parent = decoded.fields.find((other) => other.field.fields.includes(field));
  return parent === undefined || isJsonObject(parent.value);
}

/** Found elsewhere itself, or by the fields below it. */
function isFound(field: Field, found: ReadonlySet<string>): boolean {
  return found.has(field.name) || field.fields.some((child) => isFound(child, found));
}

function lackingField({ field }: DecodedField): FieldProblem {
  const problem = { kind: 'missing', pointer: '', expected: 'a value', observed: 'nothing', found: undefined } as const;
  return { name: field.name, place: field.place, problem };
}

/** Body fields are declared, and the body is a list or a bare value. */
function wrongBody({ body, fields }: DecodedRequest): readonly FieldProblem[] {
  const members = fields.some(({ field }) => field.place.location === 'body' && !field.whole);
  if (body.kind !== 'json' || isJsonObject(body.value) || !members || fields.some(({ field }) => field.whole))
    return [];
  const observed = describeValue(body.value);
  const problem = { kind: 'retyped', pointer: '', expected: 'object', observed, found: body.value } as const;
  return [{ name: '', place: { location: 'body', name: formatPointer([]) }, problem }];
}
