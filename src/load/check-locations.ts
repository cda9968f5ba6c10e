import { type Contract, type ContractSet, LOCATIONS, type Location } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { reportAt } from './build-context.ts';
import type { YamlSource } from './yaml-source.ts';

type Users = ReadonlyMap<Location, readonly string[]>;

/** Field name → location → ids of the operations where it travels there. */
type FieldUsers = ReadonlyMap<string, Users>;

/**
 * One feature, several transports: the same field name at different locations in different operations. Each must be
 * acknowledged once, with a note, in contracts/api.yaml; a new one is an error, and so is a note that no longer holds.
 */
export function checkLocations(
  contracts: ContractSet,
  sources: ReadonlyMap<string, YamlSource>,
  apiSource: YamlSource,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void found.push(diagnostic);
  const users = usersByField(contracts.operations.values());
  reportInconsistent(users, { contracts, sources, apiSource, report });
  reportStale(users, { contracts, apiSource, report });
  return found;
}

interface LocationCheck {
  readonly contracts: ContractSet;
  readonly sources: ReadonlyMap<string, YamlSource>;
  readonly apiSource: YamlSource;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Fields of one name at several locations, unless api.yaml acknowledges the place. */
function reportInconsistent(users: FieldUsers, { contracts, sources, apiSource, report }: LocationCheck): void {
  for (const [field, places] of users) {
    if (places.size < 2) continue;
    const known = contracts.api.acknowledged.find((entry) => entry.field === field);
    for (const [location, operations] of places)
      for (const id of operations.filter((each) => !known?.places[location]?.includes(each))) {
        const source = sources.get(id);
        if (source === undefined) continue;
        const message = `travels in ${location} here, but ${describeOthers(places, location)}`;
        const hint = `if the server really differs, acknowledge it: add ${id} to places.${location} of "${field}" under acknowledged in ${apiSource.file}`;
        const code = 'location-inconsistent';
        reportAt({ source, report }, { path: ['fields', field], part: 'key', code, message, hint });
      }
  }
}

/** Acknowledgements of places where the field does not travel. */
function reportStale(users: FieldUsers, { contracts, apiSource, report }: Omit<LocationCheck, 'sources'>): void {
  for (const [index, entry] of contracts.api.acknowledged.entries())
    for (const location of LOCATIONS)
      for (const id of entry.places[location] ?? []) {
        if (users.get(entry.field)?.get(location)?.includes(id)) continue;
        const path = ['acknowledged', index, 'places', location];
        const message = `says that ${entry.field} travels in ${location} on ${id}, which is not so`;
        reportAt({ source: apiSource, report }, { path, code: 'acknowledgement-stale', message, hint: 'remove it' });
      }
}

function usersByField(operations: Iterable<Contract>): FieldUsers {
  const users = new Map<string, Map<Location, string[]>>();
  for (const contract of operations)
    for (const field of contract.fields) {
      const places = users.get(field.name) ?? new Map<Location, string[]>();
      places.set(field.place.location, [...(places.get(field.place.location) ?? []), contract.id]);
      users.set(field.name, places);
    }
  return users;
}

function describeOthers(places: Users, location: Location): string {
  const others = [...places].filter(([other]) => other !== location);
  return others
    .map(
      ([other, ids]) =>
        `in ${other} on ${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`,
    )
    .join('; ');
}
