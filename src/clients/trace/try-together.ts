import { foldName } from '../../lib/fold-name.ts';
import type { DriverValue } from '../../model/driver.ts';
import type { ClientCall } from '../../model/trace.ts';
import type { Argument, Values } from '../../surface/arguments-of.ts';
import { isTimeLimit } from '../../surface/client-options.ts';
import { findLandings } from '../../surface/find-landings.ts';
import { readTogether } from '../../surface/read-together.ts';
import { otherValue } from './made-up-value.ts';
import { dependentArguments, type ShownTogether, separatingHalves } from './separate.ts';
import { hasSent, isSpent, outcomeText } from './session.ts';
import type { Tracing } from './trace-context.ts';

/** If a method has fewer optional arguments than this, each argument is tried alone, because such calls show more. */
const FEWEST = 16;
/** Maximum number of arguments per call. With more arguments, the comparison with the values of a request is slow. */
const MOST = 200;
/** After this number of calls with many arguments, the remaining arguments are tried alone. */
const MOST_CALLS = 40;

interface Together {
  /** The value of each argument whose place in a request is known. */
  readonly landed: Values;
  /** Arguments that were given but not sent. */
  readonly hidden: ReadonlySet<string>;
}

interface Try {
  readonly argument: Argument;
  readonly value: DriverValue;
}

/** Finds the places of many arguments with few calls: first all arguments in one call, then smaller groups. */
export async function tryTogether(args: readonly Argument[], tracing: Tracing, values: Values): Promise<Together> {
  const landed = new Map<string, DriverValue>();
  if (tracing.slow) return { landed, hidden: new Set() };
  const calls: ShownTogether[] = [];
  const give = async (group: readonly Try[]) => {
    const call = await giveAll(group, tracing, values);
    const reading = readTogether(
      call,
      group.map(({ argument }) => argument),
      tracing,
    );
    const given = new Set(group.map(({ argument }) => argument.path));
    if (hasSent(call)) calls.push({ given, shown: new Set(reading.landings.keys()) });
    return { call, ...reading };
  };
  const isOver = () => calls.length >= MOST_CALLS || isSpent(tracing.session);
  const optional = optionalOnes(args, tracing, values);
  await tryGroups([optional, variedOnes(args, tracing)].flatMap(inGroups), { give, landed, isOver });
  const found = optional.filter(({ argument }) => landed.has(argument.path));
  for (const half of inGroups(found).flatMap(separatingHalves)) if (!isOver()) await give(half);
  for (const path of dependentArguments(calls)) landed.delete(path);
  for (const path of [...landed.keys()])
    if (tracing.values.has(path)) landed.set(path, tracing.values.get(path) ?? null);
  const shown = new Set(calls.flatMap((each) => [...each.shown]));
  return { landed, hidden: new Set(calls.flatMap(({ given }) => [...given].filter((path) => !shown.has(path)))) };
}

interface Trying {
  readonly give: (group: readonly Try[]) => Promise<ReturnType<typeof readTogether> & { readonly call: ClientCall }>;
  readonly landed: Map<string, DriverValue>;
  readonly isOver: () => boolean;
}

/** Tries each group in one call. If the request lacks an argument of the group, smaller groups are tried. */
async function tryGroups(groups: readonly (readonly Try[])[], { give, landed, isOver }: Trying): Promise<void> {
  const queue = [...groups];
  for (let group = queue.shift(); group !== undefined && !isOver(); group = queue.shift()) {
    const { call, landings, isWhole } = await give(group);
    for (const { argument, value } of group) if (landings.has(argument.path)) landed.set(argument.path, value);
    for (const part of isWhole ? [] : divide(group, call, landings)) {
      const [single, ...others] = part;
      if (others.length > 0) queue.push(part);
      // The argument is tried alone later, because other arguments may suppress its effect.
      else if (single !== undefined) landed.delete(single.argument.path);
    }
  }
}

function optionalOnes(args: readonly Argument[], { values: base, options }: Tracing, values: Values): readonly Try[] {
  return args
    .filter(({ path, keys, parameter }) => {
      const isGuess = parameter.declared === '**kwargs';
      return !base.has(path) && !isGuess && !options.shared.has(path) && !isTimeLimit(keys.at(-1) ?? '');
    })
    .map((argument) => ({ argument, value: values.get(argument.path) ?? null }));
}

function variedOnes(args: readonly Argument[], { values, base, contracts }: Tracing): readonly Try[] {
  return args.flatMap((argument) => {
    const given = values.get(argument.path);
    if (given === undefined || findLandings({ call: base, reference: null, given, contracts }).length > 0) return [];
    const value = otherValue(argument.parameter, given);
    return value === undefined ? [] : [{ argument, value }];
  });
}

function inGroups(tries: readonly Try[]): readonly (readonly Try[])[] {
  return tries.length < FEWEST ? [] : parts(tries, Math.ceil(tries.length / MOST));
}

function giveAll(group: readonly Try[], { session, values: base }: Tracing, values: Values): Promise<ClientCall> {
  const brought = group.flatMap(({ argument }) => argument.brings).filter((path) => !base.has(path));
  const needed = brought.map((path) => [path, values.get(path) ?? null] as const);
  const tried = group.map(({ argument, value }) => [argument.path, value] as const);
  const paths = group.map(({ argument }) => argument.path);
  return session.call(new Map([...base, ...needed, ...tried]), { kind: 'together', arguments: paths });
}

/** Returns smaller groups: the sent arguments, the arguments that the error does not mention, or the halves of the group. */
function divide(
  group: readonly Try[],
  call: ClientCall,
  landings: ReadonlyMap<string, unknown>,
): readonly (readonly Try[])[] {
  const shown = group.filter(({ argument }) => landings.has(argument.path));
  if (shown.length > 0 && shown.length < group.length) return [shown];
  const words = new Set(
    outcomeText(call.outcome)
      .split(/[^\p{L}\p{N}_-]+/u)
      .map(foldName),
  );
  const rest = hasSent(call) ? [] : group.filter(({ argument }) => !words.has(foldName(argument.keys.at(-1) ?? '')));
  return rest.length > group.length / 2 && rest.length < group.length ? [rest] : parts(group, 2);
}

function parts<T>(items: readonly T[], count: number): (readonly T[])[] {
  const size = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
