import { foldName } from '../../lib/fold-name.ts';
import { groupBy } from '../../lib/group-by.ts';
import { listWords } from '../../lib/list-words.ts';
import { editDistance } from '../../lib/nearest.ts';
import { suiteOf } from '../../model/address.ts';
import type { Client } from '../../model/client.ts';
import type { ClientSurface, MethodReading, SendingMethod } from '../../model/client-surface.ts';
import type { Contract } from '../../model/contract.ts';
import type { RunStart } from '../../model/exchange.ts';
import { FINDING_KINDS, type Finding, type FindingKind } from '../../model/finding.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { Trace } from '../../model/trace.ts';
import type { Judged, JudgedScenario, JudgedStep } from '../../model/verdict.ts';
import { pathOf } from '../../wire/match-route.ts';
import { causeId } from '../causes/cause-id.ts';
import { makeFinding } from '../causes/make-finding.ts';
import type { Judge } from '../judge.ts';
import { foreignHosts } from '../kinds/origin-undeclared.ts';
import { KINDS } from '../kinds.ts';
import { readUses } from '../readers/client/read-use.ts';
import { exchangeDrafts } from './exchange-drafts.ts';
import { type ClientDraft, type ClientSubject, WHOLE_CLIENT } from './subject.ts';

interface ClientJudging {
  readonly trace: Trace;
  readonly surface: ClientSurface;
  readonly client: Pick<Client, 'covers' | 'errors' | 'driver' | 'origins' | 'at'>;
  readonly judge: Judge;
}

/** Judges a trace. Each method becomes a scenario, and so does the whole client. */
export function judgeClient({ trace, surface, client, judge }: ClientJudging): Judged {
  const signatureCalls = trace.calls.filter(({ purpose }) => purpose.kind === 'signature');
  const subject = readSubject(surface, { client, judge, signatureCalls, contacts: trace.contacts });
  const compared = new Map(FINDING_KINDS.map((kind) => [kind, KINDS[kind].trace?.(subject) ?? []]));
  const known = [...compared.values()].flat();
  const shown = FINDING_KINDS.filter((kind) => judge.context.severity[kind] !== 'off');
  const findings = shown.flatMap((kind) =>
    collapse([...(compared.get(kind) ?? []), ...exchangeDrafts(kind, subject, known)]).map((draft) =>
      toFinding(kind, draft, subject),
    ),
  );
  const whole = wholeAddress(surface.client);
  const signing = new Set(signatureCalls.map(({ method }) => method));
  const place = { file: client.at.file, line: client.at.line };
  const scenarios = surface.methods.map((method) => ofMethod(method, { surface, findings, place, signing }));
  const rest = findings.filter(({ address }) => address === whole);
  return {
    run: runOf(trace),
    end: trace.end && {
      ...{ kind: 'end', interrupted: trace.end.interrupted, bailed: false, created: 0, removed: 0, leftovers: [] },
      durationMs: 0,
    },
    scenarios: [...scenarios, scenarioOf(surface.client, place, [stepOf(whole, WHOLE_CLIENT, rest)])],
    exchanges: trace.calls.reduce((sum, { exchanges }) => sum + exchanges.length, 0),
  };
}

function readSubject(
  surface: ClientSurface,
  { client, judge, signatureCalls, contacts }: Pick<ClientSubject, 'client' | 'judge' | 'signatureCalls' | 'contacts'>,
): ClientSubject {
  const sending = surface.methods.filter((method): method is SendingMethod => method.state === 'sends');
  const uses = sending.flatMap((method) => readUses(method, judge));
  const covered = new Set(uses.map(({ operation }) => operation));
  const intended = new Map(
    sending.flatMap((method) => {
      const contract = findIntended(method, judge.context.contracts.operations.values(), covered);
      return contract === undefined ? [] : [[method, contract] as const];
    }),
  );
  return { surface, client, judge, sending, uses, intended, signatureCalls, contacts, foreign: foreignHosts(sending) };
}

function toFinding(kind: FindingKind, draft: ClientDraft, { surface, judge }: ClientSubject): Finding {
  const { operation, method, field, places, call, warning, shows } = draft;
  const sent = places === undefined ? null : `${places.sent.location}-${places.sent.name}`;
  const identity = draft.identity ?? draft.cause;
  const methods = draft.methods ?? (method === null ? [] : [method]);
  return makeFinding(
    kind,
    { ...draft, pointer: pointerOf(draft), found: call === null ? draft.observed : draft.found },
    {
      cause: causeId(kind, identity === undefined ? [operation, field, sent] : [identity]),
      context: judge.context,
      operation,
      address: method === null ? wholeAddress(surface.client) : `${surface.client}/${method}`,
      exchange: call === null ? `${surface.client}/client#0` : call.id,
      ...(methods.length > 0 && { methods }),
      ...(shows !== undefined && { shows }),
      ...(warning && { warning }),
    },
  );
}

function pointerOf({ call, request, pointer }: ClientDraft): string {
  if (call === null) return '';
  return call.exchanges.length === 0 ? '/outcome' : `/exchanges/${request}${pointer}`;
}

interface MethodContext {
  readonly surface: ClientSurface;
  readonly findings: readonly Finding[];
  readonly signing: ReadonlySet<string>;
  readonly place: Pick<JudgedScenario, 'file' | 'line'>;
}

