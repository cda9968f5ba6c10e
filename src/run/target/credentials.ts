import { userError } from '../../lib/error.ts';
import type { ActorSources, CredentialSource } from '../../model/target.ts';

/** Part name (`secret`, `user_id`) → value. */
export type Credential = { readonly [part: string]: string };

/** Actor → authentication kind → credential. */
export type Actors = { readonly [actor: string]: { readonly [kind: string]: Credential } };

export type Environment = { readonly [name: string]: string | undefined };

const SECRET_PART = /secret|token|password|key/i;

/** Parts that are never shown, and that a suite cannot refer to. */
export function isSecretPart(part: string): boolean {
  return SECRET_PART.test(part);
}

/** The value of every secret part of every credential. */
export function secretsOf(actors: Actors): readonly string[] {
  return Object.values(actors).flatMap((kinds) =>
    Object.values(kinds).flatMap((credential) =>
      Object.entries(credential).flatMap(([part, value]) => (isSecretPart(part) ? [value] : [])),
    ),
  );
}

/**
 * Reads the declared credentials.
 * @throws credential-missing with every variable that is named but not set.
 */
export function resolveCredentials(sources: ActorSources, env: Environment): Actors {
  const missing = missingVariables(sources, env);
  if (missing.length > 0)
    throw userError('credential-missing', `expected ${missing.join(', ')} in the environment, got nothing`, {
      exitCode: 3,
      hint: 'Set the variables, or take the actor out of the target.',
    });
  return mapValues(sources, (kinds) => mapValues(kinds, (source) => mapValues(source, (part) => partValue(part, env))));
}

function missingVariables(sources: ActorSources, env: Environment): readonly string[] {
  const parts = Object.values(sources)
    .flatMap((kinds) => Object.values(kinds))
    .flatMap((source) => Object.values(source));
  const unset = parts.flatMap((part) => ('env' in part && (env[part.env] ?? '') === '' ? [part.env] : []));
  return [...new Set(unset)].sort();
}

function partValue(part: CredentialSource[string], env: Environment): string {
  return 'env' in part ? (env[part.env] ?? '') : part.value;
}

function mapValues<A, B>(record: { readonly [key: string]: A }, map: (value: A) => B): { readonly [key: string]: B } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
