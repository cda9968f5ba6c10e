import { writeJson } from '../../lib/json-text.ts';
import type { Contract } from '../../model/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/**
 * Returns a value from a response that would make the path refer to another resource: empty, `.` or `..`. Values written in a
 * suite are sent as they are. Returns undefined if there is none.
 */
export function strayPathValue(contract: Contract, written: JsonObject, resolved: JsonObject): string | undefined {
  const stray = contract.fields.find(
    ({ name, place }) =>
      place.location === 'path' && written[name] !== resolved[name] && namesOtherResource(resolved[name]),
  );
  if (stray === undefined) return undefined;
  const { name } = stray;
  return `"${name}" of ${contract.path} would be ${writeJson(resolved[name])}, which came from a response and names another resource`;
}

/** In a path, an empty part means the collection, and dots the parent. */
export function namesOtherResource(value: Json | undefined): boolean {
  if (value === null) return true;
  if (typeof value !== 'string') return false;
  return value.trim() === '' || value.split(/[/\\]/).some((part) => part === '.' || part === '..');
}
