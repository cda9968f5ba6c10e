import { userError } from '../../lib/error.ts';
import { mapValues } from '../../lib/map-values.ts';
import type { ActorSources, CredentialSource, TargetPolicy } from '../../model/target.ts';

/** Value of each part, by its name (`secret`, `user_id`). */
export type Credential = { readonly [part: string]: string };

/** Credentials by actor and by kind. */
export type Actors = { readonly [actor: string]: { readonly [kind: string]: Credential } };

export type Environment = { readonly [name: string]: string | undefined };

const SECRET_PART = /secret|token|password|key/i;

/** Returns true for parts that are secret: they are never printed, and a suite cannot refer to them. */
export function isSecretPart(part: string): boolean {
  return SECRET_PART.test(part);
}

/** Returns the values of all secret parts of all credentials. */
export function secretsOf(actors: Actors): readonly string[] {
  return Object.values(actors).flatMap((kinds) =>
    Object.values(kinds).flatMap((credential) =>
      Object.entries(credential).flatMap(([part, value]) => (isSecretPart(part) ? [value] : [])),
    ),
  );
}

/**
 * Reads the declared credentials.
 * @throws credential-missing with all variables that are named but not set; credential-repeated
 */
export function resolveCredentials(sources: ActorSources, env: Environment): Actors {
  requireVariables(partsOf(sources), { env, hint: 'Set the variables, or remove the actor from the target.' });
  const actors = mapValues(sources, (kinds) =>
    mapValues(kinds, (source) => mapValues(source, (part) => partValue(part, env))),
  );
  checkDistinct(actors);
  return actors;
}

/** Checks that each actor is another account: with one account, every test of ownership would fail. */
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
            hint: `Each actor must be another account. Give "${actor}" the credential of another account, or none.`,
          },
        );
      holders.set(key, actor);
    }
}

/**
 * Reads the headers of a target.
 * @throws credential-missing with all variables that are named but not set
 */
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

/** Returns the environment variables from which credentials are read. */
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
