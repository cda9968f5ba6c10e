import type { ContractSet, Field } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { reportAt } from './build-context.ts';
import { checkBehaviors } from './check-behaviors.ts';
import { checkLocations } from './check-locations.ts';
import { type ContractContext, checkField, checkOperation } from './check-names.ts';
import type { LoadedContracts } from './load-contracts.ts';
import type { YamlSource } from './yaml-source.ts';

/** What of one contract must agree with itself and with the others. */
export function checkContracts({ contracts, sources, broken, apiSource }: LoadedContracts): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void found.push(diagnostic);
  for (const contract of contracts.operations.values()) {
    const source = sources.get(contract.id);
    if (source === undefined) continue;
    const context = { contract, contracts, broken, source, report };
    checkReferences(context);
    checkBehaviors(context);
    checkErrors(context);
    checkPlaces(context);
  }
  checkRoutes(contracts, sources, report);
  return [...found, ...checkLocations(contracts, sources, apiSource)];
}

function checkReferences(context: ContractContext): void {
  const { contract, contracts } = context;
  for (const name of Object.keys(contract.example)) checkField(context, contract, { name, path: ['example', name] });
  for (const [index, id] of contract.after.entries()) checkOperation(context, id, ['after', index]);
  if (contract.cleanup === null) return;
  const path = ['cleanup'];
  checkOperation(context, contract.cleanup.call, path);
  const target = contracts.operations.get(contract.cleanup.call);
  for (const name of Object.keys(contract.cleanup.with))
    if (target) checkField(context, target, { name, path: [...path, 'with', name] });
}

/** An error code needs an envelope that says where it stands. */
function checkErrors(context: ContractContext): void {
  const { contract, contracts } = context;
  if (contracts.api.envelope !== null || !contract.responses.some((response) => response.errors.length > 0)) return;
  reportAt(context, {
    path: ['responses'],
    part: 'key',
    code: 'no-envelope',
    message: 'declares error codes, but contracts/api.yaml has no error_envelope',
  });
}

/** No two fields at one place. */
function checkPlaces(context: ContractContext): void {
  const seen = new Map<string, Field>();
  const whole = context.contract.fields.find((field) => field.whole);
  for (const field of context.contract.fields) {
    const key = placeKey(field);
    const other = seen.get(key);
    seen.set(key, field);
    const shares =
      other ?? (whole !== undefined && whole !== field && field.place.location === 'body' ? whole : undefined);
    if (shares === undefined || !overlap(shares.profiles, field.profiles)) continue;
    reportAt(context, {
      path: ['fields', field.name],
      part: 'key',
      code: 'same-place',
      message: `travels at the same place as "${shares.name}"`,
    });
  }
}

function placeKey({ place }: Field): string {
  const name = place.location === 'header' ? place.name.toLowerCase() : place.name;
  return `${place.location} ${name}`;
}

function overlap(a: readonly string[], b: readonly string[]): boolean {
  return a.some((each) => b.includes(each));
}

function checkRoutes(
  contracts: ContractSet,
  sources: ReadonlyMap<string, YamlSource>,
  report: ContractContext['report'],
): void {
  const seen = new Map<string, string>();
  for (const contract of contracts.operations.values()) {
    const route = `${contract.method} ${contract.path.replaceAll(/\{[^}]*\}/g, '{}')}`;
    const other = seen.get(route);
    const source = sources.get(contract.id);
    if (other !== undefined && source !== undefined)
      reportAt(
        { source, report },
        { path: ['request'], code: 'same-route', message: `is the same request as that of ${other}` },
      );
    seen.set(route, contract.id);
  }
}
