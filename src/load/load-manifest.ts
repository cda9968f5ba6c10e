import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';
import { manifestFormat } from './formats/manifest-format.ts';
import { validate } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

export type ReadManifest =
  | { readonly shape: 'ours'; readonly manifest: Manifest }
  /** Kept by hand, in the format of before. */
  | { readonly shape: 'old'; readonly manifest: JsonObject }
  | { readonly shape: 'wrong'; readonly diagnostics: readonly Diagnostic[] };

/** Reads a manifest's text, ours or an old one of another shape; every mistake with its place. */
export function readManifest(file: string, text: string): ReadManifest {
  const source = parseYaml(file, text);
  const json = asObject(source.value);
  if (json !== undefined && isOld(json)) return { shape: 'old', manifest: json };
  const { value, diagnostics } = validate(source, manifestFormat);
  if (value === null) return { shape: 'wrong', diagnostics };
  const { $schema: _, ...manifest } = value;
  return { shape: 'ours', manifest };
}

function asObject(value: unknown): JsonObject | undefined {
  const json = value as JsonObject; // the parser gives JSON, looked at here
  return isJsonObject(json) ? json : undefined;
}

/** Its lists of endpoints stand at the top. */
function isOld(json: JsonObject): boolean {
  const lists = ['endpoints_covered', 'commands_covered', 'endpoints_missing', 'manifest_version'];
  return !('format' in json) && !('clients' in json) && lists.some((member) => member in json);
}
