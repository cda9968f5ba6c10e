import type { Contract } from '../../model/contract.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';

/** The limit that returns the most items at once; empty if the list has no pages. */
export function widestPage(contract: Contract): JsonObject {
  const pagination = contract.behaviors.find((behavior) => behavior.kind === 'pagination');
  const field = contract.fields.find(({ name }) => name === pagination?.limit);
  const most = field !== undefined && isJsonObject(field.schema) ? field.schema.maximum : undefined;
  return field === undefined || typeof most !== 'number' ? {} : { [field.name]: most };
}
