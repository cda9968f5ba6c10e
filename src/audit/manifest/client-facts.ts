import { compareText } from '../../lib/compare-text.ts';
import type { ClientSurface } from '../../model/client-surface.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import type { ClientFacts } from '../../model/manifest.ts';
import { fieldsOfProfile } from '../../schema/field-tree.ts';
import { type ClientCoverage, readCoverage } from './read-coverage.ts';

interface FactsInput {
  readonly surface: ClientSurface;
  readonly findings: readonly Finding[];
  readonly contracts: ContractSet;
  readonly revision: ClientFacts['source'] | null;
}

export function clientFacts({ surface, findings, contracts, revision }: FactsInput): ClientFacts {
  const coverage = [...readCoverage(surface, contracts)].sort(byName);
  return {
    profile: surface.profile,
    source: { commit: revision?.commit ?? null, dirty: revision?.dirty ?? false },
    versions: Object.fromEntries(
      surface.description.versions.map(({ source, version }) => [source, version] as const).sort(byName),
    ),
    covers: Object.fromEntries(
      coverage.map(([operation, { methods, missing }]) => [operation, { methods, lacks: outermost(missing) }]),
    ),
    drift: driftOf(findings),
  };
}

/** If a whole object is missing, only the object is listed and not its members. */
function outermost(names: readonly string[]): readonly string[] {
  return names.filter((name) => !names.some((other) => isBelow(name, other)));
}

function isBelow(name: string, object: string): boolean {
  return name.startsWith(`${object}.`);
}

/** The member `drift` excludes these kinds, because the manifest lists missing operations and fields separately. */
const SHOWN_ELSEWHERE: ReadonlySet<FindingKind> = new Set(['operation-not-covered', 'field-not-sendable'] as const);

function driftOf(findings: readonly Finding[]): ClientFacts['drift'] {
  const fields = new Map<string, Set<string>>();
  for (const { kind, operation, field } of findings.filter((each) => !SHOWN_ELSEWHERE.has(each.kind))) {
    const entry = `${operation} ${kind}`;
    fields.set(entry, fields.get(entry) ?? new Set());
    if (field !== null) fields.get(entry)?.add(field);
  }
  return Object.fromEntries([...fields].sort(byName).map(([entry, names]) => [entry, [...names].sort()]));
}

/** A declared field is covered unless the snapshot lists the field as missing. */
export function coverageOf({ covers, profile }: ClientFacts, contracts: ContractSet): ClientCoverage {
  return new Map(
    Object.entries(covers).flatMap(([operation, { methods, lacks }]) => {
      const contract = contracts.operations.get(operation);
      if (contract === undefined) return [];
      const declared = fieldsOfProfile(contract, profile).map(({ name }) => name);
      const fields = [
        ...new Set(declared.filter((name) => !lacks.some((lack) => name === lack || isBelow(name, lack)))),
      ].sort();
      return [[operation, { contract, methods, fields, missing: lacks }] as const];
    }),
  );
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}
