import { writeSync } from 'node:fs';
import process from 'node:process';
import { Pool } from 'undici';
import { makeSteps, requestOf } from './steps.js';

// Sends the requests of the `parity run` benchmark through a bare undici pool. The result is a reference value.
const [url, count, concurrency, key] = process.argv.slice(2);
const requests = makeSteps(4).map(requestOf);
const pool = new Pool(url, { connections: Number(concurrency), pipelining: 1 });
await send(0);
const started = performance.now();
let next = 0;
await Promise.all(Array.from({ length: Number(concurrency) }, work));
writeSync(1, `${performance.now() - started}\n`);
await pool.close();

async function work() {
  while (next < Number(count)) await send(next++);
}

async function send(index) {
  const { method, path, body } = requests[index % requests.length];
  const headers = { authorization: `Bearer ${key}`, ...(body !== null && { 'content-type': 'application/json' }) };
  const response = await pool.request({ path, method, headers, body });
  await response.body.arrayBuffer();
}
