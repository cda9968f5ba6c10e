import { writeJson } from '../lib/json-text.ts';
import { MATCHER_NAMES } from '../lib/match-json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { compilePattern } from '../lib/pattern.ts';
import type { Contract, ContractSet, Field } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { CallStep, Step } from '../model/suite.ts';
import { reportAt } from './build-context.ts';
import { checkReferences } from './check-references.ts';
import type { LoadedContracts } from './load-contracts.ts';
import type { LoadedSuite } from './load-suites.ts';
import type { Path, YamlSource } from './yaml-source.ts';

export function checkSuites(
  suites: readonly LoadedSuite[],
  { contracts, broken }: Pick<LoadedContracts, 'contracts' | 'broken'>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void found.push(diagnostic);
  for (const { suite, source } of suites) {
    checkSteps({ steps: suite.setup, before: [], path: ['setup'], contracts, broken, source, report });
    for (const scenario of suite.scenarios)
      checkSteps({
        steps: scenario.steps,
        before: suite.setup,
        path: ['scenarios', scenario.name, 'steps'],
        contracts,
        broken,
        source,
        report,
      });
  }
  return found;
}

interface StepsContext {
  readonly steps: readonly Step[];
  readonly before: readonly Step[];
  readonly path: Path;
  readonly contracts: ContractSet;
  readonly broken: ReadonlySet<string>;
  readonly source: YamlSource;
  readonly report: (diagnostic: Diagnostic) => void;
}

function checkSteps(context: StepsContext): void {
  const seen = [...context.before];
  let index = -1;
  for (const step of context.steps) {
    // All copies of a step with `repeat` have the same position in the file.
    const isCopy = step.at === seen.at(-1)?.at;
    seen.push(step);
    if (isCopy) continue;
    index += 1;
    if (step.kind !== 'call') continue;
    const path = [...context.path, index];
    checkCall(context, step, path);
    checkMatchers(context, step, path);
    checkReferences(context, { step, path, seen: seen.slice(0, -1), rawStep: rawStep(context, index) });
  }
}

function rawStep({ source, path }: StepsContext, index: number): unknown {
  let value: unknown = source.value;
  for (const key of [...path, index]) value = (value as Record<string | number, unknown>)[key]; // safe cast: validation has shown that the step exists
  return value;
}

function checkCall(context: StepsContext, step: CallStep, path: Path): void {
  const contract = context.contracts.operations.get(step.call);
  if (contract === undefined) {
    reportOperation(context, step.call, [...path, 'call']);
    return;
  }
  for (const [name, value] of Object.entries(step.with))
    checkField(context, { contract, name, value, path: [...path, 'with', name] });
  checkRequired(context, { contract, step, path });
  checkExpectedError(context, { contract, step, path });
  if (step.cleanup && !context.contracts.operations.has(step.cleanup.call))
    reportOperation(context, step.cleanup.call, [...path, 'cleanup']);
  checkAuth(context, { contract, step, path });
}

function reportOperation(context: StepsContext, id: string, path: Path): void {
  if (context.broken.has(id)) return;
  const hint =
    didYouMean(id, context.contracts.operations.keys()) ?? 'an operation is a file contracts/<resource>/<verb>.yaml';
  reportAt(context, { path, code: 'operation-unknown', message: `must be an operation; was "${id}"`, hint });
}

interface FieldCheck {
  readonly contract: Contract;
  readonly name: string;
  readonly value: Json;
  readonly path: Path;
}

function checkField(context: StepsContext, { contract, name, value, path }: FieldCheck): void {
  const field = contract.fields.find((each) => each.name === name);
  if (field !== undefined) {
    checkNested(context, { field, value, path });
    return;
  }
  const names = contract.fields.map((each) => each.name);
  const hint =
    didYouMean(name, names) ??
    `fields of the operation: ${names.join(', ') || 'none'}; to send an undeclared field, put the field under "extra"`;
  reportAt(context, {
    path,
    part: 'key',
    code: 'field-unknown',
    message: `must be a field of ${contract.id}; was "${name}"`,
    hint,
  });
}

