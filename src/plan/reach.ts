import { remember } from '../lib/remember.ts';
import { hasRareText } from '../lib/unique-text.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonSchema } from '../model/json.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { CallStep, Step } from '../model/suite.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { readShape } from '../schema/shape.ts';

/** Facts that decide which data an operation may affect, from an OpenAPI document or a contract. */
interface Reaching {
  readonly method: string;
  /** Path with parameters in braces, such as `{name}`. */
  readonly path: string;
  /** True if a successful call creates exactly one new item, and the response identifies the item. */
  readonly makesThing: boolean;
  readonly summary?: string;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** If the last part of a path contains one of these words, a call affects many resources. */
const SWEEPING = /^(bulk|reset|purge|clear|wipe|truncate|flush|prune|erase)$/;
const DELETING = /^(delete|remove|destroy|drop)$/;

/** Returns why a call may affect data that the run did not create. The values of the call are ignored. */
export function reachOf({ method, path, makesThing, summary }: Reaching): string | undefined {
  const last = wordsOf(path.split('/').findLast((part) => part !== '') ?? '');
  const isSafe = SAFE_METHODS.has(method.toUpperCase());
  const sweeps = last.some((word) => SWEEPING.test(word)) || (last.includes('all') && last.some(isDeleting));
  if (sweeps && !path.includes('{') && !(isSafe && last.includes('bulk')))
    return `the path ends in "${last.join('-')}", so the call may affect many resources at once`;
  if (isSafe || path.includes('{')) return undefined;
  if (onlyReads({ method, path, ...(summary !== undefined && { summary }) })) return undefined;
  if (method === 'DELETE') return 'the call deletes a whole collection: no parameter in the path selects one item';
  return (method === 'POST' && makesThing && !alters(path)) || addsToCollection({ method, path })
    ? undefined
    : 'the call changes something, but the path selects no single item, and the response contains no id of a new item';
}

/** If the last path segment begins with one of these words, a POST only reads: `POST /flows/count_by_state`. */
const READING = /^(count|counts|filter|find|get|history|list|lookup|paginate|preview|read|search|validate)$/;
const ALSO_WRITING = /^(and|or|add|create|insert|modify|pop|save|set|store|take|update|upsert)$/;

export function onlyReads({ method, path, summary = '' }: Pick<Reaching, 'method' | 'path' | 'summary'>): boolean {
  const [first = '', ...more] = wordsOf(path.split('/').findLast((part) => part !== '') ?? '');
  if (method !== 'POST' || alters(path) || more.some((word) => ALSO_WRITING.test(word) || isDeleting(word)))
    return false;
  return (
    READING.test(first) || (!ALSO_WRITING.test(first) && !addsToCollection({ method, path }) && saysReading(summary))
  );
}

/** Matches a sentence such as "Retrieves a lease." or "LeaseTimeToLive retrieves lease information." */
const SAYS_READING = /^(?:\w+ (?=\w+s\b))?(?:gets?|lists?|retrieves?|reads?|fetch(?:es)?|shows?)\b/i;
const SAYS_MORE = /\b(?:and|or|then|after|before|if|unless|new|token|session)\b|[,;:]/i;

function saysReading(summary: string): boolean {
  const [sentence = ''] = summary.split(/[.\n]/);
  const [first = ''] = wordsOf(sentence.split(' ')[0] ?? '');
  if (ALTERING.test(first) || ALSO_WRITING.test(first) || isDeleting(first)) return false;
  return SAYS_READING.test(sentence) && !SAYS_MORE.test(sentence);
}

/**
 * If the last path segment begins with one of these words, the call changes an existing item: `POST /members/promote`.
 */
const ALTERING =
  /^(update|modify|set|change|edit|replace|rename|move|transfer|merge|promote|demote|enable|disable|deactivate|revoke|restore)$/;

function alters(path: string): boolean {
  const [first = ''] = wordsOf(path.split('/').findLast((part) => part !== '') ?? '');
  return ALTERING.test(first) || isDeleting(first);
}

/** Words that end in "s" but name one shared resource, such as `settings`. */
const SHARED = /^(settings|preferences|options|permissions|defaults|credentials|status|access|.*ss)$/;

/** Returns true if a call such as `POST /jobs` adds one item to a collection. */
export function addsToCollection({ method, path }: Pick<Reaching, 'method' | 'path'>): boolean {
  const [word = '', ...more] = wordsOf(path.split('/').findLast((part) => part !== '') ?? '');
  return method === 'POST' && more.length === 0 && word.endsWith('s') && !SHARED.test(word);
}

/** What the contract declares has priority over the result of `reachOf`. */
export function contractReach(contract: Contract, { schemas }: Pick<ContractSet, 'schemas'>): string | undefined {
  if (contract.harmless === true) return undefined;
  if (contract.destructive) return 'the contract says `destructive: true`';
  return contract.safe ? sweepOf(contract) : reachOf({ ...contract, makesThing: makesThing(contract, schemas) });
}

/** The author of a handwritten step knows its effects, so such a step needs permission for fewer effects than a generated step. */
export function writtenReach(contract: Contract): string | undefined {
  if (contract.harmless === true) return undefined;
  const { method, path, destructive } = contract;
  const last = wordsOf(path.split('/').findLast((part) => part !== '') ?? '');
  const addsOnly =
    method === 'POST' && !last.some((word) => word !== 'bulk' && (SWEEPING.test(word) || isDeleting(word)));
  // `destructive: true` is inferred from the path, or a person has written it into the contract.
  const isInferred = reachOf({ method, path, makesThing: false }) !== undefined;
  if (destructive && !isInferred) return 'the contract says `destructive: true`';
  return addsOnly ? undefined : reachOf({ method, path, makesThing: true });
}

/** A read also needs permission if its path contains a word such as `reset`. */
function sweepOf({ path }: Contract): string | undefined {
  return reachOf({ method: 'GET', path, makesThing: false });
}

export function makesThing(contract: Contract, schemas: SchemaRegistry): boolean {
  const { cleanup, yields, responses, method, path } = contract;
  if ((cleanup !== null && cleanup.inferred !== true) || Object.keys(yields).length > 0) return true;
  return (
    method === 'POST' &&
    !alters(path) &&
    !onlyReads(contract) &&
    responses.some((response) => namesNewThing({ ...response, path }, schemas))
  );
}

interface Answered {
  readonly path: string;
  readonly status: number;
  readonly headers: readonly { readonly name: string }[];
  readonly body?: JsonSchema | null;
}

/** Returns true for a success response that identifies the new item or contains its URL. */
export function namesNewThing({ path, status, headers, body }: Answered, schemas: SchemaRegistry): boolean {
  if (status < 200 || status > 299) return false;
  if (status === 201 || headers.some(({ name }) => name.toLowerCase() === 'location')) return true;
  return body !== undefined && body !== null && hasId(body, { path, schemas, depth: 1 });
}

const ID = /^_?(id|uuid|guid|uid|key|slug)$/i;
const PREFIXED_ID = /^(.+?)(?:_id|Id|ID|_uuid|Uuid|_key)$/;

/** `note_id` is the id of the new item if the path is `/notes`, but `cluster_id` is not if the path is `/auth/enable`. */
function hasId(
  schema: JsonSchema,
  { path, schemas, depth }: { readonly path: string; readonly schemas: SchemaRegistry; readonly depth: number },
): boolean {
  const { properties } = readShape(schema, schemas).keywords;
  if (!isJsonObject(properties)) return false;
  return Object.entries(properties).some(
    ([name, member]: readonly [string, Json]) =>
      ID.test(name) ||
      isNamedIn(path, PREFIXED_ID.exec(name)?.[1]) ||
      (depth > 0 && isJsonObject(member) && hasId(member, { path, schemas, depth: depth - 1 })),
  );
}

/** Returns true if a path contains the name of the item, in the singular or the plural. */
export function isNamedIn(path: string, thing: string | undefined): boolean {
  const last = singular(wordsOf(thing ?? '').at(-1) ?? '');
  return last !== '' && wordsOf(path.replaceAll(/\{[^}]*\}/g, '')).some((word) => singular(word) === last);
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/(?<=ss|x|ch|sh)es$|(?<!s)s$/, '');
}

