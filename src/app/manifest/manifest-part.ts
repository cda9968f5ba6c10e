import { join } from 'node:path';
import type { ClientInput } from '../../audit/manifest/build-manifest.ts';
import { knownPorts, NO_NOTES, notesOfManifest, writeNotes } from '../../audit/manifest/carry-notes.ts';
import { carryOldPorts } from '../../audit/manifest/carry-old-notes.ts';
import { coverageOf } from '../../audit/manifest/client-facts.ts';
import { joinPorts, type PortEvidence, type Ports } from '../../audit/manifest/ports.ts';
import { readCoverage } from '../../audit/manifest/read-coverage.ts';
import { findObstacle } from '../../clients/install/find-obstacle.ts';
import { writeJson } from '../../lib/json-text.ts';
import { readSnapshot } from '../../load/load-manifest.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import type { Client } from '../../model/client.ts';
import type { ClientFacts, ClientNotes, Manifest } from '../../model/manifest.ts';
import { diffLines } from '../../report/diff-lines.ts';
import { renderStaleClaims } from '../../report/manifest-lines.ts';
import { clientEvidence, type EvidenceContext } from '../trace/client-evidence.ts';
import type { ClientEvidence } from '../trace/judge-trace.ts';
import { formatProblem, isSameSnapshot, makeSnapshot, readSnapshotFile } from '../trace/keep-snapshot.ts';
import { type PortLists, portsOf, tracePorts } from '../trace/trace-ports.ts';
import { writeWholeFile } from '../write-file.ts';
import { type OldManifests, readOldStory } from './old-manifests.ts';

interface PartContext {
  readonly evidence: EvidenceContext;
  readonly check: boolean;
  readonly audited: string | null;
  readonly previous: Manifest | null;
  readonly clients: readonly Client[];
  readonly old: OldManifests;
  readonly ports: PortLists;
}

export interface ClientPart {
  readonly input?: ClientInput;
  /** The reason why the client could not be compared, or the differences in the snapshot or the notes file. */
  readonly problem?: string;
}

/** Uses the snapshot only if the client cannot run here. */
export async function clientPart(client: Client, context: PartContext): Promise<ClientPart> {
  const { check, evidence } = context;
  const { workspace, io, asKept } = evidence;
  const obstacle = asKept ? undefined : await findObstacle(client, { root: workspace.root, env: io.env });
  const snapshot = await readSnapshotFile(client, workspace);
  if (obstacle === undefined) return tracedPart(client, context, snapshot);
  const facts = snapshot.text === null ? null : readSnapshot(snapshot.name, snapshot.text);
  if (facts === null) {
    if (!check) io.err(`unchanged: ${client.name}: ${obstacle}\n`);
    const why = snapshot.text === null ? 'does not exist' : noFacts(client, snapshot.text);
    return { problem: `${client.name}: cannot be checked: ${obstacle}, and ${snapshot.name} ${why}\n` };
  }
  io.err(`${client.name}: ${obstacle}; ${check ? 'compared with' : 'taken from'} ${snapshot.name}\n`);
  const known = knownOf(client, context);
  const main = coverageOf(facts, workspace.contracts);
  const ports = portsOfClient(context, { main, open: null, merged: [], previous: known });
  const problem = await keepNotes(client, { ...known, ...inFile(ports) }, context);
  return {
    input: { client, facts, snapshot: snapshot.text, ports, notes: new Map(Object.entries(known.notes)) },
    ...(problem !== undefined && { problem }),
  };
}

function noFacts({ name }: Client, text: string): string {
  const problem = formatProblem(text);
  return problem === undefined
    ? 'contains no facts for the manifest'
    : `${problem}; run \`parity trace ${name} --update\` to write the snapshot again`;
}

type SnapshotFile = Awaited<ReturnType<typeof readSnapshotFile>>;

