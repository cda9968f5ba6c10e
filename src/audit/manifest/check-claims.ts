import { nearest } from '../../lib/nearest.ts';
import { plural } from '../../lib/plural.ts';
import { globMatches } from '../../model/client.ts';
import type { ClientSurface, MethodReading, SendingMethod } from '../../model/client-surface.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { StaleClaim } from '../../model/manifest.ts';
import type { SurfaceOperation } from '../../model/surface.ts';
import type { ClientCall } from '../../model/trace.ts';
import { requestKey } from '../lattice/pair-operations.ts';
import { clientSurface } from '../sources/client.ts';
import { argumentsNamed, isSent, landingWords, sendersOf } from './argument-evidence.ts';
import { staleClassClaim } from './check-class-claims.ts';
import type { OldClaim, OldManifest, OldRequest } from './old-manifest.ts';
import { flagsIn } from './old-words.ts';
import type { SourceClass } from './read-classes.ts';

export interface ClaimEvidence {
  readonly surface: ClientSurface;
  readonly contracts: ContractSet;
  readonly versions: readonly { readonly source: string; readonly version: string }[];
  /** Methods that match these patterns were not traced. */
  readonly ignored: readonly string[];
  /** Classes in the client's source, or none if the source was not read. */
  readonly classes: readonly SourceClass[];
}

/** Returns the claims that are contradicted by the evidence. */
export function checkClaims(old: OldManifest, evidence: ClaimEvidence): readonly StaleClaim[] {
  const context: Context = {
    ...evidence,
    covering: new Set(old.claims.flatMap((claim) => (claim.kind === 'covered' ? (claim.caller ?? []) : []))),
    methods: new Map(evidence.surface.methods.map((method) => [method.name, method])),
    operations: new Map(
      clientSurface(evidence.surface, evidence.contracts).operations.flatMap((each) =>
        each.request === null ? [] : [[requestKey(each.request), each]],
      ),
    ),
  };
  const stale = old.claims.flatMap((claim) => checkClaim(claim, context).map((text) => toStale(claim, text)));
  return [...stale, ...unlistedFlags(old, context), ...unlisted(old, context)];
}

interface Context extends ClaimEvidence {
  readonly methods: ReadonlyMap<string, MethodReading>;
  /** Maps a request such as `GET /v1/orders/{}` to its operation in the trace. */
  readonly operations: ReadonlyMap<string, SurfaceOperation>;
  /** Methods in coverage claims. If such a method is missing, other claims about the method are not reported. */
  readonly covering: ReadonlySet<string>;
}

function toStale({ pointer, words, value }: OldClaim, evidence: string): StaleClaim {
  return { pointer, claim: words, evidence, value };
}

function checkClaim(claim: OldClaim, context: Context): readonly string[] {
  if ('caller' in claim && isLeftOut(claim.caller, context)) return [];
  switch (claim.kind) {
    case 'covered':
      return checkCovered(claim, context);
    case 'missing':
      return checkMissing(claim.request, context);
    case 'unreadable':
      return ['the claim states nothing that a trace could confirm or contradict'];
    case 'arguments':
      return checkArguments(claim, context);
    case 'argument-missing':
      return claim.names.flatMap((name) => presentArgument(claim.caller, name, context));
    case 'pending':
      return checkPending(claim, context);
    case 'version':
      return checkVersion(claim.version, context);
    case 'class-missing':
    case 'class-fields':
      return staleClassClaim(claim, context);
  }
}

function isLeftOut(caller: string | null, { ignored }: Context): boolean {
  return caller !== null && ignored.some((pattern) => globMatches(pattern, caller));
}

function checkCovered(
  { caller, requests }: Extract<OldClaim, { kind: 'covered' }>,
  context: Context,
): readonly string[] {
  if (caller === null)
    return requests
      .filter((request) => !isSeen(request, context))
      .map((request) => `no method sends ${wordsOf(request)}`);
  const method = context.methods.get(caller);
  if (method === undefined) return requests.length === 0 ? [] : [noMethod(caller, requests, context)];
  if (method.state === 'blocked') return undeclaredRoutes(requests, context);
  if (method.state === 'local') return requests.length === 0 ? [] : [`${caller} sends no request`];
  if (!method.calls.some(endedWell)) return undeclaredRoutes(requests, context);
  const sent = requestsOf(method, context);
  return requests
    .filter((request) => !sent.has(requestKey(request)))
    .map(
      (request) =>
        `${caller} sends ${[...sent.values()].join(', ')} (${method.base.id})${unknownRequest(request, context)}`,
    );
}

/** Returns false for a call that stopped early, for example at a prompt, and therefore may not have sent all its requests. */
function endedWell({ outcome, exchanges, purpose }: ClientCall): boolean {
  if (exchanges.length === 0 || purpose.kind === 'answer') return false;
  return outcome.kind === 'returned' || (outcome.kind === 'exited' && outcome.code === 0);
}

function noMethod(caller: string, requests: readonly OldRequest[], { methods, operations }: Context): string {
  const near = nearest(caller, methods.keys());
  const others = requests.flatMap((request) => operations.get(requestKey(request))?.names ?? []);
  if (others.length > 0) return `there is no ${caller}; ${others.join(', ')} sends ${requests.map(wordsOf).join(', ')}`;
  const instead = near === undefined ? '' : `; the nearest name is ${near}`;
  return `there is no ${caller}${instead}, and no method of the client sends ${requests.map(wordsOf).join(', ')}`;
}

