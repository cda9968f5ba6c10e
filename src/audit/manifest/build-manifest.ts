import { byKey, compareText } from '../../lib/compare-text.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import { type Client, isMeantToCover } from '../../model/client.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { ClientFacts, ClientManifest, Manifest } from '../../model/manifest.ts';
import { requestText } from '../../model/route.ts';
import { type NoteBook, type Notes, openNotes, portEntry } from './carry-notes.ts';
import type { Ports } from './ports.ts';

interface ManifestInput {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** Date of the audit in ISO format, or null if no date was given. */
  readonly audited: string | null;
  readonly clients: readonly ClientInput[];
  /** Entries of an earlier manifest, kept for clients that this audit does not examine. */
  readonly kept?: { readonly [client: string]: ClientManifest };
}

export interface ClientInput {
  readonly client: Pick<Client, 'name' | 'covers'>;
  readonly facts: ClientFacts;
  /** The text of the client's snapshot file. */
  readonly snapshot: string | null;
  readonly ports: Ports;
  readonly notes: Notes;
}

/** The same evidence gives the same manifest. */
export function buildManifest({ contracts, profile, audited, clients, kept = {} }: ManifestInput): Manifest {
  const parts = new Map(Object.entries(kept));
  for (const input of clients) parts.set(input.client.name, clientPart(input, contracts));
  const sorted = [...parts].sort(byKey);
  return { format: 3, audited, contracts: { hash: contracts.hash, profile }, clients: Object.fromEntries(sorted) };
}

function clientPart(input: ClientInput, contracts: ContractSet): ClientManifest {
  const { client, facts, snapshot, ports } = input;
  const book = openNotes(input.notes);
  const { source, profile, versions } = facts;
  const part = {
    ...{ source, profile, versions },
    endpoints_covered: coveredOf(facts, contracts, book),
    endpoints_missing: missingOf(input, contracts, book),
    left_out: leftOut(client, contracts, profile),
    ports_in_flight: ports.inFlight.map((port) => ({ ...port, ...book.noteOf(portEntry(port)) })),
    ports_shipped: ports.shipped.map((port) => ({ ...port, ...book.noteOf(portEntry(port)) })),
    model_drift: Object.fromEntries(
      Object.entries(facts.drift).map(([entry, fields]) => [entry, { fields, ...book.noteOf(entry) }]),
    ),
  };
  return {
    ...part,
    orphaned_notes: book.left(),
    proof: { snapshot: snapshot === null ? null : shortHash([snapshot]) },
  };
}

function coveredOf({ covers }: ClientFacts, { operations }: ContractSet, { noteOf }: NoteBook) {
  const entries = Object.entries(covers).flatMap(([operation, { methods, lacks }]) => {
    const contract = operations.get(operation);
    if (contract === undefined) return [];
    const entry = { request: requestText(contract), methods, ...(lacks.length > 0 && { lacks }) };
    return [[operation, { ...entry, ...noteOf(operation) }] as const];
  });
  return Object.fromEntries(entries);
}

/** Returns the shipped operations that the client should have but lacks. */
function missingOf({ client, facts, notes }: ClientInput, { operations }: ContractSet, { noteOf }: NoteBook) {
  const isWanted = ({ id, profiles, lifecycle }: Contract) =>
    lifecycle === 'shipped' && profiles.includes(facts.profile) && (isMeantToCover(client, id) || notes.has(id));
  const missing = [...operations.values()]
    .filter((contract) => facts.covers[contract.id] === undefined && isWanted(contract))
    .sort((a, b) => compareText(a.id, b.id));
  return Object.fromEntries(
    missing.map((contract) => [
      contract.id,
      {
        ...{ request: requestText(contract), since: contract.since ?? null },
        ...noteOf(contract.id),
      },
    ]),
  );
}

/** Returns the operations that the client file excludes, with the reasons. */
function leftOut({ covers }: ClientInput['client'], { operations }: ContractSet, profile: string) {
  const { only, except, reasons = {} } = covers;
  const shipped = [...operations.values()].filter((each) => each.profiles.includes(profile));
  const others = shipped.some(({ id }) => !isMeantToCover({ covers: { ...covers, except: [] } }, id));
  return Object.fromEntries([
    ...(only.length > 0 && others ? [['all others', reasons.only ?? null] as const] : []),
    ...except.map((pattern) => [pattern, reasons[pattern] ?? null] as const),
  ]);
}
