import { plural } from '../lib/plural.ts';
import type { Manifest, StaleClaim } from '../model/manifest.ts';

/** Returns a list of claims in a hand-written manifest, each with the evidence against the claim. */
export function renderStaleClaims(file: string, stale: readonly StaleClaim[]): string {
  const lines = stale.flatMap(({ pointer, claim, evidence }) => [
    `${file}${pointer === '' ? '' : `#${pointer}`}`,
    `  claims: ${claim}`,
    `  seen:   ${evidence}`,
  ]);
  return [...lines, `${plural(stale.length, 'stale claim')} in ${file}`, ''].join('\n');
}

/** Returns the notes whose entry no longer exists in the manifest. */
export function renderOrphans({ clients }: Manifest): string {
  const lines = Object.entries(clients).flatMap(([client, { orphaned_notes }]) =>
    orphaned_notes.map(
      ({ entry, note }) => `note without an entry: ${client}: ${entry}: ${Object.values(note).join('; ')}\n`,
    ),
  );
  return lines.join('');
}
