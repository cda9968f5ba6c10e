import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { JsonSchema } from '../model/json.ts';
import type { Path, YamlSource } from './yaml-source.ts';

export interface BuildContext {
  readonly source: YamlSource;
  readonly profiles: readonly string[];
  readonly report: Report;
  /** Returns a copy of the schema in which every `$ref` is absolute. */
  readonly resolveSchema: (schema: JsonSchema, path: Path) => JsonSchema;
}

export type Report = (diagnostic: Diagnostic) => void;

interface Mistake {
  readonly path: Path;
  readonly part?: 'key' | 'value';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: 'error' | 'warning';
}

export function reportAt(context: Pick<BuildContext, 'source' | 'report'>, mistake: Mistake): void {
  const { path, part, code, message, hint, severity = 'error' } = mistake;
  context.report({ severity, code, at: at(context, path, part), path: path.join('.'), message, hint });
}

export function at(context: Pick<BuildContext, 'source'>, path: Path, part?: 'key' | 'value'): Position {
  return context.source.locate(path, part);
}

/** Returns the named profiles, or all profiles if there are no names. An unknown name is reported. */
export function resolveProfiles(
  context: BuildContext,
  named: readonly string[] | undefined,
  path: Path,
): readonly string[] {
  for (const [index, profile] of (named ?? []).entries()) {
    if (context.profiles.includes(profile)) continue;
    reportAt(context, {
      path: [...path, 'profiles', index],
      code: 'profile-unknown',
      message: `must be a profile of contracts/api.yaml; was "${profile}"`,
      hint: `known: ${context.profiles.join(', ')}`,
    });
  }
  return named ?? context.profiles;
}
