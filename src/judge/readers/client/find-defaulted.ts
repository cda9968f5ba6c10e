import type { ArgumentReading } from '../../../model/client-surface.ts';
import { nearness } from '../field-aliases.ts';
import { argumentAliases } from './match-strays.ts';
import type { Fixed, MethodUse } from './read-use.ts';

/** Returns the value that the client always sends in place of what the caller gives. */
export function findDefaulted(argument: ArgumentReading, { fixed }: MethodUse): Fixed | undefined {
  if (argument.state !== 'dropped') return undefined;
  const names = argumentAliases(argument);
  return fixed.find(({ constant, target }) => constant.when === null && nearness(names, target.aliases) === 2);
}