function ofMethod(method: MethodReading, { surface, findings, signing, place }: MethodContext): JudgedScenario {
  const address = `${surface.client}/${method.name}`;
  const mine = findings.filter((finding) => finding.address === address);
  if (signing.has(method.name)) return scenarioOf(address, place, [stepOf(address, WHOLE_CLIENT, mine)]);
  if (method.state !== 'sends') {
    const state = method.state === 'blocked' ? 'blocked' : 'skipped';
    return scenarioOf(address, place, [{ ...stepOf(address, null, []), state, reason: method.reason }]);
  }
  const operations = [
    ...new Set(method.calls.flatMap(({ exchanges }) => exchanges.flatMap(({ operation }) => operation ?? []))),
  ];
  const [first = WHOLE_CLIENT, ...others] = operations;
  const isOther = (finding: Finding) => others.includes(finding.operation);
  return scenarioOf(address, place, [
    stepOf(
      address,
      first,
      mine.filter((finding) => !isOther(finding)),
    ),
    ...others.map((id) =>
      stepOf(
        `${address}/${id}`,
        id,
        mine.filter(({ operation }) => operation === id),
      ),
    ),
  ]);
}

function scenarioOf(
  address: string,
  place: Pick<JudgedScenario, 'file' | 'line'>,
  steps: readonly JudgedStep[],
): JudgedScenario {
  return { address, suite: suiteOf(address), source: 'trace', ...place, durationMs: 0, steps };
}

function stepOf(address: string, operation: string | null, findings: readonly Finding[]): JudgedStep {
  return { address, operation, phase: 'step', line: 1, state: 'exercised', flaky: false, findings };
}

function wholeAddress(client: string): string {
  return `${client}/client`;
}

/** Describes a trace as a run, because the gate and the reporters read runs. */
function runOf({ start }: Trace): RunStart {
  return {
    ...{ kind: 'run', format: 1, tool: start.tool, run: start.client, seed: 0, shard: null, whole: true, client: true },
    target: { name: start.client, origin: '', profile: start.profile },
    contracts: start.contracts,
  };
}

/** For a request to an unknown route, finds a similar operation that no method calls. */
function findIntended(
  method: SendingMethod,
  contracts: Iterable<Contract>,
  covered: ReadonlySet<OperationId>,
): Contract | undefined {
  const request = method.base.exchanges.find(({ operation }) => operation === null)?.request;
  if (request === undefined) return undefined;
  const scored = [...contracts]
    .filter(({ id }) => !covered.has(id))
    .map((contract) => ({ contract, score: likeness(method, request, contract) }))
    .filter(({ score }) => score >= 2)
    .sort((a, b) => b.score - a.score);
  return scored[0]?.contract;
}

function likeness(
  { name }: SendingMethod,
  { method, target }: { readonly method: string; readonly target: string },
  contract: Contract,
): number {
  const path = shapeOf(pathOf(target));
  const declared = shapeOf(contract.path);
  const distance = editDistance(path, declared);
  const near = distance === 0 ? 2 : distance <= 3 ? 1.5 : distance <= declared.length / 4 ? 1 : 0;
  const named = foldName(name).endsWith(foldName(contract.id)) ? 2 : 0;
  return near + named + (near > 0 && method === contract.method ? 0.5 : 0);
}

/** Replaces the parameters and the made-up values of a path with `_`. */
function shapeOf(path: string): string {
  return path
    .split('/')
    .map((part) => (part.startsWith('{') || part.includes('pw') || part.includes('41') ? '_' : part))
    .join('/');
}

/** Joins drafts with the same cause into one draft, even drafts about several operations. */
function collapse(drafts: readonly ClientDraft[]): readonly ClientDraft[] {
  const groups = groupBy(drafts, (draft) => draft.cause ?? keyOf(draft) ?? draft);
  return [...groups.values()].map(([first, ...more]) => join(first, more));
}

/** Drafts about methods that send the same requests, such as `pause` and `update`, have the same key. */
function keyOf({ operation, field, expected, places }: ClientDraft): string | undefined {
  if (field === null) return undefined;
  return JSON.stringify([operation, field, expected, places ?? null]);
}

function join(first: ClientDraft, more: readonly ClientDraft[]): ClientDraft {
  if (more.length === 0) return first;
  const all = [first, ...more];
  const operations = new Set(all.map(({ operation }) => operation));
  const methods = [...new Set(all.flatMap(({ method }) => method ?? []))].sort();
  const others = methods.filter((method) => method !== first.method);
  const several = operations.size > 1;
  return {
    ...first,
    ...(several && { operation: WHOLE_CLIENT, method: null }),
    methods,
    field: commonField(all.map(({ field }) => field)),
    observed:
      others.length === 0
        ? first.observed
        : `${first.observed}${several ? ` (${first.method})` : ''}; also in ${listWords(others, 6)}`,
  };
}

/** Returns the end that all pointers share: `/city` for `/home/city` and `/work/city`. */
function commonField([first = null, ...others]: readonly (string | null)[]): string | null {
  if (others.every((other) => other === first)) return first;
  if (first?.startsWith('/') !== true) return null;
  const ends = [...first.matchAll(/\//g)].map(({ index }) => first.slice(index));
  return ends.find((end) => others.every((other) => other?.startsWith('/') && other.endsWith(end))) ?? null;
}
