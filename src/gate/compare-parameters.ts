import type { MethodReading } from '../model/client-surface.ts';
import type { MethodDescription, Parameter } from '../model/driver.ts';
import { acceptsType } from '../surface/accepts-type.ts';
import { membersOf } from '../surface/arguments-of.ts';
import { typeText } from '../surface/hint-words.ts';

type ArgumentBreak = Omit<Break, 'method'>;

interface Match {
  readonly was: Parameter;
  readonly is: Parameter;
}

/** The parameters of a method, or the members of an object, at base and head. */
interface Lists {
  readonly before: readonly Parameter[];
  readonly now: readonly Parameter[];
  /** Prefix for the names of members, for example `options.`. */
  readonly prefix: string;
}

interface Callers extends Readonly<Record<'base' | 'head', MethodReading>> {
  /** Only Python lets callers pass a positional parameter by name. */
  readonly nameAll: boolean;
  /** The method accepts any keyword argument, even an argument that was removed. */
  readonly takesAny: boolean;
}

export function compareParameters(was: MethodPair, is: MethodPair, driver: string): readonly ArgumentBreak[] {
  const lists = { before: was.description.parameters, now: is.description.parameters, prefix: '' };
  return compareLists(lists, {
    ...{ base: was.reading, head: is.reading },
    nameAll: driver === 'python',
    takesAny: is.description.rest !== undefined,
  });
}

const DEEPEST = 4;

function compareLists(lists: Lists, callers: Callers): readonly ArgumentBreak[] {
  const { before, now, prefix } = lists;
  const matches = matchParameters(lists, callers);
  const lost = before.filter((each) => !matches.some(({ was }) => was === each));
  const added = now.filter((each) => each.required && !matches.some(({ is }) => is === each));
  return [
    ...(callers.takesAny && prefix === '' ? [] : lost).map((each): ArgumentBreak => {
      return { argument: prefix + each.name, change: 'removed', was: textOf(each), is: 'removed' };
    }),
    ...added.map((each): ArgumentBreak => {
      return {
        argument: prefix + each.name,
        change: 'made-required',
        was: 'no such argument',
        is: textOf(each),
      };
    }),
    ...matches.flatMap((match) => compareMatch(match, prefix, callers)),
    ...moved(matches, { lost, added, lists }),
  ];
}

function compareMatch({ was, is }: Match, prefix: string, callers: Callers): readonly ArgumentBreak[] {
  const argument = prefix + was.name;
  const found = (change: Break['change'], before: string, now: string): ArgumentBreak[] => [
    { argument, change, was: before, is: now },
  ];
  const isNamed = was.named !== false && (callers.nameAll || was.positional !== true);
  const members = { before: membersOf(was.type), now: membersOf(is.type), prefix: `${argument}.` };
  const canDescend =
    members.before.length > 0 && members.now.length > 0 && argument.split('.').length < DEEPEST && argument !== '';
  return [
    ...(isNamed && was.name !== is.name ? found('renamed', was.name, `renamed to ${prefix}${is.name}`) : []),
    ...(isNamed && is.named === false ? found('moved', 'accepted by name', 'accepted by position only') : []),
    ...(is.required && !was.required ? found('made-required', 'optional', 'required') : []),
    ...(isNarrower({ was, is }) ? found('retyped', typeText(was), typeText(is)) : []),
    ...defaultChange({ was, is }, prefix, callers).flatMap(([before, now]) => found('default-changed', before, now)),
    ...(canDescend ? compareLists(members, callers) : []),
  ];
}

/** An argument whose default is null accepts null, even if the declared type excludes null. */
function isNarrower({ was, is }: Match): boolean {
  // A changed docstring or a changed documented default does not break callers.
  if (is.inferred === true || was.inferred === true) return false;
  const type = is.default === null ? ({ kind: 'union', of: [is.type, { kind: 'null' }] } as const) : is.type;
  return !acceptsType(type, was.type);
}

