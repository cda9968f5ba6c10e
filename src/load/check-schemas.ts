import { errorMessage } from '../lib/error-text.ts';
import { parseJson, writeJson } from '../lib/json-text.ts';
import { remember } from '../lib/remember.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { JsonSchema } from '../model/json.ts';
import type { Workspace } from '../model/workspace.ts';
import { roundIntegers } from '../schema/exact-keywords.ts';
import { allFields } from '../schema/field-tree.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { SCHEMA_ID } from './schema-registry.ts';

/** The loader has already reported mistakes with these codes, with a more precise position. */
const FOUND_BY_LOADER = new Set(['keyword-unknown', 'schema-invalid', 'ref-cyclic']);

/** Reports every schema that does not compile, unless the loader has already reported invalid schemas. */
export async function checkSchemas({
  contracts,
  diagnostics,
}: Pick<Workspace, 'contracts' | 'diagnostics'>): Promise<readonly Diagnostic[]> {
  return diagnostics.some(({ code }) => FOUND_BY_LOADER.has(code)) ? [] : compileAll(contracts);
}

async function compileAll({ api, operations, schemas }: ContractSet): Promise<readonly Diagnostic[]> {
  const problemOf = await createCompiler(schemas);
  const found: Diagnostic[] = [];
  const compile = (schema: JsonSchema, at: Position, path: string): void => {
    const problem = problemOf(schema);
    if (problem === null) return;
    found.push({
      severity: 'error',
      code: 'schema-invalid',
      at,
      path,
      message: `is not a valid JSON Schema: ${problem}`,
    });
  };
  for (const [id] of schemas)
    compile({ $ref: id }, { file: `contracts/${id.slice(SCHEMA_ID.length)}`, line: 1, column: 1 }, '');
  for (const contract of operations.values()) {
    const { bodyConditions } = contract;
    if (bodyConditions !== undefined) compile(bodyConditions, contract.at, 'body_conditions');
    for (const field of allFields(contract)) compile(field.schema, field.at, `fields.${field.name}.schema`);
    for (const response of contract.responses)
      if (response.body !== undefined && response.body !== null)
        compile(response.body, response.at, `responses.${response.status}.body`);
  }
  if (api.envelope !== null)
    compile(api.envelope.body, { file: 'contracts/api.yaml', line: 1, column: 1 }, 'error_envelope.body');
  return found;
}

/** Optimising the compiled schemas would waste time, because they never validate a value. */
const OPTIONS = {
  strict: false,
  validateFormats: true,
  allErrors: false,
  logger: false,
  meta: false,
  validateSchema: false,
  inlineRefs: false,
} as const;

/** The returned function explains why a schema does not compile, or returns null. */
async function createCompiler(schemas: SchemaRegistry): Promise<(schema: JsonSchema) => string | null> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { default: formats } = await import('ajv-formats');
  const { AJV_PATTERN } = await import('../schema/schema-validator.ts');
  const ajv = new Ajv2020({ ...OPTIONS, code: { optimize: false, regExp: AJV_PATTERN } });
  (formats as unknown as (target: typeof ajv) => void)(ajv); // safe cast: the types of ajv-formats fit only CommonJS
  for (const [id, schema] of schemas) ajv.addSchema(roundIntegers(schema) as Record<string, unknown>, id, true, false);
  // Results are cached, because many fields share a schema such as `{ type: string }`.
  const problemOf = remember((text: string) => {
    try {
      ajv.compile(roundIntegers(parseJson(text)) as Record<string, unknown>); // safe cast: ajv accepts an object, true or false
      return null;
    } catch (error) {
      const problem = errorMessage(error);
      // the loader has already reported that the target of the `$ref` is missing
      if (problem.startsWith("can't resolve reference")) return null;
      return problem.replace(/^schema is invalid: data\/?/, '').split(', data')[0] ?? problem;
    }
  }, new Map());
  return (schema) => problemOf(writeJson(schema));
}
