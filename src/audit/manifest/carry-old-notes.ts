import type { ContractSet } from '../../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { ClientFacts, KnownShipped, ManifestNote } from '../../model/manifest.ts';
import { allFields } from '../../schema/field-tree.ts';
import { requestKey } from '../lattice/pair-operations.ts';
import type { Notes } from './carry-notes.ts';
import type { OldClaim, OldRequest } from './old-manifest.ts';
import { callsIn, referencesIn, saysPending } from './old-words.ts';
import { readOldManifest } from './read-old-manifest.ts';

export function carryOldNotes(manifest: JsonObject, contracts: ContractSet): Notes {
  const ids = new Map([...contracts.operations.values()].map((contract) => [requestKey(contract), contract.id]));
  const notes = new Map<string, ManifestNote>();
  for (const claim of readOldManifest(manifest).claims) {
    for (const [entry, note] of notesOf(claim, ids)) notes.set(entry, { ...notes.get(entry), ...note });
  }
  return notes;
}

function notesOf(claim: OldClaim, ids: ReadonlyMap<string, string>): readonly (readonly [string, ManifestNote])[] {
  const idOf = (request: OldRequest) => ids.get(requestKey(request)) ?? `${request.method} ${request.path}`;
  if (claim.kind === 'missing' && claim.blocker !== null)
    return [[idOf(claim.request), { blocker: claim.blocker, ...referenceIn(claim.words) }]];
  if (claim.kind !== 'covered') return [];
  const reference = referenceIn(claim.words);
  return reference.reference === undefined ? [] : claim.requests.map((request) => [idOf(request), reference]);
}

function referenceIn(words: string): ManifestNote {
  const references = referencesIn(words);
  return references.length === 0 ? {} : { reference: references.join('; ') };
}

/** Reads merged ports from the lists `ports_shipped…` and the history of an old manifest. */
export function carryOldPorts(
  manifest: JsonObject,
  { covers }: Pick<ClientFacts, 'covers'>,
  contracts: ContractSet,
): readonly KnownShipped[] {
  const sections = Object.entries(manifest).filter(
    ([section]) => section.startsWith('ports_shipped') || section === 'ported_pr_history',
  );
  const entries = sections.flatMap(([, value]) => textsOf(value)).filter(isMerged);
  return entries.flatMap((words) => itemsOf(words, covers, contracts).map((item) => ({ ...item, ...toldOf(words) })));
}

function textsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [`${key}: ${text}`] : []));
}

function isMerged(words: string): boolean {
  return (
    /#\d/.test(words) &&
    !saysPending(words) &&
    !/\bclosed\b|not yet/i.test(words.split(':')[0] ?? '') &&
    !/not yet ported/i.test(words)
  );
}

/** Returns the operations and fields in a text, or `*` if the text contains no calls. */
function itemsOf(words: string, covers: ClientFacts['covers'], { operations }: ContractSet) {
  const items = callsIn(words).flatMap(({ caller, names }) =>
    Object.entries(covers)
      .filter(([, { methods }]) => methods.includes(caller))
      .flatMap(([operation]): readonly { readonly operation: string; readonly field: string | null }[] => {
        const contract = operations.get(operation);
        const declared = contract === undefined ? [] : allFields(contract).map(({ name }) => name);
        const fields = names.filter((name) => declared.includes(name));
        return fields.length === 0 ? [{ operation, field: null }] : fields.map((field) => ({ operation, field }));
      }),
  );
  return items.length === 0 ? [{ operation: '*', field: null }] : items;
}

/** In `PR #7 (…): … via #12`, the client's own pull request is #12. */
function toldOf(words: string): Pick<KnownShipped, 'reference' | 'title' | 'merged'> {
  const [via] = referencesIn(/\bvia\b.*/s.exec(words)?.[0] ?? '');
  const [first = null] = referencesIn(words);
  const merged = /merged[^)]*?(\d{4}-\d{2}-\d{2})/.exec(words)?.[1] ?? null;
  return { reference: via ?? first, title: words.replace(/^PR #\d+ \([^)]*\): /, ''), merged };
}
