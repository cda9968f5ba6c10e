import type { EarlierLine, HandedOver } from '../../model/handoff.ts';

/** A line that has no id yet. */
export type UnnumberedRow = Pick<HandedOver, 'fingerprints'>;

export interface IdOptions {
  readonly client: string;
  /** ISO date of this hand-off. */
  readonly date: string;
  /** Lines of the newest earlier hand-off. */
  readonly earlier: readonly EarlierLine[];
}

/** Gives every line an id: that of the earlier line which has a fingerprint in common with it, else one of its own. */
export function idKeeper({
  client,
  date,
  earlier,
}: IdOptions): <T extends UnnumberedRow>(draft: T) => T & Pick<HandedOver, 'id' | 'first'> {
  const known = new Map(
    earlier.flatMap((line) => line.fingerprints.map((fingerprint) => [fingerprint, line] as const)),
  );
  const taken = new Set<string>(earlier.map(({ id }) => id));
  const given = new Set<string>();
  return (draft) => {
    const line = draft.fingerprints
      .map((each) => known.get(each))
      .find((each) => each !== undefined && !given.has(each.id));
    const id = line?.id ?? freshId(client, draft.fingerprints[0] ?? '', taken);
    taken.add(id);
    given.add(id);
    return { ...draft, id, first: line?.first ?? date };
  };
}

/** Six digits; more where two lines would have the same. */
function freshId(client: string, fingerprint: string, taken: ReadonlySet<string>): string {
  for (let length = 6; length < fingerprint.length; length += 1) {
    const id = `${client}-${fingerprint.slice(0, length)}`;
    if (!taken.has(id)) return id;
  }
  return `${client}-${fingerprint}`;
}
