import { isNumeric, writeJson } from '../../lib/json-text.ts';
import { percentDecode } from '../../lib/percent.ts';
import type { Contract } from '../../model/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/** A value from a response, such as `..`, must not change which resource the path addresses. */
export function strayPathValue(contract: Contract, written: JsonObject, resolved: JsonObject): string | undefined {
  const stray = contract.fields.find(
    ({ name, place }) =>
      place.location === 'path' && written[name] !== resolved[name] && namesOtherResource(resolved[name]),
  );
  if (stray === undefined) return undefined;
  const { name } = stray;
  return `the value ${writeJson(resolved[name])} of "${name}" came from a response; in ${contract.path}, this value would address another resource`;
}

/** Includes encoded forms of `.` and `..`, because a proxy may decode the path. */
export function namesOtherResource(value: Json | undefined): boolean {
  if (value === null) return true;
  if (typeof value === 'object') {
    const parts = Object.values(value);
    return parts.length === 0 || parts.some(namesOtherResource);
  }
  if (typeof value !== 'string') return false;
  const readings = [value, percentDecode(value), percentDecode(percentDecode(value))];
  return readings.some((text) => text.trim() === '' || text.split(/[/\\]/).some(isDots));
}

/** Some servers ignore white space, control characters and everything after a semicolon. */
function isDots(part: string): boolean {
  const [name = ''] = part.split(';');
  return /^[\s\p{Cc}]*\.\.?[\s\p{Cc}]*$/u.test(name);
}

export function isPathValue(value: unknown): value is string | number | bigint | boolean {
  return typeof value === 'string' || isNumeric(value) || typeof value === 'boolean';
}