async function tracedPart(client: Client, context: PartContext, file: SnapshotFile): Promise<ClientPart> {
  const { check } = context;
  const { workspace, io } = context.evidence;
  const { contracts } = workspace;
  const evidence = await clientEvidence(client, context.evidence);
  const made = makeSnapshot(evidence, workspace);
  const listed = portsOf(context.ports, client, context.clients);
  const known = await withOld(knownOf(client, context), evidence, made.facts, context);
  const ports = portsOfClient(context, {
    main: readCoverage(evidence.surface, contracts),
    open: listed === null ? null : await tracePorts(listed, client, context.evidence),
    merged: (listed ?? []).filter(({ state }) => state === 'merged'),
    previous: known,
  });
  const isSame = file.text !== null && isSameSnapshot(file.text, made.text);
  if (!check && file.text !== made.text) {
    await writeWholeFile(file.file, made.text, file.name);
    io.err(`wrote ${file.name}\n`);
  }
  const problems = [
    ...(check && !isSame ? [differing(file, made.text)] : []),
    (await keepNotes(client, { ...known, ...inFile(ports) }, context)) ?? '',
  ];
  return {
    input: {
      client,
      // A committed snapshot cannot contain the id of its own commit, so the commit is not compared.
      facts: check ? { ...made.facts, source: sourceOf(file) ?? made.facts.source } : made.facts,
      snapshot: check ? file.text : made.text,
      ports,
      notes: new Map(Object.entries(known.notes)),
    },
    ...(problems.join('') !== '' && { problem: problems.join('') }),
  };
}

function sourceOf({ name, text }: SnapshotFile): ClientFacts['source'] | undefined {
  return text === null ? undefined : readSnapshot(name, text)?.source;
}

function differing({ name, text }: SnapshotFile, made: string): string {
  if (text === null) return `${name}: does not exist\n`;
  return `${name}: differs from the trace\n${diffLines(text, made)}`;
}

function portsOfClient({ evidence, audited }: PartContext, ports: Omit<PortEvidence, 'contracts' | 'audited'>): Ports {
  return joinPorts({ ...ports, contracts: evidence.workspace.contracts, audited });
}

/** If there is a notes file, the notes in the manifest are ignored. */
function knownOf({ name, notes }: Client, { check, previous, evidence }: PartContext): ClientNotes {
  const part = previous?.clients[name];
  const written = part === undefined || check ? NO_NOTES : notesOfManifest(part);
  if (notes === undefined) return written;
  for (const [entry, note] of Object.entries(written.notes))
    if (writeJson(notes.notes[entry]) !== writeJson(note))
      evidence.io.err(
        `${name}: ${entry}: the note in ${notesName(name, evidence)} replaces the note in the manifest\n`,
      );
  return notes;
}

function notesName(client: string, { workspace }: EvidenceContext): string {
  return `${workspace.config.clients}/${client}.notes.yaml`;
}

function inFile({ inFlight, shipped }: Ports) {
  return knownPorts({ ports_in_flight: inFlight, ports_shipped: shipped });
}

/** With `check`, writes nothing and returns a message if the notes file is out of date. */
async function keepNotes(client: Client, now: ClientNotes, context: PartContext): Promise<string | undefined> {
  const before = client.notes ?? NO_NOTES;
  if (writeJson({ ...before, ...knownPorts(before) }) === writeJson({ ...now, ...knownPorts(now) })) return;
  const { evidence } = context;
  const name = notesName(client.name, evidence);
  if (context.check)
    return `${name}: the ports in the manifest differ from the trace; run \`parity manifest\` to update the ports\n`;
  const file = join(evidence.workspace.root, name);
  const text = client.notes === undefined ? null : await readTextFile(file);
  await writeWholeFile(file, writeNotes(text, client.name, now), name);
  evidence.io.err(`wrote ${name}\n`);
}

async function withOld(known: ClientNotes, evidence: ClientEvidence, facts: ClientFacts, context: PartContext) {
  const { workspace, io } = context.evidence;
  const story = context.old.get(evidence.client.name);
  if (story === undefined) return known;
  const { notes, stale } = await readOldStory(story.manifest, evidence, workspace);
  io.out(renderStaleClaims(story.file, stale));
  const shipped = carryOldPorts(story.manifest, facts, workspace.contracts);
  return {
    ...known,
    notes: { ...Object.fromEntries(notes), ...known.notes },
    ports_shipped: [...shipped, ...known.ports_shipped],
  };
}
