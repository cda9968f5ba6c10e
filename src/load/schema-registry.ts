import { readPointer } from '../lib/json-pointer.ts';
import { nearest } from '../lib/nearest.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { type Report, reportAt } from './build-context.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Schema ids are `parity:///` and the file's path below the contracts folder. */
export const SCHEMA_ID = 'parity:///';

export interface SchemaFiles {
  /** Path below the contracts folder (`schemas/cue.yaml`) → its source. */
  readonly files: ReadonlyMap<string, YamlSource>;
}

interface RefContext {
  readonly source: YamlSource;
  /** The referring file's path below the contracts folder. */
  readonly base: string;
  readonly report: Report;
}

/** Makes every `$ref` of a schema absolute. A reference that leads nowhere is reported. */
export function resolveRefs(
  schemas: SchemaFiles,
  context: RefContext,
  { schema, path }: { schema: JsonSchema; path: Path },
): JsonSchema {
  const walk = (value: Json, at: Path): Json => {
    if (Array.isArray(value)) return value.map((item: Json, index) => walk(item, [...at, index]));
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).map(([key, member]): [string, Json] => [
      key,
      key === '$ref' && typeof member === 'string'
        ? absoluteRef(schemas, context, { ref: member, path: [...at, key] })
        : walk(member, [...at, key]),
    ]);
    return Object.fromEntries(entries) as JsonObject; // entries of Json
  };
  return walk(schema, path) as JsonSchema; // an object stays an object, a boolean a boolean
}

function absoluteRef(schemas: SchemaFiles, context: RefContext, { ref, path }: { ref: string; path: Path }): string {
  const [file = '', pointer = ''] = ref.split('#');
  if (file === '') return ref;
  if (/^[a-z][a-z+.-]*:/i.test(file)) {
    const message = `must be a file beside this one; was ${file}`;
    reportAt(context, { path, code: 'remote-ref', message, hint: 'copy the schema into contracts/schemas/' });
    return ref;
  }
  const target = joinPath(context.base, file);
  const source = schemas.files.get(target);
  if (source === undefined) {
    const guess = nearest(target, schemas.files.keys());
    reportAt(context, {
      path,
      code: 'dangling-ref',
      message: `refers to ${target}, which is not there`,
      hint: guess ? `did you mean "${guess}"?` : `known: ${[...schemas.files.keys()].join(', ') || 'none'}`,
    });
  } else if (pointer !== '' && readPointer(source.value, decodeURIComponent(pointer)) === undefined) {
    reportAt(context, { path, code: 'dangling-ref', message: `refers to ${pointer} in ${target}, which is not there` });
  }
  return `${SCHEMA_ID}${target}${pointer === '' ? '' : `#${pointer}`}`;
}

function joinPath(base: string, relative: string): string {
  const parts = base.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
