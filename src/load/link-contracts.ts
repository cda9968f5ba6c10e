import { addTo } from '../lib/group-by.ts';
import type { Contract, Field, Link, ResponseSpec } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';
import { isSuccess } from '../model/response-status.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { type IdSearch, idPointer, isSameName, lastWord, listedPointer } from './find-id-member.ts';
import {
  collectionKey,
  createPathIndex,
  holesOf,
  isDelete,
  isDeletingPost,
  isIdName,
  type PathIndex,
  querySelector,
  stemOf,
  wordsOf,
} from './path-index.ts';

type Contracts = ReadonlyMap<OperationId, Contract>;

/** Adds two kinds of operations to each contract: those that provide field values, and those that remove created items. */
export function linkContracts(operations: Contracts, schemas: SchemaRegistry): Contracts {
  const all = [...operations.values()];
  const index = createPathIndex(all.filter(isThere));
  const yielding = yieldersOf(all);
  const linked = all.map((contract) => ({ ...contract, links: linksOf(contract, { index, schemas, yielding }) }));
  const removers = removersOf(linked);
  const done = linked.map((contract): Contract => {
    const remover =
      contract.cleanup === null && contract.keepsMade !== true && !contract.safe
        ? removers.get(contract.id)
        : undefined;
    return remover === undefined ? contract : { ...contract, cleanup: { call: remover, with: {}, inferred: true } };
  });
  return new Map(done.map((contract) => [contract.id, contract]));
}

function isThere({ lifecycle }: Contract): boolean {
  return lifecycle === 'shipped' || lifecycle === 'deprecated';
}

interface Sources {
  readonly index: PathIndex;
  readonly schemas: SchemaRegistry;
  /** The links that contracts declare under `yields`, by field. */
  readonly yielding: ReadonlyMap<string, readonly Link[]>;
}

function yieldersOf(all: readonly Contract[]): ReadonlyMap<string, readonly Link[]> {
  const found = new Map<string, Link[]>();
  for (const { id, yields } of all)
    for (const [field, pointer] of Object.entries(yields))
      addTo(found, field, { from: id, value: `$response.body#${pointer}` });
  return found;
}

function linksOf(contract: Contract, sources: Sources): NonNullable<Contract['links']> {
  const entries = contract.fields.flatMap((field): readonly (readonly [string, readonly Link[]])[] => {
    const links =
      contract.links?.[field.name] ?? sources.yielding.get(field.name) ?? inferLinks(contract, field, sources);
    return links.length === 0 ? [] : [[field.name, links]];
  });
  return { ...contract.links, ...Object.fromEntries(entries) };
}

/** Guesses the operations that provide a field's value. For example, an operation that creates a note provides `note_id`. */
function inferLinks(contract: Contract, field: Field, sources: Sources): readonly Link[] {
  const { index } = sources;
  const { location, name } = field.place;
  const validator = location === 'header' ? VALIDATORS.get(name.toLowerCase()) : undefined;
  if (validator !== undefined)
    return alike(contract, index.readersOf(contract.path)).flatMap((read) => headerLink(read, validator));
  const selects = querySelector(contract) === field;
  if (location !== 'path' && !selects && (field.whole || !isIdName(name))) return [];
  const hole = location === 'path' ? holesOf(contract.path).find((each) => each.name === name) : undefined;
  const own = selects ? collectionKey(contract.path) : hole?.collection;
  const collection = collectionOf(index.collectionNamed(stemOf(name)), own, index);
  if (collection === undefined) return [];
  const makers = alike(contract, index.makersOf(collection)).filter(({ id }) => id !== contract.id);
  const search = { name, collection, schemas: sources.schemas, isRemovable: index.isRemovable(collection) };
  const made = makers.flatMap((maker) => linkFrom(maker, search));
  if (made.length > 0) return made;
  if (hole !== undefined && index.makersOf(collection).includes(contract)) return ownChoice(contract, name);
  // Only a reading call may use the id of an item that existed before the run.
  const lists = contract.safe && hole !== undefined ? index.listsOf(collection) : [];
  return alike(contract, lists)
    .filter(({ id }) => id !== contract.id)
    .flatMap((list) => listedLink(list, search));
}

/** Returns the operations with this fixed query, followed by the operations without a fixed query. */
function alike({ fixedQuery }: Contract, others: readonly Contract[]): readonly Contract[] {
  const same = others.filter((other) => other.fixedQuery === fixedQuery);
  const plain = fixedQuery === undefined ? [] : others.filter((other) => other.fixedQuery === undefined);
  return [...same, ...plain];
}

