import { parsePointer } from '../../lib/json-pointer.ts';
import { remember } from '../../lib/remember.ts';
import { isGenerated } from '../../model/address.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Finding, FindingKind, Tried } from '../../model/finding.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { isSchema } from '../../schema/keywords.ts';
import { choicesOf, schemaParts } from '../../schema/parts.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import type { CauseBasis } from '../kind.ts';
import { KINDS } from '../kinds.ts';
import { readTry } from '../readers/read-try.ts';
import { fieldNames } from '../readers/untried-reason.ts';
import type { Draft, Subject } from '../subject.ts';
import { causeId } from './cause-id.ts';

/** The members `response` and `answer` are absent if the finding is about several responses. */
export type Seen = Pick<Subject, 'exchange' | 'contract' | 'judge'> & Partial<Pick<Subject, 'response' | 'answer'>>;

type CauseIdentity = Pick<Finding, 'cause' | 'tried' | 'outcome'>;

interface Facts {
  readonly draft: Draft;
  readonly seen: Seen;
  readonly operation: string;
  readonly tried: Tried | undefined;
  readonly status: string;
}

/** Operations that respond to the same variation with the same class of status share one cause. */
export function identifyCause(kind: FindingKind, draft: Draft, seen: Seen, operation: string): CauseIdentity {
  const tried = readTry(seen.exchange, seen.contract);
  const status = statusOf(seen.exchange);
  if (kind === 'server-error' && status === UNIMPLEMENTED)
    return { cause: causeId(kind, [operation, status]), outcome: classOf(status) };
  const isUnlisted = kind === 'rejected-valid' && asksForCredential(seen);
  const parts = isUnlisted ? [UNLISTED, status] : PARTS[KINDS[kind].cause]({ draft, seen, operation, tried, status });
  return { cause: causeId(kind, parts), ...(tried && { tried }), outcome: classOf(status) };
}

/** 501 means that the server lacks the operation, so the variation does not matter. */
const UNIMPLEMENTED = '501';

const UNLISTED = 'undeclared-credential';

/** Returns true if the server requires a credential although the contract requires none. */
function asksForCredential({ contract, exchange }: Seen): boolean {
  return contract.auth.length === 0 && exchange.asked.auth === null && exchange.response?.status === 401;
}

const PARTS = {
  try: ({ draft, tried, operation, seen, status }) =>
    tried === undefined ? [operation, draft.field, reasonOf(seen), classOf(status)] : [tried.what, classOf(status)],
  'tried-field': ({ draft, tried, operation, status }) => [tried?.what ?? operation, draft.field, classOf(status)],
  status: ({ status }) => [status],
  observed: ({ draft }) => [draft.observed],
  field: ({ draft }) => [draft.field],
  member: ({ draft, seen }) => memberParts(draft, seen),
  wish: ({ draft, tried, operation, seen, status }) =>
    tried === undefined
      ? [
          operation,
          draft.field,
          seen.answer?.wish.explicit ? seen.answer.wish.brief : 'success',
          reasonOf(seen),
          status,
        ]
      : [tried.what, draft.field, status],
  place: ({ draft: { field, places }, operation }) => [
    operation,
    field,
    ...(places === undefined ? [] : [`${places.sent.location}-${places.sent.name}`]),
  ],
} as const satisfies { readonly [basis in CauseBasis]: (facts: Facts) => readonly (string | null)[] };

/** If the server rejects a handwritten step, returns the error code or the field names in the response. */
function reasonOf({ exchange, answer }: Seen): string | null {
  const { address, overheard, response } = exchange;
  if (overheard === true || isGenerated(address) || (response?.status ?? 0) < 400) return null;
  if (answer?.code !== undefined) return answer.code;
  if (answer?.body.kind !== 'json') return null;
  const names = [...fieldNames(answer.body.value)].filter((name) => !/^(?:body|query|path|header|\d*)$/.test(name));
  return [...new Set(names)].sort().join('+');
}

function memberParts({ field }: Draft, { contract, response, judge }: Seen): readonly (string | null)[] {
  const schema: JsonSchema | null | undefined = response?.spec.body ?? judge.context.contracts.api.envelope?.body;
  if (field === null || schema === undefined || schema === null) return [contract.id, field];
  const { ref, names } = findSharedMember(schema, field, judge.schemas);
  if (ref === null) return [names.join('/')];
  const name = ref.replace(/^.*[/#]/, '').replace(/\.ya?ml$/, '');
  return [name, names.join('/')];
}

function statusOf({ response, failure }: Exchange): string {
  return failure?.code ?? String(response?.status ?? 'none');
}

function classOf(status: string): string {
  return /^\d{3}$/.test(status) ? `${status[0]}xx` : status;
}

/** Identifies a response member by the named schema that declares the member. */
interface SharedMember {
  /** The last `$ref` on the path to the member. Null if the path contains no `$ref`. */
  readonly ref: string | null;
  /** Names of the members below the referenced schema, without list positions. */
  readonly names: readonly string[];
}

/** Findings about one named schema have one cause, even if many operations return the schema. */
export function findSharedMember(schema: JsonSchema, pointer: string, schemas: SchemaRegistry): SharedMember {
  return isJsonObject(schema) ? membersIn(schemas)(schema)(pointer) : searchMember(schema, pointer, schemas);
}

const membersIn = remember((schemas: SchemaRegistry) =>
  remember((schema: JsonObject) =>
    remember((pointer: string) => searchMember(schema, pointer, schemas), new Map<string, SharedMember>()),
  ),
);

function searchMember(schema: JsonSchema, pointer: string, schemas: SchemaRegistry): SharedMember {
  let places: readonly JsonSchema[] = [schema];
  let found: SharedMember = { ref: null, names: [] };
  const tokens = parsePointer(pointer);
  for (const [index, token] of tokens.entries()) {
    const seen = new Set<JsonObject>();
    const entered = places.flatMap((place) => openUp(place, { schemas, seen, ref: null }));
    // A finding at a list item is about the list, so the schema of the item is ignored.
    const ref = entered.find((each) => each.ref !== null)?.ref ?? null;
    if (ref !== null && ref !== found.ref) found = { ref, names: [] };
    if (!isPosition(token) || index === tokens.length - 1) found = { ...found, names: [...found.names, token] };
    places = entered.flatMap(({ schema: each }) => memberOf(each, token));
  }
  return found;
}

interface Entered {
  readonly ref: string | null;
  readonly schema: JsonObject;
}

interface Opening {
  readonly schemas: SchemaRegistry;
  /** Visited schemas are skipped, because the number of paths could double with each level. */
  readonly seen: Set<JsonObject>;
  readonly ref: string | null;
}

function openUp(schema: JsonSchema, { schemas, seen, ref }: Opening): readonly Entered[] {
  const { plain, refs } = schemaParts(schema, schemas);
  const added = plain.filter((part) => !seen.has(part));
  for (const part of added) seen.add(part);
  return added.flatMap((part) => {
    const own = refs.get(part) ?? ref;
    const branches = choicesOf(part).flat();
    return [{ ref: own, schema: part }, ...branches.flatMap((branch) => openUp(branch, { schemas, seen, ref: own }))];
  });
}

function memberOf({ properties, items, additionalProperties }: JsonObject, token: string): readonly JsonSchema[] {
  const declared = isJsonObject(properties) ? properties[token] : undefined;
  if (isSchema(declared)) return [declared];
  return [isPosition(token) ? items : undefined, additionalProperties].filter(isSchema);
}

function isPosition(token: string): boolean {
  return token === '*' || /^\d+$/.test(token);
}
