import { didYouMean } from '../lib/nearest.ts';
import type { Behavior } from '../model/behavior.ts';
import type { Contract, ContractSet, Field } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { requestText } from '../model/route.ts';
import { allFields } from '../schema/field-tree.ts';
import { reportAt } from './build-context.ts';
import type { LoadedContracts } from './load-contracts.ts';
import type { Path, YamlSource } from './yaml-source.ts';

export function checkContracts({ contracts, sources, broken }: LoadedContracts): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void found.push(diagnostic);
  for (const contract of contracts.operations.values()) {
    const source = sources.get(contract.id);
    if (source === undefined) continue;
    const context = { contract, contracts, broken, source, report };
    checkReferences(context);
    checkBehaviors(context);
    checkErrors(context);
    checkPlaces(context);
  }
  checkRoutes(contracts, sources, report);
  return found;
}

function checkReferences(context: ContractContext): void {
  const { contract, contracts } = context;
  for (const name of Object.keys(contract.example)) checkField(context, contract, { name, path: ['example', name] });
  for (const [index, id] of contract.after.entries()) checkOperation(context, id, ['after', index]);
  for (const [name, links] of Object.entries(contract.links ?? {})) {
    const declared = links.filter(({ inferred }) => inferred !== true);
    if (declared.length > 0) checkField(context, contract, { name, path: ['links', name] });
    for (const { from } of declared) checkOperation(context, from, ['links', name]);
  }
  if (contract.cleanup === null) return;
  const path = ['cleanup'];
  checkOperation(context, contract.cleanup.call, path);
  const target = contracts.operations.get(contract.cleanup.call);
  for (const name of Object.keys(contract.cleanup.with))
    if (target) checkField(context, target, { name, path: [...path, 'with', name] });
}

/** A contract may have error codes only if api.yaml has an `error_envelope`. */
function checkErrors(context: ContractContext): void {
  const { contract, contracts } = context;
  if (contracts.api.envelope !== null || !contract.responses.some((response) => response.errors.length > 0)) return;
  reportAt(context, {
    path: ['responses'],
    part: 'key',
    code: 'envelope-missing',
    message: 'declares error codes, but contracts/api.yaml has no error_envelope',
  });
}

/** Every place in the request belongs to at most one field. */
function checkPlaces(context: ContractContext): void {
  const seen = new Map<string, Field>();
  const whole = context.contract.fields.find((field) => field.whole);
  for (const field of context.contract.fields) {
    const key = placeKey(field);
    const other = seen.get(key);
    seen.set(key, field);
    const shares =
      other ?? (whole !== undefined && whole !== field && field.place.location === 'body' ? whole : undefined);
    if (shares === undefined || !overlap(shares.profiles, field.profiles)) continue;
    reportAt(context, {
      path: ['fields', field.name],
      part: 'key',
      code: 'place-duplicate',
      message: `is sent with the same location and name as the field "${shares.name}"`,
    });
  }
}

function placeKey({ place }: Field): string {
  const name = place.location === 'header' ? place.name.toLowerCase() : place.name;
  return `${place.location} ${name}`;
}

function overlap(a: readonly string[], b: readonly string[]): boolean {
  return a.some((each) => b.includes(each));
}

function checkRoutes(
  contracts: ContractSet,
  sources: ReadonlyMap<string, YamlSource>,
  report: ContractContext['report'],
): void {
  const seen = new Map<string, string>();
  for (const contract of contracts.operations.values()) {
    const route = requestText(contract).replaceAll(/\{[^}]*\}/g, '{}');
    const other = seen.get(route);
    const source = sources.get(contract.id);
    if (other !== undefined && source !== undefined)
      reportAt(
        { source, report },
        { path: ['request'], code: 'route-duplicate', message: `has the same request as ${other}` },
      );
    seen.set(route, contract.id);
  }
}

/** Checks that the fields, operations and error codes in behaviors exist. */
function checkBehaviors(context: ContractContext): void {
  for (const [index, behavior] of context.contract.behaviors.entries()) {
    const path = ['behaviors', index, behavior.kind];
    checkFields(context, behavior, path);
    if ('read' in behavior && behavior.read !== undefined) checkOperation(context, behavior.read, [...path, 'read']);
    if ('operation' in behavior) checkOperation(context, behavior.operation, [...path, 'operation']);
    checkError(context, behavior, path);
    checkCalls(context, behavior, path);
  }
}

const FIELD_KEYS = ['field', 'limit', 'offset', 'cursor'] as const;

