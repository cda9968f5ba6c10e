import type { Contract } from '../../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { GenerateContext } from '../valid-call/call-context.ts';
import { answerAt } from './pointers.ts';
import { flatSchema } from './vary-value.ts';

/**
 * Ends a sentence about a later step with a value that only a success of the earlier one has. Where that one failed, the
 * value is lacking, and the later step is left out: what it would show has another cause.
 */
export function proofOfSuccess(contract: Contract, step: string, { contracts, profile }: GenerateContext): string {
  const successes = contract.responses.filter(({ status, profiles }) => status < 300 && profiles.includes(profile));
  const schemas = successes.map(({ body }) => (body ? flatSchema(body, contracts.schemas) : {}));
  const [first] = schemas;
  const member = requiredMembers(first ?? {}).find((name) => schemas.every((schema) => isAlwaysThere(name, schema)));
  return member === undefined ? '' : ` (${answerAt(step, `/${member}`)})`;
}

function requiredMembers({ required }: JsonObject): readonly string[] {
  return Array.isArray(required) ? required.map((name: Json) => String(name)) : [];
}

/** Required, of every profile, and no error's. */
function isAlwaysThere(name: string, schema: JsonObject): boolean {
  const { properties } = schema;
  const property = isJsonObject(properties) ? properties[name] : undefined;
  const isLimited = isJsonObject(property) && Object.hasOwn(property, 'profiles');
  return name !== 'error' && !isLimited && requiredMembers(schema).includes(name);
}
