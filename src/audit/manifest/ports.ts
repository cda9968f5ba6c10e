import type { ContractSet } from '../../model/contract.ts';
import type { ClientManifest, OpenPort, PortInFlight, PortItem, PortShipped } from '../../model/manifest.ts';
import { allFields } from '../../schema/field-tree.ts';
import type { ClientCoverage } from './read-coverage.ts';

export interface PortEvidence {
  readonly main: ClientCoverage;
  /**
   * Open ports with the coverage of their traced branches; null if they were not examined, in which case earlier ones stay in
   * flight until covered.
   */
  readonly open: readonly { readonly port: OpenPort; readonly coverage: ClientCoverage }[] | null;
  readonly merged: readonly OpenPort[];
  readonly previous: Pick<ClientManifest, 'ports_in_flight' | 'ports_shipped'> | null;
  readonly contracts: ContractSet;
  /** ISO date; null: ages are not computed. */
  readonly audited: string | null;
}

export interface Ports {
  readonly inFlight: readonly PortInFlight[];
  readonly shipped: readonly PortShipped[];
}

/** Lists what is in flight, proven by branches that cover what the main line lacks, and what has shipped since. */
export function joinPorts(evidence: PortEvidence): Ports {
  const inFlight = evidence.open === null ? stillInFlight(evidence) : openItems(evidence.open, evidence);
  return { inFlight: inFlight.toSorted(byItem), shipped: shippedItems(evidence).toSorted(byItem) };
}

/** What a branch contributes. A new operation represents its fields. */
function portItems(main: ClientCoverage, branch: ClientCoverage): readonly PortItem[] {
  return [...branch].flatMap(([operation, { fields }]): readonly PortItem[] => {
    const mine = main.get(operation);
    if (mine === undefined) return [{ operation, field: null }];
    return fields.filter((field) => !mine.fields.includes(field)).map((field) => ({ operation, field }));
  });
}

function itemKey({ operation, field }: PortItem): string {
  return `${operation} ${field ?? ''}`.trim();
}

function openItems(open: NonNullable<PortEvidence['open']>, evidence: PortEvidence): readonly PortInFlight[] {
  const bringing = new Map<string, { readonly item: PortItem; readonly ports: OpenPort[] }>();
  for (const { port, coverage } of open) {
    for (const item of portItems(evidence.main, coverage)) {
      const entry = bringing.get(itemKey(item)) ?? { item, ports: [] };
      entry.ports.push(port);
      bringing.set(itemKey(item), entry);
    }
  }
  return [...bringing.values()].map(({ item, ports }) => {
    const sorted = ports.toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
    return {
      ...item,
      since: sinceOf(item, evidence.contracts) ?? null,
      references: sorted.map(({ reference }) => reference),
      titles: sorted.map(({ title }) => title),
      overlap: sorted.length > 1,
      days: daysSince(item, evidence),
    };
  });
}

function stillInFlight(evidence: PortEvidence): readonly PortInFlight[] {
  const { previous, main, contracts } = evidence;
  return (previous?.ports_in_flight ?? [])
    .filter((item) => exists(item, contracts) && !isCovered(item, main))
    .map(({ note: _, ...item }) => ({ ...item, days: daysSince(item, evidence) }));
}

function shippedItems({ previous, main, merged }: PortEvidence): readonly PortShipped[] {
  const before = (previous?.ports_shipped ?? []).map(({ note: _, ...item }) => item);
  const untold = new Map(
    before.filter(({ operation }) => operation === '*').map((item) => [`${item.reference} ${item.title}`, item]),
  );
  const landed = (previous?.ports_in_flight ?? []).map((port): PortShipped => {
    const { operation, field, since, references, titles } = port;
    const known = merged.find(({ reference }) => references.includes(reference));
    const reference = known?.reference ?? references[0] ?? null;
    const title = known?.title ?? titles[references.indexOf(reference ?? '')] ?? null;
    return { operation, field, since, reference, title, merged: known?.at?.date ?? null };
  });
  const unique = new Map([...landed, ...before].map((item) => [itemKey(item), item]));
  // An entry of an old manifest that names no operation is history and cannot be disproved.
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

/** The server's change for the field, or for the operation if the port contributes all of it. */
export function sinceOf({ operation, field }: PortItem, { operations }: ContractSet): string | undefined {
  const contract = operations.get(operation);
  if (contract === undefined || field === null) return contract?.since;
  return allFields(contract).find(({ name }) => name === field)?.since ?? contract.since;
}

/** Days since the server shipped it, from the first `since` of field or operation with a date. */
function daysSince({ operation, field }: PortItem, { contracts, audited }: PortEvidence): number | null {
  const texts = [sinceOf({ operation, field }, contracts), sinceOf({ operation, field: null }, contracts)];
  const [date] = texts.flatMap((text) => /\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? []);
  if (audited === null || date === undefined) return null;
  const days = (Date.parse(audited) - Date.parse(date)) / 86_400_000;
  return Number.isNaN(days) || days < 0 ? null : Math.round(days);
}

function byItem(a: PortItem, b: PortItem): number {
  return itemKey(a) < itemKey(b) ? -1 : 1;
}
