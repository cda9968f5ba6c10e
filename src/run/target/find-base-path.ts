import type { Contract } from '../../model/contract.ts';
import { headerValue } from '../../model/http.ts';
import { sendOnce } from '../http/send-once.ts';
import { ownAddress, type RunContext } from '../run-context.ts';
import { prepareCall } from '../scenarios/prepare-call.ts';

const USUAL = ['/api', '/v1', '/api/v1', '/v2', '/api/v2'];

/** Returns undefined if the server responds to every path in the same way. */
export async function findBasePath(run: RunContext): Promise<string | undefined> {
  const [first, second] = [...run.contracts.operations.values()].filter(isPlainGet);
  if (first === undefined || second === undefined) return undefined;
  const nowhere = { ...first, path: '/parity-no-such-path' };
  const { basePath } = run.target;
  const above = basePath.slice(0, Math.max(0, basePath.lastIndexOf('/')));
  for (const candidate of new Set([above, ...USUAL, ...USUAL.map((path) => `${basePath}${path}`)])) {
    if (candidate === basePath || run.signal.aborted) continue;
    const isFound = (await isThere(run, first, candidate)) && (await isThere(run, second, candidate));
    if (isFound && !(await isThere(run, nowhere, candidate))) return candidate;
  }
  return undefined;
}

/** True for an operation that needs no values and only reads data. */
function isPlainGet({ method, safe, path, fields, lifecycle, waits }: Contract): boolean {
  if (method !== 'GET' || !safe || lifecycle !== 'shipped' || waits === true) return false;
  return !path.includes('{') && fields.every(({ required }) => !required);
}

async function isThere(run: RunContext, contract: Contract, basePath: string): Promise<boolean> {
  const prepared = prepareCall(
    { ...run, target: { ...run.target, basePath } },
    {
      ...{ address: ownAddress(run, 'base-path'), phase: 'watch', contract, with: {}, caller: { as: 'nobody' } },
      ...{ invalid: false, expect: { status: [], headers: {} } },
    },
  );
  if (!prepared.ok) return false;
  const { response } = await sendOnce(run, prepared.call, { attempt: 1, signal: run.signal });
  if (response === null) return false;
  const isPage = /^text\/html/i.test(headerValue(response.headers, 'content-type') ?? '');
  const isFound =
    response.status < 300 || response.status === 401 || response.status === 403 || response.status === 422;
  return isFound && !isPage;
}
