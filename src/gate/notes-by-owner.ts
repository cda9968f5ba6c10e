import { compareText } from '../lib/compare-text.ts';
import { daysAfter } from '../lib/day.ts';
import type { Ledger, OwnerNotes } from '../model/ledger.ts';
import type { Verdict } from '../model/verdict.ts';
import { describeEntry } from './match-entry.ts';

const SOON_DAYS = 14;

/** Returns, for each owner, the entries that expire within 14 days and the entries whose cause did not occur. */
export function notesByOwner({ entries }: Ledger, verdict: Verdict, today: string): readonly OwnerNotes[] {
  const soon = daysAfter(today, SOON_DAYS);
  const expiring = entries
    .filter(({ where, expires }) => where === verdict.run.target.name && expires >= today && expires <= soon)
    .toSorted((a, b) => compareText(a.expires, b.expires) || a.at.line - b.at.line);
  const owners = [...expiring, ...verdict.xpasses].flatMap(({ owner }) => owner ?? []);
  return [...new Set(owners)].sort(compareText).map((owner) => ({
    owner,
    expiring: expiring
      .filter((entry) => entry.owner === owner)
      .map((entry) => ({ what: describeEntry(entry), expires: entry.expires, at: entry.at })),
    xpasses: verdict.xpasses.filter((xpass) => xpass.owner === owner).map(({ what }) => what),
  }));
}
