import { type Client, isMeantToCover } from '../../model/client.ts';
import type { ClientSurface } from '../../model/client-surface.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import type { ClientManifest, CoveredEndpoint, Manifest, MissingEndpoint, ModelDrift } from '../../model/manifest.ts';
import { entryName, type NoteBook, type Notes, openNotes } from './carry-notes.ts';
import type { Ports } from './ports.ts';
import { type ClientCoverage, readCoverage } from './read-coverage.ts';

export interface ManifestInput {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** ISO date; null: not said. */
  readonly audited: string | null;
  readonly clients: readonly ClientInput[];
  /** Parts of an earlier manifest that stay as they are: of clients that nobody looked at. */
  readonly kept?: { readonly [client: string]: ClientManifest };
}

/** The evidence on one client. */
export interface ClientInput {
  readonly client: Pick<Client, 'name' | 'covers'>;
  readonly surface: ClientSurface;
  readonly findings: readonly Finding[];
  readonly versions: readonly { readonly source: string; readonly version: string }[];
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
  readonly ports: Ports;
  readonly notes: Notes;
}

/** The manifest that the evidence yields. The same evidence gives the same manifest. */
export function buildManifest({ contracts, profile, audited, clients, kept = {} }: ManifestInput): Manifest {
  const parts = new Map(Object.entries(kept));
  for (const input of clients) parts.set(input.client.name, clientPart(input, contracts));
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { format: 2, audited, contracts: { hash: contracts.hash, profile }, clients: Object.fromEntries(sorted) };
}

function clientPart(input: ClientInput, contracts: ContractSet): ClientManifest {
  const { surface, revision, versions, ports } = input;
  const coverage = readCoverage(surface, contracts);
  const book = openNotes(input.notes);
  const part = {
    source: { commit: revision?.commit ?? null, dirty: revision?.dirty ?? false },
    profile: surface.profile,
    versions: versions
      .toSorted((a, b) => (a.source < b.source ? -1 : 1))
      .map(({ source, version }) => ({ source, version })),
    endpoints_covered: coveredOf(coverage, book),
    endpoints_missing: missingOf(coverage, input, { contracts, book }),
    ports_in_flight: ports.inFlight.map((port) => ({
      ...port,
      ...book.noteOf(entryName.port(port.operation, port.field)),
    })),
    ports_shipped: ports.shipped.map((port) => ({
      ...port,
      ...book.noteOf(entryName.port(port.operation, port.field)),
    })),
    model_drift: driftOf(input.findings, book),
  };
  return { ...part, orphaned_notes: book.left() };
}

function requestOf({ method, path }: Pick<Contract, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

function coveredOf(coverage: ClientCoverage, { noteOf }: NoteBook): readonly CoveredEndpoint[] {
  return [...coverage].map(([operation, { contract, methods, fields, missing }]) => ({
    ...{ operation, request: requestOf(contract), methods, fields, fields_missing: missing },
    ...noteOf(entryName.covered(operation)),
  }));
}

/** What the client is meant to have, and what somebody wrote a note on: a blocker is a reason not to have it. */
function missingOf(
  coverage: ClientCoverage,
  { client, surface, notes }: ClientInput,
  { contracts, book }: { readonly contracts: ContractSet; readonly book: NoteBook },
): readonly MissingEndpoint[] {
  const isWanted = ({ id, profiles, lifecycle }: Contract) =>
    lifecycle === 'shipped' &&
    profiles.includes(surface.profile) &&
    (isMeantToCover(client, id) || notes.has(entryName.missing(id)));
  return [...contracts.operations.values()]
    .filter((contract) => !coverage.has(contract.id) && isWanted(contract))
    .map((contract) => ({
      operation: contract.id,
      request: requestOf(contract),
      since: contract.since ?? null,
      ...book.noteOf(entryName.missing(contract.id)),
    }))
    .sort((a, b) => (a.operation < b.operation ? -1 : 1));
}

/** These are said by the lists of endpoints and their fields. */
const SAID_ELSEWHERE: ReadonlySet<FindingKind> = new Set(['operation-not-covered', 'field-not-sendable'] as const);

function driftOf(findings: readonly Finding[], { noteOf }: NoteBook): readonly ModelDrift[] {
  const key = ({ operation, kind, field, observed }: ModelDrift) =>
    [operation, kind, field ?? '', observed].join('\u0000');
  const drifts = findings
    .filter(({ kind }) => !SAID_ELSEWHERE.has(kind))
    .map(({ operation, kind, field, observed }): ModelDrift => ({ operation, kind, field, observed }));
  const unique = new Map(drifts.map((drift) => [key(drift), drift]));
  return [...unique]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, drift]) => ({ ...drift, ...noteOf(entryName.drift(drift.operation, drift.kind, drift.field)) }));
}
