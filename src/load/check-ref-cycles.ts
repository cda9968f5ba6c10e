import type { ContractSet } from '../model/contract.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { JsonSchema } from '../model/json.ts';
import { allFields } from '../schema/field-tree.ts';
import { subschemas } from '../schema/keywords.ts';
import { refCycles } from '../schema/ref-cycles.ts';
import { SCHEMA_ID } from './schema-registry.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Reports schemas that refer to themselves without a member or an item in between: they describe nothing. */
export function checkRefCycles(
  { schemas, operations }: ContractSet,
  files: ReadonlyMap<string, YamlSource>,
): readonly Diagnostic[] {
  const owned = [...operations.values()].flatMap((contract) => [
    ...allFields(contract).map(({ schema, at }) => ({ schema, at })),
    ...contract.responses.flatMap(({ body, at }) => (body === undefined || body === null ? [] : { schema: body, at })),
  ]);
  const roots = [...schemas].map(([id, schema]) => ({ schema, at: files.get(id.slice(SCHEMA_ID.length)) }));
  const cyclic = new Set(
    refCycles(
      schemas,
      [...roots, ...owned].flatMap(({ schema }) => everyPart(schema)),
    ),
  );
  if (cyclic.size === 0) return [];
  const inFiles = roots.flatMap(({ schema, at }) =>
    findParts(schema, cyclic, []).map((path) => diagnostic(at?.locate(path), path)),
  );
  const inline = owned.flatMap(({ schema, at }) => findParts(schema, cyclic, []).map((path) => diagnostic(at, path)));
  return [...inFiles, ...inline];
}

function everyPart(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...subschemas(schema).flatMap((inner) => everyPart(inner.schema))];
}

function findParts(schema: JsonSchema, wanted: ReadonlySet<JsonSchema>, path: Path): readonly Path[] {
  const below = subschemas(schema).flatMap((inner) => findParts(inner.schema, wanted, [...path, ...inner.path]));
  return wanted.has(schema) ? [path, ...below] : below;
}

function diagnostic(at: Position | undefined, path: Path): Diagnostic {
  return {
    severity: 'error',
    code: 'ref-cyclic',
    at: at ?? { file: 'contracts', line: 1, column: 1 },
    path: path.join('.'),
    message: 'refers to itself without a member or an item in between, so it describes no value',
    hint: 'remove the $ref that leads back here, or put it below properties or items',
  };
}
