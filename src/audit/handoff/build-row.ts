import { formatPointer, parsePointer, readPointer } from '../../lib/json-pointer.ts';
import { tryParseJson } from '../../lib/json-text.ts';
import { previewText, previewValue } from '../../lib/preview-value.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { Client } from '../../model/client.ts';
import type { ClientSurface } from '../../model/client-surface.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { MethodDescription } from '../../model/driver.ts';
import type { Finding } from '../../model/finding.ts';
import type { HandoffRow, Program } from '../../model/handoff.ts';
import { type HeaderList, headerValues } from '../../model/http.ts';
import type { Xfail } from '../../model/ledger.ts';
import { requestText } from '../../model/route.ts';
import type { ClientCall, ClientExchange, Trace } from '../../model/trace.ts';
import { allFields } from '../../schema/field-tree.ts';
import type { CauseGroup } from './group-causes.ts';
import { guardsOwnership, isMissing, priorityOf } from './priority.ts';

/** The result of running the program that reproduces a row of the hand-off. */
export interface Replay {
  readonly program: Program | null;
  readonly withheld: string | null;
  readonly call?: ClientCall;
}

export interface RowContext {
  readonly client: Client;
  readonly contracts: ContractSet;
  readonly trace: Trace;
  readonly surface: ClientSurface;
  /** The API key that the client used during the trace. */
  readonly secret: string;
  readonly excuses: ReadonlyMap<Finding, Xfail>;
  /** Maps the fingerprint of a row to the replay of the row. */
  readonly replays: ReadonlyMap<string, Replay>;
  /** Maps an operation or field to its open pull requests, such as `#42`. */
  readonly inFlight: ReadonlyMap<string, readonly string[]>;
}

export type RowDraft = Omit<HandoffRow, 'id' | 'first'>;

export function buildRow({ fingerprint, findings }: CauseGroup, context: RowContext): RowDraft {
  const [first] = findings;
  const { contracts, surface, replays } = context;
  const contract = contracts.operations.get(first.operation);
  const { program, withheld, call: replayed } = replays.get(fingerprint) ?? NOT_REPLAYED;
  const traced = evidenceCall(first, context.trace);
  const call = replayed !== undefined && replayed.exchanges.length > 0 ? replayed : traced;
  const methods = methodsOf(findings, surface.client);
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
    ...{ methods, places: placesOf(methods, surface.description.methods) },
    server: contract === undefined ? null : serverOf(contract, findings),
    ...{ reproduction: program, withheld },
    wire: call === undefined || isMissing(first.kind) ? [] : wireExcerpt(first, call, context.secret),
    evidence: first.evidence.exchange,
    inFlight: [...new Set(findings.flatMap(({ operation, field }) => referencesOf(operation, field, context)))],
    accepted: acceptedBy(findings, context),
  };
}

/** A row for a missing operation or field has no program, because no call can reproduce the finding. */
const NOT_REPLAYED: Replay = { program: null, withheld: null };

function placesOf(methods: readonly string[], described: readonly MethodDescription[]): readonly string[] {
  const places = described.flatMap(({ name, at }) =>
    at !== undefined && methods.includes(name) ? [`${at.file}:${at.line}`] : [],
  );
  return [...new Set(places)];
}

function referencesOf(operation: string, field: string | null, { inFlight }: RowContext): readonly string[] {
  return [...(inFlight.get(operation) ?? []), ...(field === null ? [] : (inFlight.get(`${operation} ${field}`) ?? []))];
}

export function evidenceCall({ evidence }: Finding, { calls }: Pick<Trace, 'calls'>): ClientCall | undefined {
  return calls.find(({ id }) => id === evidence.exchange);
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
    request: requestText(contract),
    since: field?.since ?? contract.since ?? null,
    contract: `${at.file}:${at.line}`,
  };
}

function acceptedBy(findings: readonly Finding[], { excuses }: RowContext): HandoffRow['accepted'] {
  const entries = findings.map((finding) => excuses.get(finding));
  const [first] = entries;
  if (first === undefined || entries.includes(undefined)) return null;
  return { owner: first.owner, expires: first.expires };
}

function wireExcerpt({ evidence }: Finding, call: ClientCall, secret: string): readonly string[] {
  const [, position = '0', side = '', part = '', ...rest] = parsePointer(evidence.pointer);
  const exchange = call.exchanges[Number(position)] ?? call.exchanges[0];
  const lines = exchange === undefined ? [outcomeLine(call)] : exchangeLines(exchange, { side, part, rest });
  return lines.map((line) => line.replaceAll(secret, '$API_KEY'));
}

interface Pointed {
  readonly side: string;
  readonly part: string;
  readonly rest: readonly string[];
}

function exchangeLines({ request, response }: ClientExchange, { side, part, rest }: Pointed): readonly string[] {
  const lines = [previewText(`${request.method} ${request.target}`, 200)];
  if (side === 'request') return [...lines, ...partLines(request, part, rest)];
  if (response === null) return lines;
  return [...lines, `→ ${response.status}`, ...partLines(response, part, rest)];
}

interface Message {
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

function partLines({ headers, body }: Message, part: string, rest: readonly string[]): readonly string[] {
  if (part === 'headers') {
    const [name = ''] = rest;
    return headerValues(headers, name).map((value) => previewText(`${name}: ${value}`, 200));
  }
  if (part !== 'body' || body === null || body.byteLength === 0) return [];
  return [memberLine(decodeUtf8(body) ?? '', rest)];
}

function memberLine(text: string, rest: readonly string[]): string {
  const name = rest.at(-1);
  const value = readPointer(tryParseJson(text), formatPointer(rest));
  if (name === undefined || value === undefined) return previewText(text, 200);
  return `${JSON.stringify(name)}: ${previewValue(value, 160)}`;
}

function outcomeLine({ outcome }: ClientCall): string {
  return outcome.kind === 'raised' ? previewText(`${outcome.class}: ${outcome.text}`, 200) : outcome.kind;
}
