import type { SandboxTarget, Target } from '../../model/target.ts';
import { conventionalCredentials } from './conventional-credentials.ts';
import type { Environment } from './credentials.ts';

/**
 * Returns the credential kinds that each actor of a target will have. A plan needs them before the target is opened.
 */
export function declaredActors(
  target: Exclude<Target, SandboxTarget>,
  env: Environment,
  authKinds: readonly string[],
): { readonly [actor: string]: readonly string[] } {
  const declared = Object.keys(target.actors).length > 0;
  const sources = declared ? target.actors : conventionalCredentials(env, authKinds);
  return Object.fromEntries(Object.entries(sources).map(([actor, kinds]) => [actor, Object.keys(kinds)]));
}
