import type { ContractSet } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ManifestNote } from '../../model/manifest.ts';
import { requestKey } from '../lattice/pair-operations.ts';
import { entryName, type Notes } from './carry-notes.ts';
import type { OldClaim, OldRequest } from './old-manifest.ts';
import { referencesIn } from './old-words.ts';
import { readOldManifest } from './read-old-manifest.ts';

/** What people wrote in an old manifest, beside the entries of the new one: blockers, and references to look up. */
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
    return [[entryName.missing(idOf(claim.request)), { blocker: claim.blocker, ...referenceIn(claim.words) }]];
  if (claim.kind !== 'covered') return [];
  const reference = referenceIn(claim.words);
  return reference.reference === undefined
    ? []
    : claim.requests.map((request) => [entryName.covered(idOf(request)), reference]);
}

function referenceIn(words: string): ManifestNote {
  const references = referencesIn(words);
  return references.length === 0 ? {} : { reference: references.join('; ') };
}
