import { collectIssues, type Infer, Invalid, type Issue, invalid, type Schema } from './schema.ts';

type Fields = Readonly<Record<string, Schema<unknown>>>;
type Values<F extends Fields> = { readonly [K in keyof F]: Infer<F[K]> };
export type ObjectValue = Readonly<Record<string, unknown>>;

/** The schema of an object with known fields. It reports all issues at once. */
export function object<F extends Fields>(fields: F, unknownKeys: 'ignore' | 'forbid' = 'ignore'): Schema<Values<F>> {
  return {
    read(value, at) {
      if (!isObject(value)) throw invalid(at, 'Input should be a valid dictionary or object to extract fields from');
      const issues: Issue[] = [];
      const result: Record<string, unknown> = {};
      for (const [name, schema] of Object.entries(fields)) {
        result[name] = collectIssues(issues, () => readMember(value, name, { schema, at: `${at}.${name}` }));
      }
      if (unknownKeys === 'forbid') issues.push(...extraKeys(value, fields, at));
      if (issues.length > 0) throw new Invalid(issues);
      return result as Values<F>; // safe cast: the loop above has set a value for every key of `fields`
    },
  };
}

export function anyObject(): Schema<ObjectValue> {
  return {
    read(value, at) {
      if (!isObject(value)) throw invalid(at, 'Input should be a valid dictionary');
      return value;
    },
  };
}

export function list<T>(
  item: Schema<T>,
  bounds: { readonly min?: number; readonly max?: number } = {},
): Schema<readonly T[]> {
  return {
    read(value, at) {
      if (!Array.isArray(value)) throw invalid(at, 'Input should be a valid list');
      if (value.length < (bounds.min ?? 0)) throw invalid(at, `List should have at least ${bounds.min} items`);
      if (value.length > (bounds.max ?? value.length))
        throw invalid(at, `List should have at most ${bounds.max} items`);
      return readAll(value.map((member, index) => () => item.read(member, `${at}.${index}`)));
    },
  };
}

/** The schema of an object. Its members may have any names, and their values have one type. */
export function mapOf<T>(item: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return {
    read(value, at) {
      const entries = Object.entries(anyObject().read(value, at));
      const values = readAll(
        entries.map(
          ([name, member]) =>
            () =>
              [name, item.read(member, `${at}.${name}`)] as const,
        ),
      );
      return Object.fromEntries(values);
    },
  };
}

export function isObject(value: unknown): value is ObjectValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMember<T>(
  owner: ObjectValue,
  name: string,
  member: { readonly schema: Schema<T>; readonly at: string },
): T {
  if (Object.hasOwn(owner, name)) return member.schema.read(owner[name], member.at);
  if (member.schema.absent) return member.schema.absent();
  throw invalid(member.at, 'Field required');
}

function extraKeys(value: ObjectValue, fields: Fields, at: string): readonly Issue[] {
  const extra = Object.keys(value).filter((key) => !Object.hasOwn(fields, key));
  return extra.map((key) => ({ field: `${at}.${key}`, message: 'Extra inputs are not permitted' }));
}

function readAll<T>(readers: readonly (() => T)[]): readonly T[] {
  const issues: Issue[] = [];
  const results: T[] = [];
  for (const reader of readers) collectIssues(issues, () => results.push(reader()));
  if (issues.length > 0) throw new Invalid(issues);
  return results;
}
