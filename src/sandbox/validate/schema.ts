export interface Issue {
  readonly field: string;
  readonly message: string;
}

/** The function `read` converts the value to the type that the handler expects, or throws `Invalid` with all issues. */
export interface Schema<T> {
  readonly read: (value: unknown, at: string) => T;
  /** Returns the value for an absent field. Without this function, the field is required. */
  readonly absent?: () => T;
}

export type Infer<S> = S extends Schema<infer T> ? T : never;

export class Invalid extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.field}: ${issue.message}`).join('; '));
    this.issues = issues;
  }
}

export function invalid(at: string, message: string): Invalid {
  return new Invalid([{ field: at, message }]);
}

/** Accepts an absent value and null, and keeps both apart. */
export function maybe<T>(schema: Schema<T>): Schema<T | null | undefined> {
  return { read: (value, at) => (value === null ? null : schema.read(value, at)), absent: () => undefined };
}

/** Accepts an absent value, but not null. */
export function withDefault<T>(schema: Schema<T>, value: T): Schema<T> {
  return { read: schema.read, absent: () => value };
}

/** Accepts an absent value and null, and replaces both by the default. */
export function nullAsDefault<T>(schema: Schema<T>, value: T): Schema<T> {
  return { read: (given, at) => (given === null ? value : schema.read(given, at)), absent: () => value };
}

/** The function `problem` returns a message if the value breaks the added rule. */
export function refine<T>(schema: Schema<T>, problem: (value: T) => string | undefined): Schema<T> {
  const read = (value: unknown, at: string) => {
    const result = schema.read(value, at);
    const message = problem(result);
    if (message !== undefined) throw invalid(at, message);
    return result;
  };
  return schema.absent ? { read, absent: schema.absent } : { read };
}

/** If the function `reader` throws `Invalid`, its issues are added to the list and undefined is returned. */
export function collectIssues<T>(issues: Issue[], reader: () => T): T | undefined {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}
