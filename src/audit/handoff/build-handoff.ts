import { KINDS } from '../../judge/kinds.ts';
import { compareText } from '../../lib/compare-text.ts';
import { daysBetween } from '../../lib/day.ts';
import { groupBy } from '../../lib/group-by.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import type { Drift } from '../../model/drift.ts';
import type { Finding } from '../../model/finding.ts';
import {
  type EarlierLine,
  type HandedOver,
  type Handoff,
  type HandoffDecision,
  type HandoffNote,
  type HandoffPort,
  type HandoffXfail,
  PRIORITIES,
} from '../../model/handoff.ts';
import type { Xfail } from '../../model/ledger.ts';
import type { PortInFlight, StaleClaim } from '../../model/manifest.ts';
import { buildRow, type RowContext, type RowDraft } from './build-row.ts';
import { type CauseGroup, groupCauses } from './group-causes.ts';
import { isMissing, isOfClient } from './priority.ts';

/** A statement that is contradicted by the evidence. */
export interface Contradiction {
  /** File and line of the statement, for example `README.md:40`. */
  readonly at: string;
  readonly says: string;
  readonly evidence: string;
}

export interface HandoffEvidence extends Omit<RowContext, 'inFlight'> {
  /** Date of the hand-off in ISO format. */
  readonly date: string;
  readonly sources: readonly string[];
  /** Findings of the trace, with and without a ledger entry. */
  readonly findings: readonly Finding[];
  readonly ports: readonly PortInFlight[];
  readonly stale: readonly { readonly file: string; readonly claim: StaleClaim }[];
  readonly docs: readonly Contradiction[];
  readonly versions: readonly Contradiction[];
  readonly answers: readonly Contradiction[];
  readonly drifts: readonly Drift[];
  /** `written` is null if git does not know when the entry was written. */
  readonly ledger: readonly { readonly entry: Xfail; readonly written: string | null }[];
  readonly earlier: readonly EarlierLine[];
  readonly decided: readonly HandoffDecision[];
}

export function buildHandoff(evidence: HandoffEvidence): Handoff {
  const { client, contracts, trace, date, findings } = evidence;
  const keep = idKeeper({ client: client.name, date, earlier: evidence.earlier });
  const context: RowContext = { ...evidence, inFlight: referencesOf(evidence.ports) };
  const told = findings.filter(isOfClient);
  const causes = handoffCauses(evidence);
  const drafts = causes.map((cause) => buildRow(cause, context));
  const rows = drafts.toSorted(byConsequence).map(keep);
  return {
    ...{ format: 2, client: client.name, date, profile: client.profile, contracts: contracts.hash },
    source: trace.start.revision,
    sources: evidence.sources,
    missing: rows.filter(({ kind }) => isMissing(kind)),
    wrong: rows.filter(({ kind }) => !isMissing(kind)),
    inFlight: portDrafts(evidence.ports, client.name).map(keep),
    manifest: claimNotes(evidence).map(keep),
    docs: evidence.docs.map((each) => noteOf('docs', each, client.name)).map(keep),
    lattice: evidence.drifts
      .filter((drift) => !isTold(drift, told, client.name))
      .map(driftNote)
      .map(keep),
    answers: evidence.answers.map((each) => noteOf('answers', each, client.name)).map(keep),
    versions: evidence.versions.map((each) => noteOf('version', each, client.name)).map(keep),
    accepted: evidence.ledger.map((each) => acceptedEntry(each, { causes, rows, evidence })),
    decided: evidence.decided,
    reproductions: {
      shown: rows.filter(({ reproduction }) => reproduction !== null).length,
      withheld: rows.filter(({ withheld }) => withheld !== null).length,
    },
  };
}

export function handoffCauses({
  findings,
  versions,
  contracts,
}: Pick<HandoffEvidence, 'findings' | 'versions' | 'contracts'>): readonly CauseGroup[] {
  const told = findings.filter((finding) => isOfClient(finding) && !isAmongVersions(finding, versions));
  return groupCauses(told, contracts);
}

function isAmongVersions({ kind }: Finding, versions: readonly Contradiction[]): boolean {
  return kind === 'user-agent-version-differs' && versions.some(({ at }) => at.startsWith('User-Agent'));
}

function byConsequence(a: RowDraft, b: RowDraft): number {
  return (
    PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
    KINDS[a.kind].gravity - KINDS[b.kind].gravity ||
    compareText(nameOf(a), nameOf(b))
  );
}

function nameOf({ points }: RowDraft): string {
  return `${points[0]?.operation} ${points[0]?.field ?? ''}`;
}

function referencesOf(ports: readonly PortInFlight[]): RowContext['inFlight'] {
  return new Map(ports.map(({ operation, field, references }) => [`${operation} ${field ?? ''}`.trim(), references]));
}

type Unkept<T extends HandedOver> = Omit<T, 'id' | 'first'>;

