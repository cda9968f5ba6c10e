import type { Contract } from '../../../model/contract.ts';
import { isJsonObject } from '../../../model/json.ts';
import { type ObjectMembers, objectMembers } from '../../../schema/members.ts';
import type { GenerateContext } from '../../valid-call/call-context.ts';
import { reference } from '../../valid-call/choose-actor.ts';

/**
 * Returns a reference to a response member that exists only if `step` succeeded. If `step` failed, a later step with
 * this reference is skipped.
 */
export function proofOfSuccess(contract: Contract, step: string, { contracts, profile }: GenerateContext): string {
  const successes = contract.responses.filter(({ status, profiles }) => status < 300 && profiles.includes(profile));
  const members = successes.map(({ body }) => objectMembers(body ?? true, contracts.schemas));
  const [first] = members;
  const member = [...(first?.required ?? [])].find((name) => members.every((each) => isAlwaysThere(name, each)));
  return member === undefined ? '' : ` (${reference(step, `/${member}`)})`;
}

/** Returns true for a member that is required in every profile. A member `error` does not count. */
function isAlwaysThere(name: string, { properties, required }: ObjectMembers): boolean {
  const property = properties.get(name);
  const isLimited = isJsonObject(property) && Object.hasOwn(property, 'profiles');
  return name !== 'error' && !isLimited && required.has(name);
}
