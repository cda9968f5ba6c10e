import type { Contract } from '../model/contract.ts';
import type { CallStep } from '../model/suite.ts';
import { credentialVariable, type PlanTarget } from './plan-target.ts';

/** Names the actor or the credential that the step lacks on the target, and what to set; undefined when it lacks none. */
export function missingCredential(step: CallStep, contract: Contract, target: PlanTarget): string | undefined {
  if (step.as === 'nobody' || bringsItsOwn(step)) return undefined;
  const wanted = step.auth === undefined ? contract.auth : [step.auth.kind];
  if (wanted.length === 0 || (step.auth === undefined && contract.authOptional === true)) return undefined;
  const held = Object.hasOwn(target.actors, step.as) ? target.actors[step.as] : undefined;
  if (held?.some((kind) => wanted.includes(kind)) === true) return undefined;
  const lack =
    held === undefined
      ? `needs the actor "${step.as}"`
      : `needs the actor "${step.as}" with ${list(wanted)}; it has ${list(held)}`;
  return `${lack}; set ${whatToSet(step.as, wanted)}`;
}

/** A credential met on the way: `{ kind: api_key, secret: "${registered.api_key}" }`. */
function bringsItsOwn(step: CallStep): boolean {
  return step.auth !== undefined && Object.keys(step.auth.credential).length > 0;
}

function whatToSet(actor: string, kinds: readonly string[]): string {
  const variables = kinds.map((kind) => credentialVariable(actor, kind));
  return `${variables.join(' or ')}, or "actors.${actor}" of the target`;
}

function list(kinds: readonly string[]): string {
  return kinds.length === 0 ? 'no credential' : kinds.join(' or ');
}
