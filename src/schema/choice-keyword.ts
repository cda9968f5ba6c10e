import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { readPointer } from '../lib/json-pointer.ts';
import { isRedacted } from '../lib/redaction-mark.ts';

/** Replaces ajv's `anyOf` and `oneOf`. Only the errors of the most likely branch are reported. */
export function addChoiceKeyword(ajv: Ajv2020, keyword: 'anyOf' | 'oneOf'): void {
  ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword,
    schemaType: 'array',
    errors: 'full',
    compile: (schemas: readonly object[]) => {
      let branches: readonly ValidateFunction[] | undefined;
      const chooseOnce = rememberFailures((data, at) => {
        // Branches are compiled on first use, because they may be recursive.
        branches ??= schemas.map((schema) => ajv.compile(schema));
        return choose(keyword, branches, { data, at });
      });
      const validate: ValidateChoice = (data, at) => {
        const failure = chooseOnce(data, at);
        if (failure !== undefined) validate.errors = failure;
        return failure === undefined;
      };
      return validate;
    },
  });
}

export function isUnknowable(error: ErrorObject, root: unknown): boolean {
  return isRedacted(readPointer(root, error.instancePath));
}

type Place = NonNullable<Parameters<ValidateFunction>[1]>;

interface ValidateChoice {
  (data: unknown, at?: Place): boolean;
  errors?: ErrorObject[];
}

type Choose = (data: unknown, at: Place | undefined) => ErrorObject[] | undefined;

/** Remembers the result for each value. Otherwise the checks in a recursive schema would take exponential time. */
function rememberFailures(choose: Choose): Choose {
  let root: unknown;
  let known = new Map<unknown, ErrorObject[] | undefined>();
  return (data, at) => {
    if (typeof data !== 'object' || data === null) return choose(data, at);
    const whole = at?.rootData ?? data;
    if (root !== whole) [root, known] = [whole, new Map()];
    if (!known.has(data)) known.set(data, choose(data, at));
    return known.get(data);
  };
}

interface Instance {
  readonly data: unknown;
  readonly at: Place | undefined;
}

function choose(keyword: 'anyOf' | 'oneOf', branches: readonly ValidateFunction[], instance: Instance) {
  const failed: (readonly ErrorObject[])[] = [];
  let passing = 0;
  let guessed = false;
  for (const branch of branches) {
    const errors = errorsOf(branch, instance);
    if (errors.length > 0) failed.push(errors);
    else passing++;
    guessed ||= branch.errors !== null && branch.errors !== undefined && errors.length === 0;
    if (passing > 0 && keyword === 'anyOf') return undefined;
  }
  const instancePath = instance.at?.instancePath ?? '';
  if (passing === 0) return [...(failed.length === 1 ? (failed[0] ?? []) : likeliest(failed, instancePath))];
  // A redacted value may match more branches than the original text.
  return passing === 1 || guessed ? undefined : [errorAt(instancePath, keyword, { passing })];
}

function errorsOf(branch: ValidateFunction, { data, at }: Instance): readonly ErrorObject[] {
  if (branch(data, at)) return [];
  const root = at?.rootData ?? data;
  return (branch.errors ?? []).filter((error) => !isUnknowable(error, root));
}

function likeliest(failed: readonly (readonly ErrorObject[])[], instancePath: string): readonly ErrorObject[] {
  const typed = failed.filter((errors) => typeErrorAt(errors, instancePath) === undefined);
  if (typed.length === 0) {
    const types = failed.flatMap((errors) => typeErrorAt(errors, instancePath)?.params.type ?? []);
    return [errorAt(instancePath, 'type', { type: [...new Set(types.flat())] })];
  }
  if (typed.length > 1 && typed.every((errors) => isWholeValueWrong(errors, instancePath))) {
    return [errorAt(instancePath, 'anyOf', { choices: failed.length })];
  }
  return typed.toSorted((a, b) => distance(a) - distance(b))[0] ?? [];
}

function typeErrorAt(errors: readonly ErrorObject[], instancePath: string): ErrorObject | undefined {
  return errors.find((error) => error.keyword === 'type' && error.instancePath === instancePath);
}

function isWholeValueWrong(errors: readonly ErrorObject[], instancePath: string): boolean {
  return errors.every((error) => error.instancePath === instancePath && error.params.missingProperty === undefined);
}

/** A wrong `const` or `enum` counts as 100 errors, because it usually shows that the sender meant a different branch. */
function distance(errors: readonly ErrorObject[]): number {
  return errors.reduce((sum, { keyword }) => sum + (keyword === 'const' || keyword === 'enum' ? 100 : 1), 0);
}

function errorAt(instancePath: string, keyword: string, params: Record<string, unknown>): ErrorObject {
  return { instancePath, schemaPath: '', keyword, params, message: keyword };
}