/** Headers of conditional requests (RFC 9110, section 13.1), and the response header that provides each value. */
const VALIDATORS: ReadonlyMap<string, string> = new Map([
  ['if-match', 'etag'],
  ['if-unmodified-since', 'last-modified'],
]);

function headerLink({ id, responses }: Contract, header: string): readonly Link[] {
  const isGiven = responses.filter(({ status }) => isSuccess(status)).some(({ headers }) => hasHeader(headers, header));
  return isGiven ? [{ from: id, value: `$response.header.${header}`, inferred: true }] : [];
}

function hasHeader(headers: ResponseSpec['headers'], wanted: string): boolean {
  return headers.some(({ name }) => name.toLowerCase() === wanted);
}

/** Returns the collection to which an id belongs. The id in `/reports/{note_id}` usually belongs to the notes. */
function collectionOf(named: string | undefined, own: string | undefined, index: PathIndex): string | undefined {
  if (named === undefined || own === undefined) return named ?? own;
  return lastWord(named) === lastWord(own) && index.makersOf(own).length > 0 ? own : named;
}

function linkFrom(maker: Contract, search: MakerSearch): readonly Link[] {
  const link = (value: string): readonly Link[] => [{ from: maker.id, value, inferred: true }];
  const hole = holesOf(maker.path).at(-1);
  const choosesId = maker.method === 'PUT' && hole !== undefined && hole.collection === search.collection;
  if (choosesId) return link(`$request.path.${hole.name}`);
  const successes = maker.responses.filter(({ status }) => isSuccess(status));
  const pointer = successes.map(({ body }) => idPointer(body, search)).find((each) => each !== undefined);
  if (pointer !== undefined) return link(`$response.body#${pointer}`);
  if (successes.some((each) => each.status === 201 || namesLocation(each))) return link('$response.header.Location');
  const inBody = maker.fields.filter(({ place }) => place.location === 'body');
  const chosen =
    inBody.find(({ place }) => isSameName(place.name, search)) ??
    inBody.find(({ place, required }) => required && place.name === 'name' && namesItself(search));
  return chosen === undefined ? [] : link(`$request.body#/${chosen.place.name}`);
}

interface MakerSearch extends IdSearch {
  readonly isRemovable: boolean;
}

/** Guesses that `{database}` in `/databases/{database}` is the `name` of a new database. */
function namesItself({ name, collection, isRemovable }: MakerSearch): boolean {
  return isRemovable && wordsOf(name).join('') === lastWord(collection);
}

/** Returns true if the caller chooses the id, as in `PUT /pages/{slug}`. */
function ownChoice({ id, method }: Contract, name: string): readonly Link[] {
  return method === 'PUT' ? [{ from: id, value: `$request.path.${name}`, inferred: true }] : [];
}

function listedLink(list: Contract, search: IdSearch): readonly Link[] {
  const pointer = list.responses
    .filter(({ status }) => isSuccess(status))
    .map(({ body }) => listedPointer(body, search))
    .find((each) => each !== undefined);
  return pointer === undefined ? [] : [{ from: list.id, value: `$response.body#${pointer}`, inferred: true }];
}

function namesLocation({ headers }: ResponseSpec): boolean {
  return hasHeader(headers, 'location');
}

/** For each operation that creates items, returns the operation that removes these items. */
function removersOf(all: readonly Contract[]): ReadonlyMap<OperationId, OperationId> {
  const [found, others] = [new Map<OperationId, OperationId>(), new Map<OperationId, OperationId>()];
  const queries = new Map(all.map(({ id, fixedQuery }) => [id, fixedQuery]));
  for (const remover of [...all.filter(isDelete), ...all.filter(isDeletingPost)]) {
    const hole = holesOf(remover.path).at(-1);
    const field =
      querySelector(remover) ??
      remover.fields.find(({ place }) => place.location === 'path' && place.name === hole?.name);
    const needsMore = remover.fields.some((each) => each.required && each !== field && each.place.location !== 'path');
    if (field === undefined || needsMore) continue;
    for (const { from } of remover.links?.[field.name] ?? []) {
      const isSame = queries.get(from) === remover.fixedQuery;
      if (isSame && !found.has(from)) found.set(from, remover.id);
      else if (remover.fixedQuery === undefined && !others.has(from)) others.set(from, remover.id);
    }
  }
  return new Map([...others, ...found]);
}
