import type { Contract } from '../../model/contract.ts';
import { isJsonObject } from '../../model/json.ts';
import { type ObjectMembers, objectMembers } from '../../schema/members.ts';
import type { GenerateContext } from '../valid-call/call-context.ts';
import { answerAt } from './pointers.ts';

/**
 * Ends a sentence about a later step with a value that only a success of the earlier one has. Where that one failed, the
 * value is lacking, and the later step is left out: what it would show has another cause.
 */
export function proofOfSuccess(contract: Contract, step: string, { contracts, profile }: GenerateContext): string {
  const successes = contract.responses.filter(({ status, profiles }) => status < 300 && profiles.includes(profile));
  const members = successes.map(({ body }) => objectMembers(body ?? true, contracts.schemas));
  const [first] = members;
  const member = [...(first?.required ?? [])].find((name) => members.every((each) => isAlwaysThere(name, each)));
  return member === undefined ? '' : ` (${answerAt(step, `/${member}`)})`;
}

/** Required, of every profile, and no error's. */
function isAlwaysThere(name: string, { properties, required }: ObjectMembers): boolean {
  const property = properties.get(name);
  const isLimited = isJsonObject(property) && Object.hasOwn(property, 'profiles');
  return name !== 'error' && !isLimited && required.has(name);
}
