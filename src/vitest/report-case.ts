import { resolve } from 'node:path';
import type { TestContext } from 'vitest';
import type { TestCase } from '../report/test-cases.ts';

/**
 * Reports a case of the verdict as a vitest test. Accepted failures (xfail) and cases that were not tried are skipped with
 * their reason, never passed; an xpass passes and says so; a blocked scenario fails.
 */
export async function reportCase(test: TestCase, { annotate, skip }: TestContext, root = ''): Promise<void> {
  const { result, type, message = '', properties = {} } = test;
  if (result === 'skipped') skip(type === 'pytest.xfail' ? `xfail: ${message}` : message);
  if (result === 'failure' || result === 'error') throw failureOf(test, root);
  const outcome = properties.outcome ?? (properties.xpass === undefined ? undefined : 'xpassed');
  if (outcome !== undefined) await annotate(`${outcome}: ${test.text ?? test.name}`, outcome);
}

/** The stack names the data file and line, so that vitest shows the code there. */
function failureOf({ name, type = 'failed', message = '', text, file, line = 1 }: TestCase, root: string): Error {
  const error = new Error([message, text].filter((part) => part !== undefined && part !== '').join('\n\n'));
  error.name = type;
  const at = file === undefined ? '' : `\n    at ${name.replaceAll(/[()\s]/g, ' ')} (${resolve(root, file)}:${line}:1)`;
  error.stack = `${type}: ${error.message}${at}`;
  return error;
}