function requestsOf(method: SendingMethod, { operations }: Context): ReadonlyMap<string, string> {
  const mine = [...operations].filter(([, { names }]) => names.includes(method.name));
  return new Map(mine.map(([key, { request }]) => [key, request === null ? key : wordsOf(request)]));
}

function unknownRequest(request: OldRequest, context: Context): string {
  return isDeclared(request, context) ? '' : `, and no contract has ${wordsOf(request)}`;
}

function isDeclared(request: OldRequest, { contracts }: Context): boolean {
  return [...contracts.operations.values()].some((contract) => requestKey(contract) === requestKey(request));
}

function undeclaredRoutes(requests: readonly OldRequest[], context: Context): readonly string[] {
  const unknown = requests.filter((request) => !isDeclared(request, context));
  return unknown.length === 0 ? [] : [`no contract has ${unknown.map(wordsOf).join(', ')}`];
}

function isSeen(request: OldRequest, { operations }: Context): boolean {
  return operations.has(requestKey(request));
}

function checkMissing(request: OldRequest, context: Context): readonly string[] {
  const seen = context.operations.get(requestKey(request));
  if (seen !== undefined) return [`${seen.names.join(', ')} sends this request (${seen.at.file})`];
  return isDeclared(request, context) ? [] : [`no contract has ${wordsOf(request)}`];
}

function checkArguments(
  { caller, names }: Extract<OldClaim, { kind: 'arguments' }>,
  context: Context,
): readonly string[] {
  const method = context.methods.get(caller);
  if (method === undefined) return context.covering.has(caller) ? [] : [`there is no ${caller}`];
  if (method.state !== 'sends') return [];
  return names.flatMap((name) => {
    const found = argumentsNamed(method, name);
    if (found.length === 0) return [`${caller} has no argument ${name}`];
    return found.every(({ state }) => state === 'dropped')
      ? [`${caller} accepts ${name} but does not send it (${found[0]?.call.id})`]
      : [];
  });
}

function presentArgument(caller: string, name: string, { methods }: Context): readonly string[] {
  const method = methods.get(caller);
  const found = method?.state === 'sends' ? argumentsNamed(method, name).filter(isSent) : [];
  return found.slice(0, 1).map((argument) => `${caller} has ${name}: ${landingWords(argument)}`);
}

function checkPending({ caller, names }: Extract<OldClaim, { kind: 'pending' }>, context: Context): readonly string[] {
  if (caller !== null) return names.flatMap((name) => presentArgument(caller, name, context));
  return names.flatMap((name) => {
    const senders = sendersOf(name, context.surface);
    return senders.length === 0 ? [] : [`${senders.join(' and ')} ${senders.length === 1 ? 'sends' : 'send'} ${name}`];
  });
}

function checkVersion(claimed: string, { versions }: Context): readonly string[] {
  return versions
    .filter(({ version }) => version !== claimed && !version.startsWith(`${claimed}.`))
    .map(({ source, version }) => `${source} says ${version}`);
}

function unlistedFlags({ claims }: OldManifest, { methods }: Context): readonly StaleClaim[] {
  const lists = new Map<string, { readonly pointer: string; readonly names: Set<string> }>();
  for (const claim of claims) {
    const [, pointer] = /^(\/command_drift\/[^/]+)/.exec(claim.pointer) ?? [];
    if (pointer === undefined || !('caller' in claim) || claim.caller === null) continue;
    const list = lists.get(claim.caller) ?? { pointer, names: new Set() };
    for (const name of flagsIn(typeof claim.value === 'string' ? claim.value : '')) list.names.add(name);
    lists.set(claim.caller, list);
  }
  return [...lists].flatMap(([caller, { pointer, names }]) => {
    const method = methods.get(caller);
    const flags = method?.state === 'sends' ? method.arguments.map(({ path }) => path) : [];
    const untold = flags.filter((flag) => flag.startsWith('--') && !names.has(flag));
    if (untold.length === 0) return [];
    const evidence = `${caller} has ${untold.join(', ')}`;
    return [
      {
        pointer,
        claim: `the list of flags of ${caller} is incomplete: ${untold.length} missing`,
        evidence,
        value: null,
      },
    ];
  });
}

function unlisted({ listed }: OldManifest, { operations, contracts, surface }: Context): readonly StaleClaim[] {
  const known = new Set(listed.map(requestKey));
  const covered = [...operations]
    .filter(([key]) => !known.has(key))
    .map(
      ([, { names, request, at }]): StaleClaim => ({
        pointer: '',
        claim: `does not list ${request === null ? 'it' : wordsOf(request)}`,
        evidence: `${names.join(', ')} sends this request (${at.file})`,
        value: null,
      }),
    );
  const absent = [...contracts.operations.values()].filter(
    (contract) =>
      contract.lifecycle === 'shipped' &&
      contract.profiles.includes(surface.profile) &&
      !known.has(requestKey(contract)) &&
      !operations.has(requestKey(contract)),
  );
  if (absent.length === 0) return covered;
  const evidence = `no method sends ${absent.map(({ method, path }) => `${method} ${path}`).join(', ')}`;
  return [
    ...covered,
    {
      pointer: '/endpoints_missing',
      claim: `does not list ${plural(absent.length, 'missing operation')}`,
      evidence,
      value: null,
    },
  ];
}

function wordsOf({ method, path }: OldRequest): string {
  return `${method} ${path}`;
}
