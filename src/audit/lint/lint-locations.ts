import { foldName } from '../../lib/fold-name.ts';
import { addTo } from '../../lib/group-by.ts';
import { listWords } from '../../lib/list-words.ts';
import { type ContractSet, type Field, LOCATIONS, type Location } from '../../model/contract.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Method } from '../../model/http.ts';
import { livingFields, livingOperations, wireName } from './statement.ts';

/** Finds fields that operations send at different locations, unless api.yaml acknowledges the difference. */
export function lintLocations(contracts: ContractSet, severity: 'error' | 'warning'): readonly Diagnostic[] {
  const uses = livingOperations(contracts).flatMap((contract) =>
    livingFields(contract).map((field) => ({ id: contract.id, method: contract.method, field })),
  );
  return [...inconsistent(uses, contracts, severity), ...stale(uses, contracts)];
}

interface Use {
  readonly id: string;
  readonly method: Method;
  readonly field: Field;
}

function inconsistent(
  uses: readonly Use[],
  { api }: ContractSet,
  severity: 'error' | 'warning',
): readonly Diagnostic[] {
  const told = new Set<string>();
  const found = new Map<string, Use[]>();
  for (const [, named] of groupByName(uses)) {
    const group = comparable(named);
    const isKnown = ({ id, field }: Use) =>
      api.acknowledged.some(
        (entry) => namesOf(field).has(foldName(entry.field)) && entry.places[field.place.location]?.includes(id),
      );
    const first = group.find((use) => !isKnown(use));
    const key = group.map(({ id, field }) => `${id} ${field.name}`).join();
    const places = new Set(group.map(({ field }) => field.place.location));
    if (places.size < 2 || first === undefined || told.has(key)) continue;
    told.add(key);
    const words = [...places].map((place) => placeWords(place, group)).join('; ');
    addTo(found, words, first);
  }
  return [...found].flatMap(([words, group]) => toDiagnostic(words, group, severity));
}

/** `words` is a text such as `body in orders.create; query in orders.list`. */
function toDiagnostic(words: string, group: readonly Use[], severity: 'error' | 'warning'): readonly Diagnostic[] {
  const [first] = group;
  if (first === undefined) return [];
  const { name, at, place } = first.field;
  const names = group.map(({ field }) => field.name).join(', ');
  const subject = group.length === 1 ? 'One field is sent' : 'Fields are sent';
  const message = `${subject} at several locations. ${names}: ${words}`;
  const hint = `if the server really expects different locations, acknowledge the locations in api.yaml: { field: ${name}, places: { ${place.location}: [${first.id}], … }, note: … }`;
  return [{ severity, code: 'location-inconsistent', at, path: `fields.${name}`, message, hint }];
}

/** Ignores usual differences, such as a GET that filters by a field of the body. */
function comparable(group: readonly Use[]): readonly Use[] {
  const sent = group.filter(({ field }) => field.place.location !== 'path');
  const isFilter = ({ method, field }: Use) => method === 'GET' && field.place.location === 'query';
  const others = sent.filter((use) => !isFilter(use));
  const isElsewhere = others.some(({ field }) => field.place.location !== 'body' && field.place.location !== 'query');
  return isElsewhere ? sent : others;
}

/** Groups fields by logical name and by the name in the request, because these two names may differ. */
function groupByName(uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> {
  const groups = new Map<string, Use[]>();
  for (const use of uses) for (const name of namesOf(use.field)) addTo(groups, name, use);
  return groups;
}

/** A request does not contain the names of path parameters, so a path parameter has only its logical name. */
function namesOf(field: Field): ReadonlySet<string> {
  const onWire = field.place.location === 'path' ? field.name : wireName(field);
  return new Set([foldName(field.name), foldName(onWire)]);
}

const MOST_NAMED = 5;

function placeWords(location: Location, group: readonly Use[]): string {
  const ids = group.filter(({ field }) => field.place.location === location).map(({ id }) => id);
  return `${location} in ${listWords(ids, MOST_NAMED)}`;
}

/** Finds acknowledged locations at which the operation does not send the field. */
function stale(uses: readonly Use[], { api }: ContractSet): readonly Diagnostic[] {
  return api.acknowledged.flatMap((entry) =>
    LOCATIONS.flatMap((location) =>
      (entry.places[location] ?? []).flatMap((id): readonly Diagnostic[] => {
        const isThere = uses.some(
          (use) =>
            use.id === id && use.field.place.location === location && namesOf(use.field).has(foldName(entry.field)),
        );
        if (isThere) return [];
        const message = `says that ${id} sends ${entry.field} in the ${location}, but the contract declares no such field`;
        return [
          {
            severity: 'error',
            code: 'acknowledgement-stale',
            at: entry.at,
            path: `acknowledged ${location}`,
            message,
            hint: `remove ${id} from this entry`,
          },
        ];
      }),
    ),
  );
}
