import type { JsonSchema } from '../model/json.ts';
import { SCHEMA_FOLDER } from './api-document.ts';
import { mapRefs } from './map-refs.ts';

/** Drops titles everywhere, and descriptions except in the files of shared schemas. */
export function contractSchema(schema: JsonSchema, folder: string): JsonSchema {
  const isShared = folder === '';
  const keep = (key: string): boolean =>
    !key.startsWith('x-') && !(TEXTS.has(key) && !(isShared && key === 'description'));
  return mapRefs(
    schema,
    (ref) => (ref.startsWith(SCHEMA_FOLDER) ? folder + ref.slice(SCHEMA_FOLDER.length) : ref),
    keep,
  );
}

const TEXTS = new Set(['title', 'description', 'externalDocs', 'xml']);