function portDrafts(ports: readonly PortInFlight[], client: string): readonly Unkept<HandoffPort>[] {
  const groups = groupBy(ports, ({ references }) => references.join(' '));
  return [...groups].map(([key, items]) => ({
    priority: 'P2',
    fingerprints: [shortHash(['port', client, key])],
    references: items[0].references,
    titles: items[0].titles,
    brings: items.map(({ operation, field }) => (field === null ? operation : `${operation} ${field}`)),
    overlap: items.some(({ overlap }) => overlap),
    days: items.reduce<number | null>((most, { days }) => (days === null ? most : Math.max(most ?? 0, days)), null),
  }));
}

function claimNotes({ stale, client }: HandoffEvidence): readonly Unkept<HandoffNote>[] {
  const notes = new Map<string, Unkept<HandoffNote>>();
  for (const { file, claim } of stale) {
    // Claims are not identified by pointers, because pointers change if an earlier list entry is removed.
    const key = shortHash(['claim', client.name, claim.claim]);
    const before = notes.get(key);
    const evidence = before === undefined ? claim.evidence : `${before.evidence}; ${claim.evidence}`;
    notes.set(key, {
      priority: 'P3',
      fingerprints: [key],
      at: before?.at ?? `${file}#${claim.pointer}`,
      says: claim.claim,
      evidence,
    });
  }
  return [...notes.values()];
}

function noteOf(topic: string, { at, says, evidence }: Contradiction, client: string): Unkept<HandoffNote> {
  // Line numbers change, so a statement is identified by its text and its file.
  const fingerprint = shortHash([topic, client, at.replace(/:\d+$/, ''), says]);
  return { priority: 'P3', fingerprints: [fingerprint], at, says, evidence };
}

function isTold({ kind, operation, field, culprit }: Drift, findings: readonly Finding[], client: string): boolean {
  // If the client sends a request that no contract describes, a finding already reports this request.
  if (kind === 'operation-only-here' && culprit === `client:${client}`) return true;
  return findings.some((finding) => finding.operation === operation && isNear(finding.field, field));
}

function isNear(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && (a.startsWith(`${b}.`) || b.startsWith(`${a}.`)));
}

function driftNote({ kind, operation, field, culprit, sentence, fingerprint, sayings }: Drift): Unkept<HandoffNote> {
  const odd = sayings.find(({ source }) => source === culprit);
  return {
    priority: 'P3',
    fingerprints: [fingerprint],
    at: field === null ? operation : `${operation} ${field}`,
    says: `${kind}: ${culprit === null ? 'no majority' : `${culprit}${odd?.at ? ` (${odd.at.file}${odd.at.line > 0 ? `:${odd.at.line}` : ''})` : ''}`}`,
    evidence: sentence,
  };
}

interface Excused {
  readonly causes: readonly CauseGroup[];
  readonly rows: Handoff['wrong'];
  readonly evidence: HandoffEvidence;
}

function acceptedEntry(
  { entry, written }: HandoffEvidence['ledger'][number],
  { causes, rows, evidence }: Excused,
): HandoffXfail {
  const mine = causes.filter(({ findings }) => findings.some((finding) => evidence.excuses.get(finding) === entry));
  const prints = new Set(mine.map(({ fingerprint }) => fingerprint));
  return {
    place: Object.values(entry.place).join(),
    kind: entry.kind,
    field: entry.field ?? null,
    reason: entry.reason,
    ref: entry.ref ?? null,
    owner: entry.owner,
    age: written === null ? null : Math.max(0, daysBetween(written, evidence.date)),
    expires: entry.expires,
    expired: evidence.date > entry.expires,
    rows: rows.filter(({ fingerprints }) => fingerprints.some((each) => prints.has(each))).map(({ id }) => id),
    at: `${entry.at.file}:${entry.at.line}`,
  };
}

type UnnumberedRow = Pick<HandedOver, 'fingerprints'>;

interface IdOptions {
  readonly client: string;
  readonly date: string;
  /** Entries of the client's most recent hand-off. */
  readonly earlier: readonly EarlierLine[];
}

/** An entry keeps the id of the earlier entry with the same fingerprint. */
function idKeeper({
  client,
  date,
  earlier,
}: IdOptions): <T extends UnnumberedRow>(draft: T) => T & Pick<HandedOver, 'id' | 'first'> {
  const known = new Map(
    earlier.flatMap((line) => line.fingerprints.map((fingerprint) => [fingerprint, line] as const)),
  );
  const taken = new Set<string>(earlier.map(({ id }) => id));
  const given = new Set<string>();
  return (draft) => {
    const line = draft.fingerprints
      .map((each) => known.get(each))
      .find((each) => each !== undefined && !given.has(each.id));
    const id = line?.id ?? freshId(client, draft.fingerprints[0] ?? '', taken);
    taken.add(id);
    given.add(id);
    return { ...draft, id, first: line?.first ?? date };
  };
}

function freshId(client: string, fingerprint: string, taken: ReadonlySet<string>): string {
  for (let length = 6; length < fingerprint.length; length += 1) {
    const id = `${client}-${fingerprint.slice(0, length)}`;
    if (!taken.has(id)) return id;
  }
  return `${client}-${fingerprint}`;
}
