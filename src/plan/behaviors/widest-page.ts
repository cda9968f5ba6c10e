import type { Contract } from '../../model/contract.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';

/** Returns the limit that gives the most items at once. Returns nothing if the list has no pages. */
export function widestPage(contract: Contract): JsonObject {
  const pagination = contract.behaviors.find((behavior) => behavior.kind === 'pagination');
  const field = contract.fields.find(({ name }) => name === pagination?.limit);
  const most = field !== undefined && isJsonObject(field.schema) ? field.schema.maximum : undefined;
  return field === undefined || typeof most !== 'number' ? {} : { [field.name]: most };
}
