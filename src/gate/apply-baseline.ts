import type { BaselineEntry, Drift } from '../model/drift.ts';

/** What a baseline makes of the drifts that were found. */
export interface BaselineVerdict {
  /** No entry knows them. */
  readonly fresh: readonly Drift[];
  readonly known: readonly { readonly drift: Drift; readonly entry: BaselineEntry }[];
  /** Known, and the last day is over: they count like new ones. */
  readonly expired: readonly { readonly drift: Drift; readonly entry: BaselineEntry }[];
  /** Entries whose drift did not occur: to be removed. */
  readonly gone: readonly BaselineEntry[];
}

/** Splits drifts into new and known ones. `today` is an ISO date; an entry holds on its last day. */
export function applyBaseline(
  drifts: readonly Drift[],
  baseline: readonly BaselineEntry[],
  today: string,
): BaselineVerdict {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const found = new Set(drifts.map(({ fingerprint }) => fingerprint));
  const met = drifts.flatMap((drift) => {
    const entry = entries.get(drift.fingerprint);
    return entry === undefined ? [] : [{ drift, entry }];
  });
  return {
    fresh: drifts.filter(({ fingerprint }) => !entries.has(fingerprint)),
    known: met.filter(({ entry }) => today <= entry.expires),
    expired: met.filter(({ entry }) => today > entry.expires),
    gone: baseline.filter(({ fingerprint }) => !found.has(fingerprint)),
  };
}

export interface NewEntries {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** The baseline that knows exactly these drifts: what is known keeps its reason and date, what is gone goes. */
export function updateBaseline(
  drifts: readonly Drift[],
  baseline: readonly BaselineEntry[],
  words: NewEntries,
): readonly BaselineEntry[] {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const unique = new Map(drifts.map((drift) => [drift.fingerprint, drift]));
  return [...unique.values()].map(
    ({ fingerprint, kind, operation, field }) =>
      entries.get(fingerprint) ?? { fingerprint, kind, operation, field, ...words },
  );
}
