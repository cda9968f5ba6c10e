import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallOutcome, DriverValue } from '../../../src/model/driver.ts';
import { DriverProcess } from './driver-process.ts';

const CLIENT = `import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const later = promisify(setTimeout);

function get(url) {
  return new Promise((resolve, reject) => {
    request(url, (response) => response.on('end', () => resolve(response.statusCode)).resume()).on('error', reject).end();
  });
}

export class Client {
  constructor({ url }) {
    this.url = url;
    this.closed = false;
    this.calls = 0;
  }
  async retries() {
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    await sleep(45_000);
    return later(60_000, 'done');
  }
  async keepsTime() {
    const start = Date.now();
    await sleep(90_000);
    return Date.now() - start >= 90_000;
  }
  async guarded(how) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('too slow')), 20_000);
    if (how === 'fetch') return (await fetch(this.url, { signal: stop.signal })).status;
    return Promise.race([get(this.url), new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason)))]);
  }
  starts() {
    void get(this.url);
    return { state: 'started' };
  }
  async forever() {
    for (;;) await sleep(1000);
  }
  async shut() {
    this.closed = true;
  }
  async count() {
    if (this.closed) throw new Error('The client has been closed');
    return ++this.calls;
  }
}
`;

let folder: string;
let server: Server;
let driver: DriverProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-waits-'));
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "waits", "version": "1.0.0", "type": "module", "main": "./index.js" }',
  );
  await writeFile(join(folder, 'index.js'), CLIENT);
  // The driver checks for pending work before this response arrives.
  server = createServer((_, response) => void setTimeout(() => response.end('{}'), 200));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  driver = new DriverProcess('node');
  await driver.start({ source: folder, construct: { call: '#Client', args: [], kwargs: { url } } });
});

afterAll(async () => {
  await driver.end();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const call = (method: string, given: { readonly [name: string]: DriverValue } = {}): Promise<CallOutcome> =>
  driver.call(method, given, 30_000);

it("records a client's waits of any kind instead of sleeping", async () => {
  expect(await call('retries')).toEqual({ kind: 'returned', value: 'done', waits: [30, 45, 60] });
});

it('advances the clock by the skipped time', async () => {
  expect(await call('keepsTime')).toEqual({ kind: 'returned', value: true, waits: [90] });
});

it.each(['fetch', 'http'])('does not mistake a request timeout by %s for a wait', async (how) => {
  expect(await call('guarded', { how })).toEqual({ kind: 'returned', value: 200 });
});

it('marks a method that returns before its request has a response', async () => {
  expect(await call('starts')).toMatchObject({ kind: 'returned', early: true });
});

it('ends a call that waits repeatedly', async () => {
  expect(await call('forever')).toMatchObject({ kind: 'timed-out' });
});

it('constructs the client again after a call has closed it', async () => {
  await call('count');
  await call('shut');
  expect(await call('count')).toEqual({ kind: 'returned', value: 1 });
});
