import type { Target } from '../model/target.ts';
import { conventionalCredentials } from './conventional-credentials.ts';
import type { Environment } from './credentials.ts';
import { SANDBOX_ACTORS } from './sandbox-actors.ts';

/** Actor → kinds that a target will have once it is open: what a plan needs, without opening it. */
export function declaredActors(
  target: Target,
  env: Environment,
  authKinds: readonly string[],
): { readonly [actor: string]: readonly string[] } {
  if (target.kind === 'sandbox') return SANDBOX_ACTORS;
  const declared = Object.keys(target.actors).length > 0;
  const sources = declared ? target.actors : conventionalCredentials(env, authKinds);
  return Object.fromEntries(Object.entries(sources).map(([actor, kinds]) => [actor, Object.keys(kinds)]));
}
