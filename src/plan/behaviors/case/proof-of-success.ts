import type { Contract } from '../../../model/contract.ts';
import { isJsonObject } from '../../../model/json.ts';
import { type ObjectMembers, objectMembers } from '../../../schema/members.ts';
import type { GenerateContext } from '../../valid-call/call-context.ts';
import { reference } from '../../valid-call/choose-actor.ts';

/** Returns a reference that has no value if the step failed. Later steps with this reference are then skipped. */
export function proofOfSuccess(contract: Contract, step: string, { contracts, profile }: GenerateContext): string {
  const successes = contract.responses.filter(({ status, profiles }) => status < 300 && profiles.includes(profile));
  const members = successes.map(({ body }) => objectMembers(body ?? true, contracts.schemas));
  const [first] = members;
  const member = [...(first?.required ?? [])].find((name) => members.every((each) => isAlwaysThere(name, each)));
  return member === undefined ? '' : ` (${reference(step, `/${member}`)})`;
}

/** Returns true for a member that every profile requires, except for a member `error`. */
function isAlwaysThere(name: string, { properties, required }: ObjectMembers): boolean {
  const property = properties.get(name);
  const isLimited = isJsonObject(property) && Object.hasOwn(property, 'profiles');
  return name !== 'error' && !isLimited && required.has(name);
}
