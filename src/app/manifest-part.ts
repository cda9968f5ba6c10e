import type { ClientInput } from '../audit/manifest/build-manifest.ts';
import { readNotes } from '../audit/manifest/carry-notes.ts';
import { carryOldPorts } from '../audit/manifest/carry-old-notes.ts';
import { coverageOf } from '../audit/manifest/client-facts.ts';
import { joinPorts, type PortEvidence, type Ports } from '../audit/manifest/ports.ts';
import { readCoverage } from '../audit/manifest/read-coverage.ts';
import { findObstacle } from '../clients/install/find-obstacle.ts';
import { readSnapshot } from '../load/load-snapshot.ts';
import type { Client } from '../model/client.ts';
import type { ClientFacts, Manifest, PortShipped } from '../model/manifest.ts';
import { diffLines } from '../report/diff-lines.ts';
import { renderStaleClaims } from '../report/manifest-lines.ts';
import { type ClientEvidence, clientEvidence, type EvidenceContext } from './client-evidence.ts';
import { formatProblem, isSameSnapshot, makeSnapshot, readSnapshotFile } from './keep-snapshot.ts';
import { type OldManifests, readOldStory } from './old-manifests.ts';
import { type PortLists, portsOf, tracePorts } from './trace-ports.ts';
import { writeWholeFile } from './write-file.ts';

interface PartContext {
  readonly evidence: EvidenceContext;
  /** Write nothing, and report differences. */
  readonly check: boolean;
  /** ISO date; null if not given. */
  readonly audited: string | null;
  readonly previous: Manifest | null;
  readonly clients: readonly Client[];
  readonly old: OldManifests;
  readonly ports: PortLists;
}

export interface ClientPart {
  readonly input?: ClientInput;
  /** Why the client could not be compared, or what differs besides the manifest. */
  readonly problem?: string;
}

/** From the client's trace if it can run here, otherwise from its snapshot. */
export async function clientPart(client: Client, context: PartContext): Promise<ClientPart> {
  const { check, evidence } = context;
  const { workspace, io, asKept } = evidence;
  const obstacle = asKept ? undefined : await findObstacle(client, { root: workspace.root, env: io.env });
  const snapshot = await readSnapshotFile(client, workspace);
  if (obstacle === undefined) return tracedPart(client, context, snapshot);
  const facts = snapshot.text === null ? null : readSnapshot(snapshot.name, snapshot.text);
  if (facts === null) {
    if (!check) io.err(`left as it was: ${client.name}: ${obstacle}\n`);
    const why = snapshot.text === null ? 'is not there' : noFacts(client, snapshot.text);
    return { problem: `${client.name}: cannot be checked: ${obstacle}, and ${snapshot.name} ${why}\n` };
  }
  io.err(`${client.name}: ${obstacle}; ${check ? 'compared with' : 'taken from'} ${snapshot.name}\n`);
  const before = context.previous?.clients[client.name] ?? null;
  const main = coverageOf(facts, workspace.contracts);
  return {
    input: {
      ...{ client, facts, snapshot: snapshot.text },
      ports: portsOfClient(context, { main, open: null, merged: [], previous: before }),
      notes: before === null ? new Map() : readNotes(before),
    },
  };
}

function noFacts({ name }: Client, text: string): string {
  const problem = formatProblem(text);
  return problem === undefined
    ? 'has no facts for the manifest'
    : `${problem}; \`parity trace ${name} --update\` writes it anew`;
}

type SnapshotFile = Awaited<ReturnType<typeof readSnapshotFile>>;

async function tracedPart(client: Client, context: PartContext, file: SnapshotFile): Promise<ClientPart> {
  const { check } = context;
  const { workspace, io } = context.evidence;
  const { contracts } = workspace;
  const evidence = await clientEvidence(client, context.evidence);
  const made = makeSnapshot(evidence, workspace);
  const before = context.previous?.clients[client.name] ?? null;
  const ports = portsOf(context.ports, client, context.clients);
  const old = await readOld(evidence, made.facts, context);
  const isSame = file.text !== null && isSameSnapshot(file.text, made.text);
  if (!check && file.text !== made.text) {
    await writeWholeFile(file.file, made.text, file.name);
    io.err(`wrote ${file.name}\n`);
  }
  return {
    input: {
      client,
      // A snapshot in the client's own repository cannot name the commit that contains it, so its entry is kept.
      facts: check ? { ...made.facts, source: sourceOf(file) ?? made.facts.source } : made.facts,
      snapshot: check ? file.text : made.text,
      ports: portsOfClient(context, {
        main: readCoverage(evidence.surface, contracts),
        open: ports === null ? null : await tracePorts(ports, client, context.evidence),
        merged: (ports ?? []).filter(({ state }) => state === 'merged'),
        previous: withOld(before, old.ports),
      }),
      notes: new Map([...old.notes, ...(before === null ? [] : readNotes(before))]),
    },
    ...(check && !isSame && { problem: differing(file, made.text) }),
  };
}

function sourceOf({ name, text }: SnapshotFile): ClientFacts['source'] | undefined {
  return text === null ? undefined : readSnapshot(name, text)?.source;
}

function differing({ name, text }: SnapshotFile, made: string): string {
  if (text === null) return `${name}: is not there\n`;
  return `${name}: is not what the trace shows\n${diffLines(text, made)}`;
}

function portsOfClient({ evidence, audited }: PartContext, ports: Omit<PortEvidence, 'contracts' | 'audited'>): Ports {
  return joinPorts({ ...ports, contracts: evidence.workspace.contracts, audited });
}

type Previous = PortEvidence['previous'];

function withOld(before: Previous, shipped: readonly PortShipped[]): Previous {
  if (shipped.length === 0) return before;
  return {
    ports_in_flight: before?.ports_in_flight ?? [],
    ports_shipped: [...shipped, ...(before?.ports_shipped ?? [])],
  };
}

/** Takes over notes and ports from a hand-written manifest, and prints its stale claims. */
async function readOld(evidence: ClientEvidence, facts: ClientFacts, context: PartContext) {
  const { workspace, io } = context.evidence;
  const story = context.old.get(evidence.client.name);
  if (story === undefined) return { notes: new Map(), ports: [] };
  const { notes, stale } = await readOldStory(story.manifest, evidence, workspace);
  io.out(renderStaleClaims(story.file, stale));
  return { notes, ports: carryOldPorts(story.manifest, facts, workspace.contracts) };
}
