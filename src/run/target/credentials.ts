import { userError } from '../../lib/error.ts';
import { mapValues } from '../../lib/map-values.ts';
import type { ActorSources, CredentialSource, TargetPolicy } from '../../model/target.ts';

/** The parts of a credential by name, such as `secret` or `user_id`. */
export type Credential = { readonly [part: string]: string };

export type Actors = { readonly [actor: string]: { readonly [kind: string]: Credential } };

export type Environment = { readonly [name: string]: string | undefined };

const SECRET_PART = /secret|token|password|key/i;

/** Returns true for a part of a credential that must not be printed, such as `secret`. */
export function isSecretPart(part: string): boolean {
  return SECRET_PART.test(part);
}

export function secretsOf(actors: Actors): readonly string[] {
  return Object.values(actors).flatMap((kinds) =>
    Object.values(kinds).flatMap((credential) =>
      Object.entries(credential).flatMap(([part, value]) => (isSecretPart(part) ? [value] : [])),
    ),
  );
}

/** @throws credential-missing with all variables that are not set, or credential-repeated */
export function resolveCredentials(sources: ActorSources, env: Environment): Actors {
  requireVariables(partsOf(sources), { env, hint: 'Set the variables, or remove the actor from the target.' });
  const actors = mapValues(sources, (kinds) =>
    mapValues(kinds, (source) => mapValues(source, (part) => partValue(part, env))),
  );
  checkDistinct(actors);
  return actors;
}

/** Throws if two actors have the same credential, because every test of ownership would then fail. */
function checkDistinct(actors: Actors): void {
  const holders = new Map<string, string>();
  for (const [actor, kinds] of Object.entries(actors))
    for (const [kind, credential] of Object.entries(kinds)) {
      const key = JSON.stringify([kind, Object.entries(credential).sort()]);
      const holder = holders.get(key);
      if (holder !== undefined)
        throw userError(
          'credential-repeated',
          `the actors "${holder}" and "${actor}" have the same credential (${kind})`,
          {
            exitCode: 3,
            hint: `Each actor must be a different account. Give "${actor}" the credential of a different account, or no credential.`,
          },
        );
      holders.set(key, actor);
    }
}

/** @throws credential-missing, which names all variables that are not set */
export function resolveHeaders(
  headers: TargetPolicy['headers'],
  env: Environment,
): { readonly [name: string]: string } {
  const hint = "Set the variables, or remove the header from the target's `headers`.";
  requireVariables(
    Object.values(headers).filter((value) => typeof value !== 'string'),
    { env, hint },
  );
  return mapValues(headers, (value) => (typeof value === 'string' ? value : (env[value.env] ?? '')));
}

export function variablesOf(sources: ActorSources): readonly string[] {
  return [...new Set(partsOf(sources).flatMap((part) => ('env' in part ? [part.env] : [])))];
}

function partsOf(sources: ActorSources): readonly CredentialSource[string][] {
  return Object.values(sources).flatMap((kinds) => Object.values(kinds).flatMap((source) => Object.values(source)));
}

function requireVariables(
  parts: readonly CredentialSource[string][],
  { env, hint }: { readonly env: Environment; readonly hint: string },
): void {
  const unset = parts.flatMap((part) => ('env' in part && (env[part.env] ?? '') === '' ? [part.env] : []));
  const missing = [...new Set(unset)].sort();
  if (missing.length === 0) return;
  throw userError('credential-missing', `expected ${missing.join(', ')} in the environment, got nothing`, {
    exitCode: 3,
    hint,
  });
}

function partValue(part: CredentialSource[string], env: Environment): string {
  return 'env' in part ? (env[part.env] ?? '') : part.value;
}
