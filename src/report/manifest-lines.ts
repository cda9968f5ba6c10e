import { plural } from '../lib/plural.ts';
import type { Manifest, StaleClaim } from '../model/manifest.ts';

/** Lists claims of a hand-written manifest that the evidence contradicts, each with the evidence. */
export function renderStaleClaims(file: string, stale: readonly StaleClaim[]): string {
  const lines = stale.flatMap(({ pointer, claim, evidence }) => [
    `${file}${pointer === '' ? '' : `#${pointer}`}`,
    `  claims: ${claim}`,
    `  seen:   ${evidence}`,
  ]);
  return [...lines, `${plural(stale.length, 'stale claim')} in ${file}`, ''].join('\n');
}

/** Lists notes in a manifest whose entry no longer exists. */
export function renderOrphans({ clients }: Manifest): string {
  const lines = Object.entries(clients).flatMap(([client, { orphaned_notes }]) =>
    orphaned_notes.map(
      ({ entry, note }) => `note without an entry: ${client}: ${entry}: ${Object.values(note).join('; ')}\n`,
    ),
  );
  return lines.join('');
}
