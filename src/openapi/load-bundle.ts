import { type UserError, userError } from '../lib/error.ts';
import { errorMessage } from '../lib/error-text.ts';
import { isJsonObject } from '../model/json.ts';
import { parseText } from './parse-text.ts';

/** If `from` is set, the file must be in the folder of the document `from`. */
export type FetchDocument = (location: string, from?: string) => Promise<string>;

export interface BundleOptions {
  readonly fetchDocument: FetchDocument;
  readonly allowRemote?: boolean;
}

export interface Bundle {
  readonly root: string;
  readonly text: string;
  /** A document that cannot be loaded is an error only if a `$ref` needs the document. */
  readonly documents: ReadonlyMap<string, Loaded>;
}

type Loaded = { readonly value: unknown } | { readonly error: UserError };

export async function loadBundle(root: string, options: BundleOptions): Promise<Bundle> {
  const text = await options.fetchDocument(root);
  const documents = new Map<string, Loaded>([[root, { value: parseText(root, text) }]]);
  const waiting = [root];
  for (let base = waiting.shift(); base !== undefined; base = waiting.shift()) {
    const loaded = documents.get(base);
    if (loaded === undefined || 'error' in loaded) continue;
    for (const ref of externalRefs(loaded.value)) {
      const location = locate(base, ref);
      if (documents.has(location)) continue;
      documents.set(location, await loadOne(ref, location, { root, base, options }));
      waiting.push(location);
    }
  }
  return { root, text, documents };
}

interface Origin {
  readonly root: string;
  readonly base: string;
  readonly options: BundleOptions;
}

async function loadOne(ref: string, location: string, { root, base, options }: Origin): Promise<Loaded> {
  if (isUrl(location) && !options.allowRemote && !sameOrigin(root, location))
    return {
      error: userError('ref-remote', `${base}: $ref ${ref} leads to another host`, {
        hint: 'pass --allow-remote to read documents from other hosts',
      }),
    };
  try {
    return { value: parseText(location, await options.fetchDocument(location, root)) };
  } catch (error) {
    const why = errorMessage(error);
    return {
      error: userError('ref-missing', `${base}: $ref ${ref} cannot be read: ${why}`, {
        hint: 'correct the $ref, or add the file',
      }),
    };
  }
}

export function locate(base: string, ref: string): string {
  const file = ref.split('#')[0] ?? '';
  if (file === '') return base;
  if (isUrl(file)) return file;
  if (isUrl(base)) return new URL(file, base).href;
  if (file.startsWith('/')) return file;
  const parts = base.split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

export function isUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(location);
}

function sameOrigin(root: string, location: string): boolean {
  return isUrl(root) && new URL(root).origin === new URL(location).origin;
}

/** Under these keys, a member `$ref` is ordinary data and not a reference. */
const DATA = new Set(['example', 'examples', 'enum', 'default', 'const']);

/** Under these keys, a member such as `default` is a name and not a keyword. */
const MAPS = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas'],
  ...['responses', 'parameters', 'headers', 'requestBodies', 'links', 'callbacks', 'pathItems'],
]);

function externalRefs(document: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<object>();
  const walk = (value: unknown, isMap: boolean): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) {
      for (const item of value) walk(item, false);
      return;
    }
    if (!isJsonObject(value)) return;
    const { $ref } = value;
    if (typeof $ref === 'string' && !$ref.startsWith('#')) found.add($ref);
    for (const [key, member] of Object.entries(value))
      if (isMap || !DATA.has(key)) walk(member, !isMap && MAPS.has(key));
  };
  walk(document, false);
  return found;
}
