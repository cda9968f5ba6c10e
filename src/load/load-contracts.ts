import { sha256 } from '../lib/stable-hash.ts';
import type { Api, Contract, ContractSet } from '../model/contract.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { JsonSchema } from '../model/json.ts';
import { allFields } from '../schema/field-tree.ts';
import { schemasWithin, subschemas } from '../schema/keywords.ts';
import { refCycles } from '../schema/ref-cycles.ts';
import { at, type BuildContext } from './build-context.ts';
import { buildContract } from './build-contract.ts';
import { buildCommonResponses } from './build-responses.ts';
import { type ApiFile, apiFormat, type ContractFile, contractFormat } from './formats/contract-format.ts';
import { linkContracts } from './link-contracts.ts';
import { readFolder } from './read-folder.ts';
import { resolveRefs, SCHEMA_ID } from './schema-registry.ts';
import { validate } from './validate.ts';
import { type Path, parseYaml, type YamlSource } from './yaml-source.ts';

export interface LoadedContracts {
  readonly contracts: ContractSet;
  /** The contract file of each operation, for positions in messages. */
  readonly sources: ReadonlyMap<string, YamlSource>;
  /** Operations whose files have mistakes. A reference to such an operation is not reported. */
  readonly broken: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** This file in the contracts folder describes webhook signatures, not an operation. */
const SIGNATURES = 'signatures.yaml';

export async function loadContracts(root: string, folder: string): Promise<LoadedContracts> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const files = await readFolder(root, folder, '**/*.yaml');
  const parsed = new Map(files.map(({ file, inside, text }) => [inside, parseYaml(file, text)]));
  const schemaFiles = new Map([...parsed].filter(([inside]) => inside.startsWith('schemas/')));
  const apiSource = parsed.get('api.yaml') ?? parseYaml(`${folder}/api.yaml`, 'name: unnamed\n');
  const api = loadApiFile(apiSource, report);
  const profiles = api.profiles ?? ['default'];
  const contextOf = (source: YamlSource, inside: string): BuildContext => ({
    source,
    profiles,
    report,
    resolveSchema: (schema, path) =>
      resolveRefs({ files: schemaFiles }, { source, base: inside, report }, { schema, path }),
  });
  const apiContext = contextOf(apiSource, 'api.yaml');
  const common = buildCommonResponses(apiContext, api);
  const contractFiles = new Map([...parsed].filter(([inside]) => isContractFile(inside)));
  const { operations, sources, broken } = buildOperations(contractFiles, {
    build: (file, { id, source, inside }) => buildContract(contextOf(source, inside), { id, file, api, common }),
    report,
  });
  const schemas = buildSchemas(schemaFiles, contextOf);
  const hash = sha256(files.map(({ inside, text }) => `${inside}\n${sha256(text)}`).join('\n'));
  for (const source of schemaFiles.values()) diagnostics.push(...source.diagnostics);
  const signing = parsed.get(SIGNATURES);
  const signatures =
    signing === undefined ? [] : (await import('./load-signatures.ts')).loadSignatures(signing, report);
  const linked = linkContracts(operations, schemas);
  const contracts = { api: buildApi(apiContext, api), operations: linked, schemas, signatures, hash };
  diagnostics.push(...checkRefCycles(contracts, schemaFiles));
  return { contracts, sources, broken, diagnostics };
}

function isContractFile(inside: string): boolean {
  return inside !== 'api.yaml' && inside !== SIGNATURES && !inside.startsWith('schemas/');
}

interface ContractPlace {
  readonly id: string;
  readonly source: YamlSource;
  readonly inside: string;
}

interface Building {
  readonly build: (file: ContractFile, place: ContractPlace) => Contract;
  readonly report: (diagnostic: Diagnostic) => void;
}

function buildOperations(files: ReadonlyMap<string, YamlSource>, { build, report }: Building) {
  const operations = new Map<string, Contract>();
  const sources = new Map<string, YamlSource>();
  const broken = new Set<string>();
  for (const [inside, source] of files) {
    const id = operationIdOf(inside, source, report);
    if (id === null) continue;
    const { value, diagnostics } = validate(source, contractFormat);
    for (const diagnostic of diagnostics) report(diagnostic);
    if (value === null) {
      broken.add(id);
      continue;
    }
    sources.set(id, source);
    operations.set(id, build(value, { id, source, inside }));
  }
  return { operations, sources, broken };
}

