import { previewValue } from '../../lib/preview-value.ts';
import { atConstant, sayArgument } from '../client/drafts.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import { findDefaulted } from '../readers/client/find-defaulted.ts';
import type { Fixed, MethodUse } from '../readers/client/read-use.ts';
import { wantedForNothing } from '../readers/client/sent-null.ts';
import type { FieldTarget } from '../readers/client/targets.ts';

/** The contract says `client_default: false`, but the client sends a value although the caller gave none. */
export const defaultSent: Kind = {
  title: 'The client adds a value for a field that the client must leave out',
  severity: 'error',
  since: '0.2.0',
  gravity: 319,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  trace: ({ uses, judge }) =>
    uses.flatMap((use) => {
      const sent = new Map<FieldTarget, Fixed>();
      for (const fixed of use.fixed) {
        const target = forbidden(fixed.target);
        if (target !== undefined && !sent.has(target) && isOwnDefault(fixed, use, judge)) sent.set(target, fixed);
      }
      return [...sent].map(([{ name }, { constant }]) => {
        const { argument, mask, value } = constant;
        const why =
          argument === null ? 'no argument asks for this value' : `${sayArgument({ path: argument })} is not given`;
        const expected = 'no value, because the caller did not give one';
        return atConstant(use, constant, {
          field: name,
          expected,
          observed: `${mask ?? previewValue(value, 60)}, although ${why}`,
        });
      });
    }),
};

/** Returns the field, or the object around the field, for which the contract says `client_default: false`. */
export function forbidden(target: FieldTarget): FieldTarget | undefined {
  for (let each: FieldTarget | null = target; each !== null; each = each.parent)
    if (each.field.clientDefault === false && each.parent?.field !== each.field) return each;
  return undefined;
}

/** Returns false for a constant that another kind reports, such as the text `None`. */
function isOwnDefault({ constant, target }: Fixed, use: MethodUse, judge: Judge): boolean {
  if (constant.when !== null) return false;
  if (wantedForNothing({ place: constant.place, sent: constant.value }, target, judge) !== undefined) return false;
  return !use.method.arguments.some((argument) => findDefaulted(argument, use)?.constant === constant);
}
