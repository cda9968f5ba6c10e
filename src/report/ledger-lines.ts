import type { OwnerNotes } from '../model/ledger.ts';
import type { BaselineComparison } from '../model/verdict.ts';

/** Returns a list of the entries that each owner should review now. */
export function renderOwnerNotes(notes: readonly OwnerNotes[]): string {
  const lines = notes.flatMap(({ owner, expiring, xpasses }) => [
    `  ${owner}`,
    ...expiring.map(({ what, expires, at }) => `    expires ${expires}  ${what} (${at.file}:${at.line})`),
    ...xpasses.map((what) => `    xpass  ${what}`),
  ]);
  return lines.length === 0 ? '' : `\nLedger, by owner\n${lines.join('\n')}\n`;
}

/** Returns a list of what changed since the baseline. Known causes are only counted. */
export function renderBaseline(file: string, { fresh, known, gone, unseen, notTried }: BaselineComparison): string {
  const counts = [`${fresh.length} new`, `${known.length} known`, `${gone.length} gone`];
  if (unseen.length > 0) counts.push(`${unseen.length} not seen`);
  if (notTried.length > 0) counts.push(`${notTried.length} not tried`);
  const lines = [
    ...fresh.map((id) => `  new        ${id}`),
    ...gone.map((id) => `  gone       ${id}`),
    ...unseen.map((id) => `  not seen   ${id}  (it depends on timing; to test it again: parity replay ${id})`),
    ...notTried.map((id) => `  not tried  ${id}`),
  ];
  return `\nCauses against ${file}: ${counts.join(', ')}\n${lines.map((line) => `${line}\n`).join('')}`;
}
