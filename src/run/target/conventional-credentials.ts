import { mapValues } from '../../lib/map-values.ts';
import type { ActorSources, SandboxTarget, Target } from '../../model/target.ts';
import type { Environment } from './credentials.ts';

const PREFIX = 'PARITY_';

/** `PARITY_MAIN_API_KEY` is the credential of kind `api_key` for actor `main`. */
export function conventionalCredentials(env: Environment, kinds: readonly string[]): ActorSources {
  // Tries long kinds first, because `INTERNAL_API_KEY` also ends with `API_KEY`.
  const known = [...kinds].sort((a, b) => b.length - a.length);
  const actors: Record<string, Record<string, Record<string, { readonly env: string }>>> = {};
  for (const name of Object.keys(env).sort()) {
    const found = readVariable(name, known);
    if (found === undefined || (env[name] ?? '') === '') continue;
    actors[found.actor] ??= {};
    const held = actors[found.actor] ?? {};
    held[found.kind] = { ...held[found.kind], [found.part]: { env: name } };
  }
  return actors;
}

interface NamedPart {
  readonly actor: string;
  readonly kind: string;
  readonly part: string;
}

function readVariable(name: string, kinds: readonly string[]): NamedPart | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const [base = '', part = 'secret', ...rest] = name.slice(PREFIX.length).split('__');
  if (rest.length > 0 || part === '') return undefined;
  const kind = kinds.find((candidate) => base.endsWith(`_${variableName(candidate)}`));
  if (kind === undefined) return undefined;
  const actor = base.slice(0, -(kind.length + 1)).toLowerCase();
  return actor === '' ? undefined : { actor, kind, part: part.toLowerCase() };
}

function variableName(kind: string): string {
  return kind.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

/** The plan needs the kinds of each actor before the target is opened. */
export function declaredActors(
  target: Exclude<Target, SandboxTarget>,
  env: Environment,
  authKinds: readonly string[],
): { readonly [actor: string]: readonly string[] } {
  const declared = Object.keys(target.actors).length > 0;
  const sources = declared ? target.actors : conventionalCredentials(env, authKinds);
  return mapValues(sources, (kinds) => Object.keys(kinds));
}