/** Compares what the client sends if the caller leaves out the argument. */
function defaultChange({ was, is }: Match, prefix: string, { base, head }: Callers): readonly [string, string][] {
  if (was.required || is.required) return [];
  const [sent, sends] = [sentFor(base, prefix + was.name), sentFor(head, prefix + is.name)];
  if (sent === sends) return [];
  const [before, now] = [JSON.stringify(was.default ?? null), JSON.stringify(is.default ?? null)];
  if (before !== now) return [[`${textOf(was)} = ${before}`, `${textOf(is)} = ${now}`]];
  if (before !== 'null' || sends === '' || placesOf(base, prefix + was.name) === '') return [];
  return [[`${textOf(was)}; without the argument, the client sends ${sent || 'nothing'}`, `the client sends ${sends}`]];
}

/** Returns what the client sends if the caller leaves out the argument, or an empty text. */
function sentFor(method: MethodReading, path: string): string {
  const constants = method.state === 'sends' ? method.constants : [];
  return constants
    .filter(({ argument, when }) => argument === path && when === null)
    .map(({ value, mask }) => JSON.stringify(mask ?? value))
    .join(', ');
}

/** Pairs arguments by name, or else by the place where they are sent, or by position and type. */
function matchParameters({ before, now, prefix }: Lists, callers: Callers): readonly Match[] {
  const byName = before.flatMap((was) => {
    const is = now.find(({ name }) => name === was.name);
    return is === undefined ? [] : [{ was, is }];
  });
  const left = before.filter(({ name }) => !byName.some(({ was }) => was.name === name));
  const fresh = now.filter(({ name }) => !byName.some(({ is }) => is.name === name));
  const taken = new Set<Parameter>();
  const renamed = left.flatMap((was) => {
    const is = fresh.find((each) => !taken.has(each) && isHeir({ was, is: each }, { before, now, prefix }, callers));
    if (is !== undefined) taken.add(is);
    return is === undefined ? [] : [{ was, is }];
  });
  return [...byName, ...renamed];
}

function isHeir({ was, is }: Match, { before, now, prefix }: Lists, { base, head, nameAll }: Callers): boolean {
  const places = placesOf(base, prefix + was.name);
  if (places !== '' && places === placesOf(head, prefix + is.name)) return true;
  const isSamePosition =
    was.positional === true && is.positional === true && positionOf(was, before) === positionOf(is, now);
  return isSamePosition && (!nameAll || before.length === now.length) && acceptsType(is.type, was.type);
}

function placesOf(method: MethodReading, path: string): string {
  const reading = method.state === 'sends' ? method.arguments.find((each) => each.path === path) : undefined;
  const places = (reading?.landings ?? []).map(({ place }) => `${place.location} ${place.name}`);
  return [...new Set(places)].sort().join(', ');
}

interface Difference {
  readonly lost: readonly Parameter[];
  readonly added: readonly Parameter[];
  readonly lists: Lists;
}

/** An argument does not count as moved if its position changed only because another argument was removed or added. */
function moved(matches: readonly Match[], { lost, added, lists }: Difference): readonly ArgumentBreak[] {
  const before = lists.before.filter(({ positional }) => positional === true);
  const now = lists.now.filter(({ positional }) => positional === true);
  const kept = before.filter((each) => !lost.includes(each));
  const known = now.filter((each) => !added.includes(each));
  return matches
    .filter(({ was, is }) => was.positional === true && kept.indexOf(was) !== known.indexOf(is))
    .map(({ was, is }) => ({
      argument: lists.prefix + was.name,
      change: 'moved',
      was: `argument ${positionOf(was, lists.before)}`,
      is: is.positional === true ? `argument ${positionOf(is, lists.now)}` : 'accepted by name only',
    }));
}

function positionOf(parameter: Parameter, list: readonly Parameter[]): number {
  return list.filter(({ positional }) => positional === true).indexOf(parameter) + 1;
}

export function textOf(parameter: Parameter): string {
  return `${parameter.name}: ${typeText(parameter)}`;
}

/** A change at the head that breaks callers of the base. */
export interface Break {
  readonly method: string;
  /** `options.limit` for a member of `options`, or null if the whole method changed. */
  readonly argument: string | null;
  readonly change: 'removed' | 'renamed' | 'made-required' | 'retyped' | 'moved' | 'default-changed';
  readonly was: string;
  readonly is: string;
}

/** The driver gives the description, and the trace gives the reading. */
export interface MethodPair {
  readonly reading: MethodReading;
  readonly description: MethodDescription;
}