/** Checks the members of an object in the body, if the contract declares them as nested fields. */
function checkNested(context: StepsContext, { field, value, path }: { field: Field; value: Json; path: Path }): void {
  if (field.fields.length === 0 || !isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const nested = field.fields.find((each) => each.name === `${field.name}.${name}`);
    if (nested !== undefined) {
      checkNested(context, { field: nested, value: member, path: [...path, name] });
      continue;
    }
    const names = field.fields.map((each) => each.name.slice(field.name.length + 1));
    const hint = didYouMean(name, names) ?? `declared fields: ${names.join(', ')}`;
    reportAt(context, {
      path: [...path, name],
      part: 'key',
      code: 'field-unknown',
      message: `must be a field of ${field.name}; was "${name}"`,
      hint,
    });
  }
}

interface CallCheck {
  readonly contract: Contract;
  readonly step: CallStep;
  readonly path: Path;
}

/** A call without a required field must have `invalid: true`. */
function checkRequired(context: StepsContext, { contract, step, path }: CallCheck): void {
  if (step.invalid) return;
  const profiles = step.profiles.filter((profile) => contract.profiles.includes(profile));
  const missing = contract.fields.filter(
    (field) =>
      field.required && !Object.hasOwn(step.with, field.name) && field.profiles.some((each) => profiles.includes(each)),
  );
  if (missing.length === 0) return;
  const names = missing.map((field) => field.name).join(', ');
  reportAt(context, {
    path: [...path, 'call'],
    code: 'field-omitted',
    message: `${contract.id} requires ${names}`,
    hint: 'add the missing field under "with". If the field is missing on purpose, set "invalid: true"',
  });
}

function checkExpectedError(context: StepsContext, { contract, step, path }: CallCheck): void {
  const { error, status } = step.expect;
  if (error === undefined || contract.lifecycle === 'proposed') return;
  const unknownRoute = context.contracts.api.unknownRoute.map((route) => route.code);
  const known = contract.responses
    .filter((each) => status.length === 0 || status.includes(each.status))
    .flatMap((each) => each.errors);
  if (known.includes(error) || (step.raw !== undefined && unknownRoute.includes(error))) return;
  const where = status.length === 0 ? '' : ` for ${status.join(', ')}`;
  const hint = didYouMean(error, known) ?? `declared${where}: ${[...new Set(known)].join(', ') || 'none'}`;
  reportAt(context, {
    path: [...path, 'expect', 'error'],
    code: 'error-code-unknown',
    message: `must be an error code that ${contract.id} declares${where}; was "${error}"`,
    hint,
  });
}

function checkAuth(context: StepsContext, { contract, step, path }: CallCheck): void {
  const kind = step.auth?.kind;
  const known = Object.keys(context.contracts.api.auth);
  if (kind === undefined || known.includes(kind)) return;
  const hint = didYouMean(kind, known) ?? `known: ${known.join(', ')}; to send no credentials, use "as: nobody"`;
  reportAt(context, {
    path: [...path, 'auth'],
    code: 'auth-unknown',
    message: `must be an authentication kind of the API (${contract.id} accepts: ${contract.auth.join(', ') || 'none'}); was "${kind}"`,
    hint,
  });
}

interface CheckContext {
  readonly source: YamlSource;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Checks that every key beginning with `$` in an expectation is a matcher, and that patterns are valid. */
function checkMatchers(context: CheckContext, { expect }: CallStep, path: Path): void {
  walk(context, expect.body, [...path, 'expect', 'body']);
  walk(context, expect.headers, [...path, 'expect', 'headers']);
}

function walk(context: CheckContext, value: unknown, path: Path): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key.startsWith('$')) checkMatcher(context, { name: key, argument: member, path: at });
    walk(context, member, at);
  }
}

function checkMatcher(
  context: CheckContext,
  { name, argument, path }: { name: string; argument: unknown; path: Path },
): void {
  if (!MATCHER_NAMES.includes(name)) {
    const hint = didYouMean(name, MATCHER_NAMES) ?? `known: ${MATCHER_NAMES.join(', ')}`;
    reportAt(context, {
      path,
      part: 'key',
      code: 'matcher-unknown',
      message: `must be a matcher; was "${name}"`,
      hint,
    });
  } else if (name === '$match' && (typeof argument !== 'string' || !isPattern(argument))) {
    reportAt(context, {
      path,
      code: 'value-invalid',
      message: `must be a regular expression; was ${writeJson(argument)}`,
    });
  }
}

/** A pattern with a reference such as `${name}` counts as valid, because its text is not final. */
function isPattern(text: string): boolean {
  return text.includes('${') || compilePattern(text) !== undefined;
}
