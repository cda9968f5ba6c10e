import { foldName } from '../../lib/fold-name.ts';
import type { DriverValue } from '../../model/driver.ts';
import type { ClientCall } from '../../model/trace.ts';
import { type Argument, argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { maskDifferences, maskText } from '../../surface/volatile.ts';
import { decodeRequest } from '../../wire/decode-request.ts';
import { pathParams } from '../../wire/match-route.ts';
import { PROCESS_DIED } from '../driver/raised-outcomes.ts';
import { fitValues } from './fit-values.ts';
import { type KnownContext, knownValues } from './known-values.ts';
import { lacksFile } from './made-up-file.ts';
import { madeUpUuid, madeUpValue, otherForms } from './made-up-value.ts';
import { hasFailed, hasSent, outcomeText, type Session } from './session.ts';

/** Number of calls reserved for the last step of the search, which gives all arguments. */
const LEFT_FOR_ALL = 16;

export type BaseSearch =
  | { readonly kind: 'found'; readonly values: Values; readonly call: ClientCall }
  | { readonly kind: 'silent'; readonly reason: string; readonly sendsAny?: true }
  | { readonly kind: 'refused'; readonly reason: string };

interface SearchContext extends KnownContext {
  readonly patience: number;
}

/** Makes up a value from each argument's name, or from its path if an earlier argument has the same name. */
export function firstValues(args: readonly Argument[]): Map<string, DriverValue> {
  const named = new Set<string>();
  return new Map(
    args.map(({ path, parameter }, index) => {
      const name = named.has(parameter.name) ? path : parameter.name;
      named.add(parameter.name);
      return [path, madeUpValue({ ...parameter, name }, index + 1)];
    }),
  );
}

/** Searches for a small set of arguments with which the method sends a request. */
export async function findBase(session: Session, context: SearchContext): Promise<BaseSearch> {
  const search = openSearch(session, context);
  const first = await search.attempt(search.required);
  if (first !== undefined && search.members.length === 0) return first;
  // A server may reject an optional object that lacks its required members.
  const whole = search.members.length === 0 ? undefined : await search.attempt([...search.required, ...search.members]);
  if (first !== undefined && isAccepted(first, context) && !reachesOther(first, whole)) return first;
  if (whole !== undefined && (first === undefined || isKnown(whole) || !isKnown(first))) return whole;
  const fitted = first ?? (await search.fit(search.required));
  if (fitted !== undefined) return fitted;
  for (const path of search.mentioned()) {
    const found = await search.attempt([...search.required, path]);
    if (found !== undefined) return found;
  }
  for (const [path, value] of search.alternatives()) {
    const found = await search.attempt(search.required, new Map([[path, value]]));
    if (found !== undefined) return found;
  }
  for (const instead of search.others()) {
    const found = await search.attempt(search.required, instead);
    if (found !== undefined) return found;
  }
  for (const pair of search.pairs()) {
    if (search.left() < LEFT_FOR_ALL) break;
    const found = await search.attempt([...search.required, ...pair]);
    if (found !== undefined) return found;
  }
  const all = (await search.attempt(search.all)) ?? (await search.fit(search.all));
  return all ?? search.giveUp();
}

function isNoMethod(said: string, args: readonly Argument[]): boolean {
  return /\bNotImplementedError\b/.test(said) || (args.length === 0 && /\bobject is not callable\b/.test(said));
}

/** Returns true if a call with more arguments reaches a different operation: `GET /things/{thing_id}` instead of `GET /things`. */
function reachesOther(first: BaseSearch, whole: BaseSearch | undefined): boolean {
  return whole !== undefined && isKnown(whole) && operationOf(whole) !== operationOf(first);
}

function operationOf(search: BaseSearch): string | undefined {
  return search.kind === 'found' ? search.call.exchanges.flatMap(({ operation }) => operation ?? [])[0] : undefined;
}

function isKnown(search: BaseSearch): boolean {
  return search.kind === 'found' && search.call.exchanges.some(({ operation }) => operation !== null);
}

/** Returns true if a contract describes the request and the request has all required fields. */
function isAccepted(search: BaseSearch, { contracts, profile }: KnownContext): boolean {
  if (search.kind !== 'found') return false;
  const { exchanges } = search.call;
  const known = exchanges.find(({ operation }) => operation !== null);
  const contract = contracts.operations.get(known?.operation ?? '');
  if (known === undefined || contract === undefined) return false;
  const { fields } = decodeRequest(contract, known.request, { params: {}, profile, schemas: contracts.schemas });
  // A client may write `undefined` into the path if the id is missing.
  const isNamed = Object.values(pathParams(contract, known.request.target) ?? {}).every((value) => !ABSENT.test(value));
  return isNamed && fields.every(({ field, present }) => present || !field.required || field.place.location === 'path');
}

const ABSENT = /^(?:undefined|null|None)$/;

/** Returns true if the method cannot send a request, whatever the arguments are. */
function isHopeless(call: ClientCall): boolean {
  const { outcome } = call;
  return (
    (!hasFailed(outcome) && !hasSent(call) && !lacksFile(outcomeText(outcome))) ||
    (outcome.kind === 'timed-out' && !hasSent(call)) ||
    (outcome.kind === 'raised' && outcome.class === PROCESS_DIED)
  );
}

function openSearch(session: Session, context: SearchContext) {
  const args = argumentsOf(session.method);
  const values = firstValues(args);
  const byPath = new Map(args.map((argument) => [argument.path, argument]));
  const required = args.filter((argument) => argument.required).map(({ path }) => path);
  const optional = args.filter((argument) => !argument.required).map(({ path }) => path);
  const members = args.filter((each) => !each.required && each.parameter.required).map(({ path }) => path);
  let [last, lastBasic]: readonly (ClientCall | undefined)[] = [];
  let tried = 0;

  const attempt = async (paths: readonly string[], instead: Values = new Map()): Promise<BaseSearch | undefined> => {
    if (tried >= context.patience || (last !== undefined && isHopeless(last))) return undefined;
    tried += 1;
    const wanted = new Set(paths.flatMap((path) => [path, ...(byPath.get(path)?.brings ?? [])]));
    const chosen = new Map([...wanted].map((path) => [path, instead.get(path) ?? values.get(path) ?? null]));
    last = await session.call(chosen, { kind: 'search' });
    if (paths.every((path) => required.includes(path) || members.includes(path))) lastBasic = last;
    return hasSent(last) ? { kind: 'found', values: chosen, call: last } : undefined;
  };
  const said = () => (last === undefined ? '' : outcomeText(last.outcome));
  const fit = (paths: readonly string[]) => {
    const given = args.filter(({ path }) => paths.includes(path));
    return fitValues({ ...context, args: given, values, attempt: () => attempt(paths), said });
  };
  const mentioned = () => mentionedFirst(optional, said());
  return {
    required,
    members,
    all: [...byPath.keys()],
    attempt,
    left: () => context.patience - tried,
    fit,
    mentioned,
    pairs: () => pairsOf(mentioned()),
    alternatives: () => alternativesOf(args, context),
    others: () => [knownOfAll(args, context), uuidsOfAll(args)],
    giveUp: () => giveUp({ session, args, last, lastBasic, tried }),
  };
}

interface Search {
  readonly session: Session;
  readonly args: readonly Argument[];
  readonly last: ClientCall | undefined;
  readonly lastBasic: ClientCall | undefined;
  readonly tried: number;
}

/** The report shows the call without optional arguments, because a made-up optional value may cause an error. */
async function giveUp({ session, args, last, lastBasic, tried }: Search): Promise<BaseSearch> {
  if (last !== undefined && !hasFailed(last.outcome)) return { kind: 'silent', reason: 'the method sent no request' };
  if (last !== undefined && isNoMethod(outcomeText(last.outcome), args))
    return {
      kind: 'silent',
      reason: `the name belongs to something that is not a method: ${maskText(outcomeText(last.outcome))}`,
    };
  const times = tried === 1 ? 'one call' : `${tried} calls`;
  const shown = lastBasic ?? last;
  const said = shown === undefined ? '' : await steadyText(shown, session);
  const which = shown === last ? 'result of the last call' : 'result of the last call that had no optional arguments';
  return { kind: 'refused', reason: `the method sent no request in ${times} (${which}: ${said})` };
}

/** If the made-up value of a required argument does not work, one of these values is tried. */
function alternativesOf(args: readonly Argument[], context: KnownContext): readonly (readonly [string, DriverValue])[] {
  return args
    .filter(({ required }) => required)
    .flatMap((argument) =>
      [...knownValues(argument, context), ...otherForms(argument.parameter)].map(
        (value) => [argument.path, value] as const,
      ),
    );
}

function knownOfAll(args: readonly Argument[], context: KnownContext): Values {
  return new Map(
    args.flatMap((argument) => {
      const [first] = knownValues(argument, context);
      return first === undefined ? [] : [[argument.path, first] as const];
    }),
  );
}

function uuidsOfAll(args: readonly Argument[]): Values {
  const isText = ({ type: { kind } }: Argument['parameter']) => kind === 'string' || kind === 'any';
  return new Map(
    args.flatMap(({ path, parameter }, index) => (isText(parameter) ? [[path, madeUpUuid(index + 1)]] : [])),
  );
}

async function steadyText(call: ClientCall, session: Session): Promise<string> {
  const { outcome, arguments: given } = call;
  if (isHopeless(call)) return maskText(outcomeText(outcome));
  const again = await session.call(new Map(Object.entries(given)), { kind: 'search' });
  return maskDifferences(outcomeText(outcome), outcomeText(again.outcome));
}

function mentionedFirst(paths: readonly string[], refusal: string): readonly string[] {
  const words = new Set(refusal.split(/[^\p{L}\p{N}_-]+/u).map(foldName));
  const isNamed = (path: string) => words.has(foldName(path.split('.').at(-1) ?? ''));
  return [...paths.filter(isNamed), ...paths.filter((path) => !isNamed(path))];
}

function* pairsOf(paths: readonly string[]): Generator<readonly string[]> {
  for (const [index, a] of paths.entries()) for (const b of paths.slice(index + 1)) yield [a, b];
}
