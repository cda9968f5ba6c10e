import { type Context, createContext, Script } from 'node:vm';

/** What the work returns; undefined when it took longer. V8 stops code that runs in a script with a time limit, loops and all. */
export function runWithin<T>(milliseconds: number, work: () => T): T | undefined {
  context ??= createContext({});
  Object.assign(context, { work });
  try {
    return SCRIPT.runInContext(context, { timeout: milliseconds }) as T; // the script returns what the work returns
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  } finally {
    Object.assign(context, { work: undefined });
  }
}

const SCRIPT = new Script('work()');

/** Making one takes milliseconds, and nothing is left in it. */
let context: Context | undefined;

/** The error comes from the realm of the script. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
