import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/app/run/preflight.ts';
import type { FirstCall } from '../../../src/report/init.ts';

function call(status: number): FirstCall {
  const outcome = status < 300 ? 'passed' : 'failed';
  const scenario = { name: 'get', profiles: [], alone: false, steps: [], at: { file: '', line: 1, column: 1 } };
  return { scenario, request: `GET /${status}`, hasKey: false, outcome, status, reason: undefined };
}

describe('the first requests to a server whose document declares no credential', () => {
  it.each([
    ['one of them is answered with 401', [200, 401], 'GET /401'],
    ['all of them are refused', [403, 302], 'GET /403'],
  ])('show that a credential is needed if %s', (_, statuses, request) => {
    expect(problemOf(statuses.map(call), undefined)).toContain(`the server requires a credential`);
    expect(problemOf(statuses.map(call), undefined)).toContain(request);
  });

  it('do not show that a credential is needed if one of them is forbidden and another works', () => {
    expect(problemOf([200, 403].map(call), undefined)).toBeUndefined();
  });
});
