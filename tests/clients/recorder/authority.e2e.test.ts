import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchedEnvironment } from '../../../src/clients/driver/contacts.ts';
import { openInterception } from '../../../src/clients/recorder/authority.ts';
import { openRecorder, type Recorder } from '../../../src/clients/recorder/recorder.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import { CONTRACTS } from '../../surface/builders.ts';

const run = promisify(execFile);

let scratch = '';
let recorder: Recorder;
let env: { readonly [name: string]: string };

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'parity-authority-'));
  const interception = await openInterception({ construct: null, env: {}, command: ['acme'] }, scratch);
  recorder = await openRecorder({
    ...{ contracts: CONTRACTS, profile: 'full' },
    authority: interception?.authority ?? null,
  });
  const watching = { client: { driver: 'command', origins: [] }, scratch, trusted: interception?.file } as const;
  env = watchedEnvironment({ PATH: process.env.PATH ?? '' }, { ...watching, recorder: recorder.origin });
});

afterAll(async () => {
  await recorder.close();
  await rm(scratch, { recursive: true, force: true });
});

const hostOf = ({ headers }: HttpRequest) => headers.find(([name]) => name.toLowerCase() === 'host')?.[1];

const URL_TEXT = 'https://api.acme.test/v1/boxes/b1/things?page=2';

describe('a client', () => {
  it.each([
    [
      'Python',
      'python3',
      ['-c', `import urllib.request as u; u.urlopen(u.Request("${URL_TEXT}", method="POST", data=b"{}"))`],
    ],
    ['the fetch of Node', process.execPath, ['-e', `fetch("${URL_TEXT}", { method: "POST", body: "{}" })`]],
    ['node:https', process.execPath, ['-e', `require("https").request("${URL_TEXT}", { method: "POST" }).end("{}")`]],
    [
      'node:https with options',
      process.execPath,
      [
        '--input-type=module',
        '-e',
        'import { request } from "node:https"; request({ hostname: "api.acme.test", path: "/v1/boxes/b1/things?page=2", method: "POST" }).end("{}")',
      ],
    ],
  ])('with a fixed address reaches the recorder instead of its server: %s', async (_title, program, args) => {
    await run(program, args, { env });
    const seen = await recorder.take();
    expect(seen.map(({ operation, request }) => [operation, request.method, request.target, hostOf(request)])).toEqual([
      ['things.make', 'POST', '/v1/boxes/b1/things?page=2', 'api.acme.test'],
    ]);
    expect(recorder.takeElsewhere()).toEqual([]);
  });

  it('needs no interception if the client file contains `${base_url}`', async () => {
    const construct = { call: 'acme.Client', args: [], kwargs: { url: '${base_url}/v1' } };
    expect(await openInterception({ construct, env: {}, command: [] }, scratch)).toBeNull();
  });
});
