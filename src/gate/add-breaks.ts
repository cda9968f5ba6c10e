import { causeId } from '../judge/causes/cause-id.ts';
import { makeFinding } from '../judge/causes/make-finding.ts';
import { WHOLE_CLIENT } from '../judge/client/subject.ts';
import type { JudgeContext } from '../judge/judge.ts';
import { compareText } from '../lib/compare-text.ts';
import type { ClientSurface, MethodReading } from '../model/client-surface.ts';
import type { ClientDescription, MethodDescription } from '../model/driver.ts';
import type { Finding } from '../model/finding.ts';
import type { Judged } from '../model/verdict.ts';
import { type Break, compareParameters, type MethodPair, textOf } from './compare-parameters.ts';

interface Revisions {
  readonly base: ClientSurface;
  readonly head: ClientSurface;
  readonly context: JudgeContext;
}

/** Adds the breaks between base and head as findings of the step `CLIENT/client`. */
export function addBreaks(judged: Judged, { base, head, context }: Revisions): Judged {
  if (context.severity['surface-break'] === 'off') return judged;
  const findings = findBreaks(base, head).map((found) => toFinding(found, base, context));
  const whole = `${head.client}/client`;
  const scenarios = judged.scenarios.map((scenario) => ({
    ...scenario,
    steps: scenario.steps.map((step) =>
      step.address === whole ? { ...step, findings: [...step.findings, ...findings] } : step,
    ),
  }));
  return { ...judged, scenarios };
}

function toFinding({ method, argument, change, was, is }: Break, base: ClientSurface, context: JudgeContext): Finding {
  const reading = base.methods.find(({ name }) => name === method);
  const sends = reading?.state === 'sends' ? reading : undefined;
  return makeFinding(
    'surface-break',
    { field: argument, expected: was, observed: is, pointer: '', found: is },
    {
      context,
      cause: causeId('surface-break', [method, argument, change]),
      operation: sends?.requests.find(({ operation }) => operation !== null)?.operation ?? WHOLE_CLIENT,
      address: `${base.client}/${method}`,
      // Cites a call that worked at the base and is no longer possible at the head.
      exchange: sends?.base.id ?? `${base.client}/client#0`,
      methods: [method],
      marks: [method, change],
    },
  );
}

/** Finds changes that break callers of the base. A new method or a new optional argument breaks no caller. */
export function findBreaks(base: ClientSurface, head: ClientSurface): readonly Break[] {
  const now = new Map(head.methods.map((method) => [method.name, method]));
  const before = new Set(base.methods.map(({ name }) => name));
  const fresh = head.methods.filter(({ name }) => !before.has(name));
  const { aliases = {} } = head.description;
  const found = base.methods.flatMap((was) => {
    const is = now.get(was.name) ?? now.get(byAlias(was.name, aliases));
    if (is === undefined) return [lostMethod(was, fresh)];
    return compareMethods(pairOf(was, base), pairOf(is, head), base.description.driver);
  });
  const lost = lostAliases(base.description.aliases ?? {}, head);
  return [...constructionBreaks(base.description, head.description), ...lost, ...found].sort(
    (a, b) => compareText(a.method, b.method) || compareText(a.argument ?? '', b.argument ?? ''),
  );
}

/** `sales.get` becomes `orders.get` if `sales` is an alias of `orders`. */
function byAlias(name: string, aliases: Aliases): string {
  const known = Object.keys(aliases).filter((path) => name.startsWith(`${path}.`));
  const [longest] = known.sort((a, b) => b.length - a.length);
  return longest === undefined ? name : `${aliases[longest]}${name.slice(longest.length)}`;
}

type Aliases = NonNullable<ClientDescription['aliases']>;

function lostAliases(aliases: Aliases, head: ClientSurface): readonly Break[] {
  const kept = head.description.aliases ?? {};
  const isKept = (path: string) =>
    path in kept || head.methods.some(({ name }) => name.startsWith(`${path}.`)) || byAlias(path, kept) !== path;
  return Object.entries(aliases)
    .filter(([path]) => !isKept(path))
    .map(([path, same]) => {
      return { method: path, argument: null, change: 'removed', was: `${path}, the same as ${same}`, is: 'removed' };
    });
}

/** Constructors with different names are not compared. */
export function constructionBreaks(was: ClientDescription, is: ClientDescription): readonly Break[] {
  const [before, now] = [was.construction, is.construction];
  if (!before || now === undefined) return [];
  if (now === null)
    return [{ method: before.name, argument: null, change: 'removed', was: before.name, is: 'removed' }];
  if (before.name !== now.name) return [];
  const pair = (description: MethodDescription): MethodPair => ({
    ...{ description, reading: { state: 'local', name: description.name, reason: 'it constructs the client' } },
  });
  return compareMethods(pair(before), pair(now), was.driver);
}

function pairOf(reading: MethodReading, { description }: ClientSurface): MethodPair {
  const found = description.methods.find(({ name }) => name === reading.name);
  return { reading, description: found ?? { name: reading.name, parameters: [], unreadable: 'not described' } };
}

/** A lost method counts as renamed if exactly one new method sends the same requests. */
function lostMethod(was: MethodReading, fresh: readonly MethodReading[]): Break {
  const heirs = was.state === 'sends' ? fresh.filter((method) => requestsOf(method) === requestsOf(was)) : [];
  const [heir] = heirs.length === 1 ? heirs : [];
  const change = heir === undefined ? 'removed' : 'renamed';
  return {
    ...{ method: was.name, argument: null, change },
    ...{ was: `method ${was.name}`, is: heir === undefined ? 'removed' : `renamed to ${heir.name}` },
  };
}

function requestsOf(method: MethodReading): string {
  if (method.state !== 'sends') return method.state;
  return JSON.stringify(method.requests.map(({ operation }) => operation));
}

function compareMethods(was: MethodPair, is: MethodPair, driver: string): readonly Break[] {
  const [before, now] = [was.description, is.description];
  // The trace reports a method without a readable signature as blocked.
  if (before.unreadable !== undefined || now.unreadable !== undefined) return [];
  const method = before.name;
  const way = ({ async }: MethodDescription) => (async === true ? 'must be awaited' : 'returns its result immediately');
  const awaited: readonly Break[] =
    (before.async === true) === (now.async === true)
      ? []
      : [{ method, argument: null, change: 'retyped', was: way(before), is: way(now) }];
  return [...awaited, ...compareSignatures(was, is, driver).map((found) => ({ method, ...found }))];
}

/** A base signature is not lost if all its calls are still valid for a head signature. */
function compareSignatures(was: MethodPair, is: MethodPair, driver: string): readonly Omit<Break, 'method'>[] {
  const taking = [is, ...(is.description.overloads ?? []).map((parameters) => withParameters(is, parameters))];
  const isTaken = (each: MethodPair) => taking.some((pair) => compareParameters(each, pair, driver).length === 0);
  const lost = (was.description.overloads ?? []).filter((parameters) => !isTaken(withParameters(was, parameters)));
  return [
    ...(isTaken(was) ? [] : compareParameters(was, is, driver)),
    ...lost.map((parameters) => {
      const text = `(${parameters.map(textOf).join(', ')})`;
      return { argument: null, change: 'removed' as const, was: `overload ${text}`, is: 'removed' };
    }),
  ];
}

function withParameters(pair: MethodPair, parameters: MethodDescription['parameters']): MethodPair {
  return { ...pair, description: { ...pair.description, parameters } };
}
