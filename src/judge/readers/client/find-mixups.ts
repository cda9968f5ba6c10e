import { nearness } from '../field-aliases.ts';
import { argumentAliases } from './match-strays.ts';
import type { FieldTarget, Placed } from './targets.ts';

/** An argument that arrives at a declared place which is not the one that its name says. */
export interface Mixup {
  readonly placed: Placed;
  /** The place that the argument's name says. */
  readonly meant: FieldTarget;
  /** The argument that arrives there instead: the two are swapped. */
  readonly other: Placed | null;
}

/** Only what is called exactly as another field and not at all as its own is mixed up. */
export function findMixups(placed: readonly Placed[], targets: readonly FieldTarget[]): readonly Mixup[] {
  return placed.flatMap((each): readonly Mixup[] => {
    const names = argumentAliases(each.argument);
    if (nearness(names, each.target.aliases) > 0 || isWithinAlias(each, names)) return [];
    const meant = targets.find((target) => nearness(names, target.aliases) === 2);
    if (meant === undefined || placed.some(({ argument, target }) => target === meant && argument === each.argument))
      return [];
    const other = placed.find((one) => one.target === meant && one.argument !== each.argument) ?? null;
    return [{ placed: each, meant, other }];
  });
}

/** `callback` that arrives at /callback/url is no mixup. */
function isWithinAlias({ target }: Placed, names: ReturnType<typeof argumentAliases>): boolean {
  for (let above = target.parent; above !== null; above = above.parent) {
    if (nearness(names, above.aliases) === 2) return true;
  }
  return false;
}
