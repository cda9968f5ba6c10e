import type { Client } from '../../model/client.ts';
import type { ClientSurface } from '../../model/client-surface.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import type { HandoffRow } from '../../model/handoff.ts';
import type { Xfail } from '../../model/ledger.ts';
import type { ClientCall, Trace } from '../../model/trace.ts';
import { allFields } from '../../schema/field-tree.ts';
import { writeCall } from './client-call.ts';
import type { CauseGroup } from './group-causes.ts';
import { isMissing, priorityOf } from './priority.ts';
import { curlOf } from './shell-line.ts';
import { wantedRequest } from './wanted-request.ts';
import { wireExcerpt } from './wire-excerpt.ts';

export interface RowContext {
  readonly client: Client;
  readonly contracts: ContractSet;
  readonly trace: Trace;
  readonly surface: ClientSurface;
  /** The key that the trace used. */
  readonly secret: string;
  readonly excuses: ReadonlyMap<Finding, Xfail>;
  /** `operation field` → references of ports that bring it. */
  readonly inFlight: ReadonlyMap<string, readonly string[]>;
}

/** A row that has no id yet. */
export type RowDraft = Omit<HandoffRow, 'id' | 'first'>;

export function buildRow({ fingerprint, findings }: CauseGroup, context: RowContext): RowDraft {
  const [first] = findings;
  const { contracts, surface } = context;
  const contract = contracts.operations.get(first.operation);
  const call = callOf(first, context);
  return {
    priority: findings.map((finding) => priorityOf(finding, guardsOwnership(finding, contracts))).sort()[0] ?? 'P2',
    kind: first.kind,
    fingerprints: [
      ...new Set([
        fingerprint,
        ...findings.map(({ cause }) => cause),
        ...findings.map((finding) => finding.fingerprint),
      ]),
    ],
    points: findings.map(({ operation, field, expected, observed }) => ({ operation, field, expected, observed })),
    methods: methodsOf(findings, surface.client),
    server: contract === undefined ? null : serverOf(contract, findings),
    curl: curlFor(findings, { ...context, contract, call }),
    call: call === undefined ? null : writeCall(call, context.client, describe(call, surface)),
    wire: call === undefined ? [] : wireExcerpt(first, call, context.secret),
    evidence: first.evidence.exchange,
    inFlight: [...new Set(findings.flatMap(({ operation, field }) => referencesOf(operation, field, context)))],
    accepted: acceptedBy(findings, context),
  };
}

function referencesOf(operation: string, field: string | null, { inFlight }: RowContext): readonly string[] {
  return [...(inFlight.get(operation) ?? []), ...(field === null ? [] : (inFlight.get(`${operation} ${field}`) ?? []))];
}

function callOf({ evidence }: Finding, { trace }: RowContext): ClientCall | undefined {
  return trace.calls.find(({ id }) => id === evidence.exchange);
}

function describe({ method }: ClientCall, { description }: ClientSurface) {
  return description.methods.find(({ name }) => name === method);
}

function methodsOf(findings: readonly Finding[], client: string): readonly string[] {
  const names = findings.flatMap(({ address, methods }) => methods ?? [address.slice(client.length + 1)]);
  return [...new Set(names)].filter((name) => name !== 'client').sort();
}

function serverOf(contract: Contract, findings: readonly Finding[]): HandoffRow['server'] {
  const fields = allFields(contract);
  const field = fields.find(({ name }) => name === findings[0]?.field);
  const at = field?.at ?? contract.at;
  return {
    request: `${contract.method} ${contract.path}`,
    since: field?.since ?? contract.since ?? null,
    contract: `${at.file}:${at.line}`,
  };
}

interface CurlContext extends RowContext {
  readonly contract: Contract | undefined;
  readonly call: ClientCall | undefined;
}

/** What is missing as the contract wants it; what is wrong as the client sends it. */
function curlFor(
  findings: CauseGroup['findings'],
  { contract, call, contracts, client, secret }: CurlContext,
): string | null {
  const [first] = findings;
  if (isMissing(first.kind) && contract !== undefined) {
    const mine = findings.filter(({ operation }) => operation === first.operation);
    const fields = mine.flatMap(({ field }) => field ?? []);
    return curlOf(wantedRequest(contract, fields, { contracts, profile: client.profile, secret }), { secret });
  }
  const position = Number(/^\/exchanges\/(\d+)/.exec(first.evidence.pointer)?.[1] ?? 0);
  const request = call?.exchanges[position]?.request;
  if (request === undefined) return null;
  const keep = /^\/exchanges\/\d+\/request\/headers\/([^/]+)/.exec(first.evidence.pointer)?.[1];
  return curlOf(request, { secret, ...(keep === undefined ? {} : { keep }) });
}

function acceptedBy(findings: readonly Finding[], { excuses }: RowContext): HandoffRow['accepted'] {
  const entries = findings.map((finding) => excuses.get(finding));
  const [first] = entries;
  if (first === undefined || entries.includes(undefined)) return null;
  return { owner: first.owner, expires: first.expires };
}

function guardsOwnership({ operation, field }: Finding, { operations }: ContractSet): boolean {
  const behaviors = operations.get(operation)?.behaviors ?? [];
  return behaviors.some((behavior) => behavior.kind === 'ownership_header' && behavior.field === field);
}
