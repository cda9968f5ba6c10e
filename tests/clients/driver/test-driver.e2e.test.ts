import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDriver } from '../../../src/clients/driver/test-driver.ts';
import { aClient, FIXTURES } from '../start-driver.ts';

let server: Server;
let requests = 0;
let scratch = '';

beforeAll(async () => {
  server = createServer((_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scratch = await mkdtemp(join(tmpdir(), 'parity-driver-'));
});

afterAll(async () => {
  server.close();
  await rm(scratch, { recursive: true, force: true });
});

function checksOf(broken = 'nothing') {
  const { port } = server.address() as AddressInfo; // safe cast: `address()` returns an object for a TCP server
  return testDriver({
    client: aClient({
      driver: 'custom',
      command: [process.execPath, join(FIXTURES, 'drivers/custom.mjs'), broken],
      construct: { call: 'acme.Client', args: [], kwargs: { base_url: '${base_url}' } },
    }),
    ...{ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'made-up', scratch },
    ...{ env: { PATH: process.env.PATH }, signal: new AbortController().signal },
    takeRequests: async () => {
      const taken = requests;
      requests = 0;
      return taken;
    },
  });
}

describe('a driver', () => {
  it('passes every rule if it follows the protocol', async () => {
    const checks = await checksOf();
    expect(checks.map(({ problem }) => problem)).toEqual(Array.from({ length: 7 }, () => null));
  });

  it.each([
    ['empty', 'the driver describes the client', /no message with a method/],
    ['type', 'the driver describes the client', /type that the protocol does not have: \{"kind":"text"\}/],
    ['version', 'the driver rejects an unsupported version of the protocol', /expected the error request-invalid/],
    ['early', 'the driver rejects a call that comes before "start"', /expected the error request-invalid/],
    ['silent', 'the driver calls methods and reports each outcome', /none of the 1 methods/],
    ['outcome', 'the driver calls methods and reports each outcome', /expected an outcome, got \{"kind":"fine"\}/],
    ['unknown', 'the driver rejects a method that it has not described', /expected the error method-unknown/],
  ])('fails at the rule that it violates: %s', async (broken, rule, problem) => {
    const last = (await checksOf(broken)).at(-1);
    expect(last?.rule).toBe(rule);
    expect(last?.problem).toMatch(problem);
  });
});
