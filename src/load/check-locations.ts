import { type Contract, type ContractSet, LOCATIONS, type Location } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { reportAt } from './build-context.ts';
import type { YamlSource } from './yaml-source.ts';

type Users = ReadonlyMap<Location, readonly string[]>;

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
  for (const [field, places] of users) {
    if (places.size < 2) continue;
    const known = contracts.api.acknowledged.find((entry) => entry.field === field);
    for (const [location, operations] of places)
      for (const id of operations.filter((each) => !known?.places[location]?.includes(each))) {
        const source = sources.get(id);
        if (source === undefined) continue;
        reportAt(
          { source, report },
          {
            path: ['fields', field],
            part: 'key',
            code: 'location-inconsistent',
            message: `travels in ${location} here, but ${describeOthers(places, location)}`,
            hint: `if the server really differs, acknowledge it: add ${id} to places.${location} of "${field}" under acknowledged in ${apiSource.file}`,
          },
        );
      }
  }
  for (const [index, entry] of contracts.api.acknowledged.entries())
    for (const location of LOCATIONS)
      for (const id of entry.places[location] ?? []) {
        if (users.get(entry.field)?.get(location)?.includes(id)) continue;
        const message = `says that ${entry.field} travels in ${location} on ${id}, which is not so`;
        reportAt(
          { source: apiSource, report },
          {
            path: ['acknowledged', index, 'places', location],
            code: 'acknowledgement-stale',
            message,
            hint: 'remove it',
          },
        );
      }
  return found;
}

function usersByField(operations: Iterable<Contract>): ReadonlyMap<string, Users> {
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