function loadApiFile(source: YamlSource, report: (diagnostic: Diagnostic) => void): ApiFile {
  const { value, diagnostics } = validate(source, apiFormat);
  for (const diagnostic of diagnostics) report(diagnostic);
  return value ?? { name: 'unnamed' };
}

/** Returns the id of an operation, such as `orders.ship` for `orders/ship.yaml`. */
function operationIdOf(inside: string, source: YamlSource, report: (diagnostic: Diagnostic) => void): string | null {
  const match = /^([a-z][a-z0-9_-]*)\/([a-z][a-z0-9_-]*)\.yaml$/.exec(inside);
  if (match !== null) return `${match[1]}.${match[2]}`;
  report({
    severity: 'error',
    code: 'file-misplaced',
    at: source.locate([]),
    path: '',
    message: 'must be <resource>/<verb>.yaml in the contracts folder, in lower case',
    hint: 'move the file, or put shared schemas into schemas/',
  });
  return null;
}

function buildSchemas(
  files: ReadonlyMap<string, YamlSource>,
  contextOf: (source: YamlSource, inside: string) => BuildContext,
): ReadonlyMap<string, JsonSchema> {
  const built = [...files]
    .filter(([, source]) => source.value !== undefined)
    .map(([inside, source]) => {
      const schema = source.value as JsonSchema; // safe cast: resolveRefs reports a value that is not a schema
      return [`${SCHEMA_ID}${inside}`, contextOf(source, inside).resolveSchema(schema, [])] as const;
    });
  return new Map(built);
}

function buildApi(context: BuildContext, file: ApiFile): Api {
  const envelope = file.error_envelope;
  const known = (file.acknowledged ?? []).map((entry, index) => ({
    ...entry,
    at: at(context, ['acknowledged', index]),
  }));
  return {
    name: file.name,
    profiles: context.profiles,
    auth: Object.fromEntries(
      Object.entries(file.auth ?? {}).map(([name, { headers = {}, query = {}, cookies = {} }]) => [
        name,
        { name, headers, query, cookies },
      ]),
    ),
    envelope: envelope ? { ...envelope, body: context.resolveSchema(envelope.body, ['error_envelope', 'body']) } : null,
    unknownRoute: (file.unknown_route ?? []).map(({ status, error }) => ({
      status,
      ...(error !== undefined && { code: error }),
    })),
    freshActor: file.fresh_actor ? { ...file.fresh_actor, with: file.fresh_actor.with ?? {} } : null,
    secrets: { patterns: file.secrets?.patterns ?? [], fields: file.secrets?.fields ?? [] },
    acknowledged: known.filter((entry) => 'field' in entry),
    lint: known.filter((entry) => 'lint' in entry),
  };
}

/** Reports a schema that refers directly to itself. No value can match such a schema. */
function checkRefCycles(
  { schemas, operations }: ContractSet,
  files: ReadonlyMap<string, YamlSource>,
): readonly Diagnostic[] {
  const owned = [...operations.values()].flatMap((contract) => [
    ...allFields(contract).map(({ schema, at }) => ({ schema, at })),
    ...contract.responses.flatMap(({ body, at }) => (body === undefined || body === null ? [] : { schema: body, at })),
  ]);
  const roots = [...schemas].map(([id, schema]) => ({ schema, at: files.get(id.slice(SCHEMA_ID.length)) }));
  const all = [...roots, ...owned].flatMap(({ schema }) => schemasWithin(schema));
  const cyclic = new Set(refCycles(schemas, all));
  if (cyclic.size === 0) return [];
  const inFiles = roots.flatMap(({ schema, at }) =>
    findParts(schema, cyclic, []).map((path) => diagnostic(at?.locate(path), path)),
  );
  const inline = owned.flatMap(({ schema, at }) => findParts(schema, cyclic, []).map((path) => diagnostic(at, path)));
  return [...inFiles, ...inline];
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
    message: 'refers to itself without a member or an item in between, so no value can match',
    hint: 'remove the $ref that leads back here, or move the $ref below properties or items',
  };
}
