import { compareText } from '../lib/compare-text.ts';
import { addTo } from '../lib/group-by.ts';
import type { Contract, Field } from '../model/contract.ts';

interface Hole {
  readonly name: string;
  readonly collection: string;
}

/** Finds the operations that create and list the items of each collection. */
export interface PathIndex {
  /** Returns the operations that create items. Operations with the method PUT come last. */
  makersOf(collection: string): readonly Contract[];
  listsOf(collection: string): readonly Contract[];
  isRemovable(collection: string): boolean;
  /** Returns the GET operations of exactly this path. */
  readersOf(path: string): readonly Contract[];
  /** Returns the collection whose items have this name, or the one with the shortest path if there are several. */
  collectionNamed(stem: string): string | undefined;
}

const CREATING = /^(create|new|add|register)$/;

export function createPathIndex(contracts: readonly Contract[]): PathIndex {
  const makers = () => new Map<string, Contract[]>();
  const [posts, creates, puts, lists] = [makers(), makers(), makers(), makers()];
  const removable = new Set<string>();
  for (const contract of contracts) {
    const { method, path } = contract;
    const parts = partsOf(path);
    const last = parts.at(-1) ?? '';
    const above = parts.slice(0, -1).join('/');
    if (method === 'POST' && CREATING.test(last)) addTo(creates, collectionKey(above), contract);
    else if (method === 'POST' && !last.includes('{')) addTo(posts, collectionKey(path), contract);
    else if (method === 'PUT' && /^\{[^{}]*\}$/.test(last) && mayCreate(contract))
      addTo(puts, collectionKey(above), contract);
    else if (method === 'DELETE' && last.includes('{') && contract.fixedQuery === undefined)
      removable.add(collectionKey(above));
    else if (method === 'GET' && !last.includes('{')) addTo(lists, collectionKey(path), contract);
  }
  const ranked = [posts, creates, puts];
  const named = namedCollections(ranked.flatMap((each) => [...each.keys()]));
  return {
    makersOf: (collection) => ranked.flatMap((each) => each.get(collection) ?? []),
    listsOf: (collection) => lists.get(collection) ?? [],
    isRemovable: (collection) => removable.has(collection),
    readersOf: (path) => contracts.filter((each) => each.method === 'GET' && each.path === path),
    collectionNamed: (stem) => (stem === '' ? undefined : named.get(stem)),
  };
}

/** Returns true if a PUT may create items, because it declares 201 or no 404. */
function mayCreate({ responses }: Contract): boolean {
  const own = responses.filter(({ origin }) => origin === 'operation');
  return own.some(({ status }) => status === 201) || !own.some(({ status }) => status === 404);
}

function namedCollections(collections: readonly string[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const collection of [...new Set(collections)].sort((a, b) => a.length - b.length || compareText(a, b))) {
    const stem = collection.slice(collection.lastIndexOf('/') + 1);
    if (stem !== '' && stem !== HOLE && !named.has(stem)) named.set(stem, collection);
  }
  return named;
}

export function holesOf(path: string): readonly Hole[] {
  const parts = partsOf(path);
  return parts.flatMap((part, at) => {
    const collection = collectionKey(parts.slice(0, at).join('/'));
    return [...part.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => ({ name, collection }));
  });
}

const HOLE = '{}';

/** Returns the same key for `/Users/{id}/notes/` and `/user/{user_id}/note`. */
export function collectionKey(path: string): string {
  return partsOf(path)
    .map((part) => (part.includes('{') ? part.replaceAll(/\{[^}]*\}/g, HOLE) : singular(wordsOf(part).join(''))))
    .join('/');
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Returns the item name in a parameter name, such as `note` for `note_id` and `NoteUUID`. */
export function stemOf(name: string): string {
  return singular(wordsOf(name).slice(0, -1).join(''));
}

function singular(word: string): string {
  if (/(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(ch|sh|x|z|ss)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, '');
}

export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Returns the query field that selects one item, as in `DELETE /note?id=…`. */
export function querySelector({ method, path, fields }: Contract): Field | undefined {
  if ((method !== 'DELETE' && method !== 'GET') || /\}\/*$/.test(path)) return undefined;
  const [only, ...others] = fields.filter(({ required, place }) => required && place.location === 'query');
  if (only === undefined || others.length > 0) return undefined;
  return isIdName(only.name) || /^(?:id|uuid|guid|uid)$/i.test(only.name) ? only : undefined;
}

export function isIdName(name: string): boolean {
  const words = wordsOf(name);
  return words.length > 1 && /^(id|uuid|guid|uid)$/.test(words.at(-1) ?? '');
}

export function isDelete(contract: Contract): boolean {
  return contract.method === 'DELETE' && (/\}\/*$/.test(contract.path) || querySelector(contract) !== undefined);
}

/** Returns true for a POST that deletes, such as `POST /notes/{note_id}/delete`. */
export function isDeletingPost({ method, path }: Contract): boolean {
  return method === 'POST' && /\}[/:](?:delete|remove|destroy)\/*$/.test(path);
}
