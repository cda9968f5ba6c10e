import type { ArgumentReading } from '../../../model/client-surface.ts';
import { nearness } from '../field-aliases.ts';
import { argumentAliases } from './match-strays.ts';
import type { Fixed, MethodUse } from './read-use.ts';

export function findDefaulted(argument: ArgumentReading, { fixed }: MethodUse): Fixed | undefined {
  if (argument.state !== 'dropped') return undefined;
  const names = argumentAliases(argument);
  return fixed.find(({ constant, target }) => constant.when === null && nearness(names, target.aliases) === 2);
}
