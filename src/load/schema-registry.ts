import { readPointer } from '../lib/json-pointer.ts';
import { didYouMean } from '../lib/nearest.ts';
import { percentDecode } from '../lib/percent.ts';
import { previewValue } from '../lib/preview-value.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { keywordProblems } from '../schema/keyword-problems.ts';
import { isSchema, mapSubschemas } from '../schema/keywords.ts';
import { type Report, reportAt } from './build-context.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** The start of every schema id. The file `schemas/order.yaml` has the id `parity:///schemas/order.yaml`. */
export const SCHEMA_ID = 'parity:///';

interface SchemaFiles {
  /** The source of each file, by its path within the contracts folder (`schemas/order.yaml`). */
  readonly files: ReadonlyMap<string, YamlSource>;
}

interface RefContext {
  readonly source: YamlSource;
  /** Path of the referring file within the contracts folder. */
  readonly base: string;
  readonly report: Report;
}

/** Makes every `$ref` absolute, and reports invalid keywords and missing targets. */
export function resolveRefs(
  schemas: SchemaFiles,
  context: RefContext,
  { schema, path }: { schema: JsonSchema; path: Path },
): JsonSchema {
  const walk = (inner: JsonSchema, at: Path): JsonSchema => {
    if (!isJsonObject(inner)) return inner;
    reportKeywords(context, inner, at);
    const mapped = mapSubschemas(inner, (part, spot) => walk(part, [...at, ...spot.path]));
    const { $ref } = mapped;
    if (typeof $ref !== 'string') return mapped;
    return { ...mapped, $ref: absoluteRef(schemas, context, { ref: $ref, path: [...at, '$ref'] }) };
  };
  if (isSchema(schema)) return walk(schema, path);
  const message = `must be a schema: an object, true or false; was ${previewValue(schema, 60)}`;
  reportAt(context, { path, code: 'schema-invalid', message });
  return true;
}

function reportKeywords(context: RefContext, schema: JsonObject, at: Path): void {
  for (const { path, unknown, message, hint } of keywordProblems(schema))
    reportAt(context, {
      path: [...at, ...path],
      part: unknown ? 'key' : 'value',
      code: unknown ? 'keyword-unknown' : 'schema-invalid',
      message,
      hint,
    });
}

function absoluteRef(schemas: SchemaFiles, context: RefContext, { ref, path }: { ref: string; path: Path }): string {
  const [file = '', pointer = ''] = ref.split('#');
  if (file === '' && !schemas.files.has(context.base)) return ref;
  if (/^[a-z][a-z+.-]*:/i.test(file)) {
    const message = `must be a file in the contracts folder, not a URL; was ${file}`;
    reportAt(context, { path, code: 'ref-remote', message, hint: 'copy the schema to contracts/schemas/' });
    return ref;
  }
  const target = file === '' ? context.base : joinPath(context.base, file);
  const source = schemas.files.get(target);
  if (source === undefined) {
    reportAt(context, {
      path,
      code: 'ref-missing',
      message: `refers to ${target}, which does not exist`,
      hint: didYouMean(target, schemas.files.keys()) ?? `known: ${[...schemas.files.keys()].join(', ') || 'none'}`,
    });
  } else if (pointer !== '' && readPointer(source.value, percentDecode(pointer)) === undefined) {
    reportAt(context, {
      path,
      code: 'ref-missing',
      message: `refers to ${pointer} in ${target}, which does not exist`,
    });
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