function checkFields(context: ContractContext, behavior: Behavior, path: Path): void {
  const { contract } = context;
  const declared: object = behavior;
  for (const key of FIELD_KEYS) {
    const name = (declared as Record<string, unknown>)[key]; // safe cast: `name` is undefined if the behavior lacks the key
    if (typeof name === 'string') checkField(context, contract, { name, path: [...path, key] });
  }
  if (behavior.kind === 'idempotency_key')
    for (const [at, name] of (behavior.fingerprint ?? []).entries())
      checkField(context, contract, { name, path: [...path, 'fingerprint', at] });
  if (behavior.kind === 'read_back')
    for (const key of ['members', 'values'] as const)
      for (const name of Object.keys(behavior[key] ?? {}))
        checkField(context, contract, { name, path: [...path, key, name], nested: true });
  if (behavior.kind === 'repeatable' && behavior.other !== undefined)
    checkField(context, contract, { name: behavior.other.field, path: [...path, 'other', 'field'] });
  if (behavior.kind === 'filter') checkFilterValues(context, behavior, path);
}

const WRITTEN: { readonly [type: string]: { readonly form: RegExp; readonly what: string } } = {
  boolean: { form: /^(?:true|false)$/, what: 'true or false' },
  integer: { form: /^-?(?:0|[1-9]\d*)$/, what: 'a whole number' },
  number: { form: /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/, what: 'a number' },
};

/** Checks the keys of `cases`. Every key is a value of the filter, written as text. */
function checkFilterValues(
  context: ContractContext,
  { field: name, cases = {} }: Extract<Behavior, { readonly kind: 'filter' }>,
  path: Path,
): void {
  const schema = context.contract.fields.find((field) => field.name === name)?.schema;
  const type = typeof schema === 'object' && typeof schema.type === 'string' ? schema.type : '';
  const written = Object.hasOwn(WRITTEN, type) ? WRITTEN[type] : undefined;
  for (const value of Object.keys(cases))
    if (written?.form.test(value) === false)
      reportAt(context, {
        path: [...path, 'cases', value],
        code: 'value-invalid',
        message: `must be ${written.what}, because the field "${name}" has the type ${type}; was "${value}"`,
      });
}

/** The `error` of a deletion belongs to the operation that reads the deleted item. */
function checkError(context: ContractContext, behavior: Behavior, path: Path): void {
  if (behavior.kind === 'hard_delete' || behavior.kind === 'soft_delete') return;
  if ('error' in behavior && behavior.error !== undefined) checkErrorCode(context, behavior.error, [...path, 'error']);
}

/** Checks every operation call inside the declaration of a behavior, for example in a recipe. */
function checkCalls(context: ContractContext, value: unknown, path: Path): void {
  if (typeof value !== 'object' || value === null) return;
  const { call, with: given } = value as { readonly call?: unknown; readonly with?: object }; // safe cast: both are undefined if the object does not describe a call
  const target = typeof call === 'string' ? context.contracts.operations.get(call) : undefined;
  if (typeof call === 'string') checkOperation(context, call, [...path, 'call']);
  if (target !== undefined)
    for (const name of Object.keys(given ?? {})) checkField(context, target, { name, path: [...path, 'with', name] });
  for (const [key, part] of Object.entries(value))
    checkCalls(context, part, [...path, Array.isArray(value) ? Number(key) : key]);
}

interface ContractContext {
  readonly contract: Contract;
  readonly contracts: ContractSet;
  readonly broken: ReadonlySet<string>;
  readonly source: YamlSource;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Checks that an operation exists. An operation whose file has mistakes is accepted. */
function checkOperation(context: ContractContext, id: string, path: Path): void {
  if (context.contracts.operations.has(id) || context.broken.has(id)) return;
  reportAt(context, {
    path,
    code: 'operation-unknown',
    message: `must be an operation; was "${id}"`,
    hint: didYouMean(id, context.contracts.operations.keys()),
  });
}

/** Checks that a field exists. With `nested`, the field may be nested and have a name with dots. */
function checkField(
  context: ContractContext,
  contract: Contract,
  { name, path, nested = false }: { name: string; path: Path; nested?: boolean },
): void {
  const names = (nested ? allFields(contract) : contract.fields).map((field) => field.name);
  if (names.includes(name)) return;
  const hint = didYouMean(name, names) ?? `declared fields: ${names.join(', ') || 'none'}`;
  reportAt(context, { path, code: 'field-unknown', message: `must be a field of ${contract.id}; was "${name}"`, hint });
}

function checkErrorCode(context: ContractContext, code: string, path: Path): void {
  const known = context.contract.responses.flatMap((response) => response.errors);
  if (known.includes(code)) return;
  const hint = didYouMean(code, known) ?? `declared: ${[...new Set(known)].join(', ') || 'none'}`;
  reportAt(context, {
    path,
    code: 'error-code-unknown',
    message: `must be an error code that ${context.contract.id} declares; was "${code}"`,
    hint,
  });
}
