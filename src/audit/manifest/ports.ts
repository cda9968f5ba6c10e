import { compareText } from '../../lib/compare-text.ts';
import { daysBetween } from '../../lib/day.ts';
import type { ContractSet } from '../../model/contract.ts';
import type {
  ClientNotes,
  KnownInFlight,
  KnownShipped,
  OpenPort,
  PortInFlight,
  PortItem,
  PortShipped,
} from '../../model/manifest.ts';
import { allFields } from '../../schema/field-tree.ts';
import { portEntry } from './carry-notes.ts';
import type { ClientCoverage } from './read-coverage.ts';

export interface PortEvidence {
  readonly main: ClientCoverage;
  /** If null, entries of the earlier `ports_in_flight` stay until the client covers them. */
  readonly open: readonly { readonly port: OpenPort; readonly coverage: ClientCoverage }[] | null;
  readonly merged: readonly OpenPort[];
  readonly previous: Pick<ClientNotes, 'ports_in_flight' | 'ports_shipped'>;
  readonly contracts: ContractSet;
  /** If null, the days since each server change are not computed. */
  readonly audited: string | null;
}

export interface Ports {
  readonly inFlight: readonly PortInFlight[];
  readonly shipped: readonly PortShipped[];
}

/** A port is a server change to adopt. A port is in flight if only an open branch covers the change. */
export function joinPorts(evidence: PortEvidence): Ports {
  const { contracts, open } = evidence;
  const inFlight = open === null ? stillInFlight(evidence) : openItems(open, evidence.main);
  return {
    inFlight: inFlight.toSorted(byItem).map(({ operation, field, ...port }) => ({
      ...{ operation, field, since: sinceOf({ operation, field }, contracts) ?? null, ...port },
      ...{ overlap: port.references.length > 1, days: daysSince({ operation, field }, evidence) },
    })),
    shipped: shippedItems(evidence)
      .toSorted(byItem)
      .map((port) => ({ ...port, since: sinceOf(port, contracts) ?? null })),
  };
}

/** If a branch adds a whole operation, the fields of the operation are not listed. */
function portItems(main: ClientCoverage, branch: ClientCoverage): readonly PortItem[] {
  return [...branch].flatMap(([operation, { fields }]): readonly PortItem[] => {
    const mine = main.get(operation);
    if (mine === undefined) return [{ operation, field: null }];
    return fields.filter((field) => !mine.fields.includes(field)).map((field) => ({ operation, field }));
  });
}

function openItems(open: NonNullable<PortEvidence['open']>, main: ClientCoverage): readonly KnownInFlight[] {
  const bringing = new Map<string, { readonly item: PortItem; readonly ports: OpenPort[] }>();
  for (const { port, coverage } of open) {
    for (const item of portItems(main, coverage)) {
      const entry = bringing.get(portEntry(item)) ?? { item, ports: [] };
      entry.ports.push(port);
      bringing.set(portEntry(item), entry);
    }
  }
  return [...bringing.values()].map(({ item, ports }) => {
    const sorted = ports.toSorted((a, b) => compareText(a.reference, b.reference));
    return {
      ...item,
      references: sorted.map(({ reference }) => reference),
      titles: sorted.map(({ title }) => title),
    };
  });
}

function stillInFlight({ previous, main, contracts }: PortEvidence): readonly KnownInFlight[] {
  return previous.ports_in_flight.filter((item) => exists(item, contracts) && !isCovered(item, main));
}

function shippedItems({ previous, main, merged }: PortEvidence): readonly KnownShipped[] {
  const before = previous.ports_shipped;
  const untold = new Map(
    before.filter(({ operation }) => operation === '*').map((item) => [`${item.reference} ${item.title}`, item]),
  );
  const landed = previous.ports_in_flight.map(({ operation, field, references, titles }): KnownShipped => {
    const known = merged.find(({ reference }) => references.includes(reference));
    const reference = known?.reference ?? references[0] ?? null;
    const title = known?.title ?? titles[references.indexOf(reference ?? '')] ?? null;
    return { operation, field, reference, title, merged: known?.at?.date ?? null };
  });
  const unique = new Map([...landed, ...before].map((item) => [portEntry(item), item]));
  // A shipped port without an operation stays in the list, because no evidence can contradict it.
  return [...[...unique.values()].filter((item) => isCovered(item, main)), ...untold.values()];
}

function isCovered({ operation, field }: PortItem, main: ClientCoverage): boolean {
  const covered = main.get(operation);
  return covered !== undefined && (field === null || covered.fields.includes(field));
}

function exists({ operation, field }: PortItem, { operations }: ContractSet): boolean {
  const contract = operations.get(operation);
  return contract !== undefined && (field === null || allFields(contract).some(({ name }) => name === field));
}

function sinceOf({ operation, field }: PortItem, { operations }: ContractSet): string | undefined {
  const contract = operations.get(operation);
  if (contract === undefined || field === null) return contract?.since;
  return allFields(contract).find(({ name }) => name === field)?.since ?? contract.since;
}

/** If `since` of the field contains no date, the date comes from the operation. */
function daysSince({ operation, field }: PortItem, { contracts, audited }: PortEvidence): number | null {
  const texts = [sinceOf({ operation, field }, contracts), sinceOf({ operation, field: null }, contracts)];
  const [date] = texts.flatMap((text) => /\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? []);
  if (audited === null || date === undefined) return null;
  const days = daysBetween(date, audited);
  return Number.isNaN(days) || days < 0 ? null : days;
}

function byItem(a: PortItem, b: PortItem): number {
  return compareText(portEntry(a), portEntry(b));
}
