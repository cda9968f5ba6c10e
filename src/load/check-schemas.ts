import { errorMessage } from '../lib/error-text.ts';
import { writeJson } from '../lib/json-text.ts';
import type { ContractSet, Field } from '../model/contract.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { JsonSchema } from '../model/json.ts';
import type { Workspace } from '../model/workspace.ts';
import { roundIntegers } from '../schema/exact-keywords.ts';
import { SCHEMA_ID } from './schema-registry.ts';

/** The loader reports these with their exact place. */
const FOUND_BY_LOADER = new Set(['keyword-unknown', 'schema-invalid', 'ref-cyclic']);

/** Compiles every schema of the contracts, unless the loader found schemas that are wrong. Reports what does not compile. */
export async function checkSchemas({
  contracts,
  diagnostics,
}: Pick<Workspace, 'contracts' | 'diagnostics'>): Promise<readonly Diagnostic[]> {
  return diagnostics.some(({ code }) => FOUND_BY_LOADER.has(code)) ? [] : compileAll(contracts);
}

async function compileAll({ api, operations, schemas }: ContractSet): Promise<readonly Diagnostic[]> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { default: formats } = await import('ajv-formats');
  const lenient = {
    strict: false,
    validateFormats: true,
    allErrors: false,
    logger: false,
    meta: false,
    validateSchema: false,
  } as const;
  // What is compiled here is never run: it need not be fast.
  const ajv = new Ajv2020({ ...lenient, inlineRefs: false, code: { optimize: false } });
  (formats as unknown as (target: typeof ajv) => void)(ajv); // its default export is typed for CommonJS
  const found: Diagnostic[] = [];
  const problems = new Map<string, string | null>();
  const problemOf = (schema: JsonSchema): string | null => {
    try {
      ajv.compile(roundIntegers(schema) as Record<string, unknown>); // a JSON Schema, true and false included
      return null;
    } catch (error) {
      const problem = errorMessage(error);
      if (problem.startsWith("can't resolve reference")) return null; // reported by the loader, at the reference itself
      return problem.replace(/^schema is invalid: data\/?/, '').split(', data')[0] ?? problem;
    }
  };
  const compile = (schema: JsonSchema, at: Position, path: string): void => {
    // Many fields share a schema like `{ type: string }`.
    const text = writeJson(schema);
    const known = problems.get(text);
    const problem = known === undefined ? problemOf(schema) : known;
    problems.set(text, problem);
    if (problem === null) return;
    found.push({ severity: 'error', code: 'schema-invalid', at, path, message: `is not a JSON Schema: ${problem}` });
  };
  for (const [id, schema] of schemas) ajv.addSchema(roundIntegers(schema) as Record<string, unknown>, id, true, false);
  for (const [id] of schemas)
    compile({ $ref: id }, { file: `contracts/${id.slice(SCHEMA_ID.length)}`, line: 1, column: 1 }, '');
  for (const contract of operations.values()) {
    for (const field of flatten(contract.fields)) compile(field.schema, field.at, `fields.${field.name}.schema`);
    for (const response of contract.responses)
      if (response.body !== undefined && response.body !== null)
        compile(response.body, response.at, `responses.${response.status}.body`);
  }
  if (api.envelope !== null)
    compile(api.envelope.body, { file: 'contracts/api.yaml', line: 1, column: 1 }, 'error_envelope.body');
  return found;
}

function flatten(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...flatten(field.fields)]);
}
