import { type ContractsOptions, openContracts, type ResponseChecker } from '../index.ts';
import { describeFinding } from '../report/test-cases.ts';
import { toHttpResponse } from './http-response.ts';

interface MatchResult {
  readonly pass: boolean;
  readonly message: () => string;
}

interface MatcherContext {
  readonly isNot?: boolean;
  readonly task?: { readonly file: object };
}

/** `expect(response).toMatchContract('things.get')` fails for errors but not for warnings. */
export async function toMatchContract(
  this: MatcherContext,
  received: unknown,
  operation: string,
  options: ContractsOptions = {},
): Promise<MatchResult> {
  const response = await toHttpResponse(received);
  const { check } = await checkerFor(this.task?.file ?? HERE, options);
  const errors = check(response, operation).filter(({ severity }) => severity === 'error');
  const found = errors.length === 0 ? '' : `\n\n${errors.map(describeFinding).join('\n')}`;
  const not = this.isNot === true ? 'not ' : '';
  return {
    pass: errors.length === 0,
    message: () => `expected the response (${response.status}) ${not}to match the contract of ${operation}${found}`,
  };
}

const HERE = {};
const opened = new WeakMap<object, Map<string, Promise<ResponseChecker>>>();

/** Each run of a test file reads the contracts again, because the contracts may change in watch mode. */
function checkerFor(file: object, options: ContractsOptions): Promise<ResponseChecker> {
  const ofFile = opened.get(file) ?? new Map<string, Promise<ResponseChecker>>();
  opened.set(file, ofFile);
  const key = JSON.stringify(options);
  const checker = ofFile.get(key) ?? openContracts(options);
  ofFile.set(key, checker);
  return checker;
}