/** Returns the first step whose values may change data that the run did not create. */
export function strayStep(
  steps: readonly Step[],
  contracts: ContractSet,
  isAllowed: (operation: OperationId) => boolean,
): CallStep | undefined {
  const made = new Set<string>(['run', 'uuid', 'ulid']);
  for (const step of steps) {
    if (step.kind !== 'call') continue;
    const contract = contracts.operations.get(step.call);
    if (contract === undefined || contract.harmless === true) continue;
    const method = step.raw?.method ?? contract.method;
    const reads = method === contract.method && onlyReads(contract);
    const isSafe = reads || (SAFE_METHODS.has(method.toUpperCase()) && contract.safe);
    const isOwnMethod = !isSafe && method === contract.method;
    const makes = isOwnMethod && (makesThing(contract, contracts.schemas) || addsToCollection(contract));
    const named = namesOwn(step, contract, made);
    if (!isSafe && !makes && !named && !isAllowed(contract.id)) return step;
    if (makes || named) made.add(step.id);
  }
  return undefined;
}

/** Returns true if the path contains an id that the run created, or a value that only this run uses. */
function namesOwn({ with: values, raw }: CallStep, contract: Contract, made: ReadonlySet<string>): boolean {
  if (raw?.target !== undefined) return isOwn(raw.target, made);
  return pathNames(contract).some((name) => isOwn(values[name], made));
}

/** Computed only once, because each step needs the names and an operation may have tens of thousands of fields. */
const pathNames = remember(({ fields }: Contract) =>
  fields.filter(({ place }) => place.location === 'path').map(({ name }) => name),
);

function isOwn(value: Json | undefined, made: ReadonlySet<string>): boolean {
  if (typeof value !== 'string') return false;
  return [...value.matchAll(/\$\{([^}.:]*)/g)].some(([, first = '']) => made.has(first)) || hasRareText(value);
}

function isDeleting(word: string): boolean {
  return DELETING.test(word);
}

function wordsOf(part: string): readonly string[] {
  return part
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
