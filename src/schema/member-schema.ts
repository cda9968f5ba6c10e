import type { ContractSet } from '../model/contract.ts';
import { isJsonObject, type JsonSchema } from '../model/json.ts';
import { readShape } from './shape.ts';

/** The schema of a member of an answer. */
export function memberSchema({ schemas }: ContractSet, schema: JsonSchema, pointer: string): JsonSchema {
  return pointer
    .split('/')
    .slice(1)
    .reduce<JsonSchema>((current, key) => {
      const { properties } = readShape(current, schemas).keywords;
      const member = isJsonObject(properties) ? properties[key] : undefined;
      return isJsonObject(member) ? member : true;
    }, schema);
}
