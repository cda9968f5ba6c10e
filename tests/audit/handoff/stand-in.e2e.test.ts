import { spawn } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { bashStandIn, nodeStandIn, pythonStandIn } from '../../../src/audit/handoff/stand-in.ts';
import type { HttpResponse } from '../../../src/model/http.ts';

const RESPONSES: readonly HttpResponse[] = [
  {
    ...{ status: 201, body: Buffer.from('{"text":"it\'s \\"é\\"","next":"http://127.0.0.1:4711/things?page=2"}') },
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', '1'],
      ['X-Kind', 'one'],
      ['X-Kind', 'two'],
    ],
  },
  { status: 429, headers: [['Retry-After', '7']], body: Buffer.from('') },
];

const PYTHON = `
import urllib.request, urllib.error
def show(method, url, body=None):
    request = urllib.request.Request(url, data=body, method=method, headers={"X-Api-Key": os.environ["API_KEY"]})
    try: response = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error: response = error
    print(response.status, response.headers.get_all("X-Kind"), response.headers["Retry-After"], response.read().decode().replace(os.environ["BASE_URL"], "BASE"))
show("PATCH", os.environ["BASE_URL"] + "/things?a=1", b"{}")
show("GET", os.environ["BASE_URL"] + "/again")
show("DELETE", os.environ["BASE_URL"] + "/again")
`;

const NODE = `
const show = async (method, path, body) => {
  const response = await fetch(env.BASE_URL + path, { method, body, headers: { 'X-Api-Key': env.API_KEY } });
  const { status, headers } = response;
  const kinds = headers.get('x-kind')?.split(', ') ?? null;
  console.log(status, kinds, headers.get('retry-after'), (await response.text()).replace(env.BASE_URL, 'BASE'));
};
await show('PATCH', '/things?a=1', '{}');
await show('GET', '/again');
await show('DELETE', '/again');
`;

const BASH = `
for call in 'PATCH /things?a=1' 'GET /again' 'DELETE /again'; do
  curl -si -X "\${call%% *}" -d '{}' -H "X-Api-Key: $API_KEY" "$BASE_URL\${call#* }" | sed "s,$BASE_URL,BASE,"
  echo
done
`;

const join = (lines: readonly string[], text: string) => [...lines, text].join('\n');
const PROGRAMS = {
  python: ['python3', '-c', join(['import os', ...pythonStandIn(RESPONSES)], PYTHON)],
  node: [
    'node',
    '--input-type=module',
    '-e',
    join(["import { env } from 'node:process';", ...nodeStandIn(RESPONSES)], NODE),
  ],
  'bash with Python': ['bash', '-c', join(bashStandIn(RESPONSES, 'python'), BASH)],
  'bash with Node': ['bash', '-c', join(bashStandIn(RESPONSES, 'node'), BASH)],
} as const;

/** Kills the whole process group at the end, because a bash script leaves its server running. */
function run([program, ...args]: readonly [string, ...string[]]): Promise<{ stdout: string; stderr: string }> {
  const { PATH } = process.env;
  const child = spawn(program, args, { env: { PATH }, detached: true });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolve) => {
    const end = () => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // all processes of the group have ended
      }
    };
    child.on('exit', end).on('close', () => resolve(said));
  });
}

describe.each(Object.entries(PROGRAMS))('the server in a program: %s', (_name, program) => {
  it('sends the recorded responses in order, and prints each request', async () => {
    const { stdout, stderr } = await run(program);
    const statuses = [...stdout.matchAll(/^(?:HTTP\/1\.[01] )?(201|429) /gm)].map(([, status]) => status);
    expect(statuses, stderr).toEqual(['201', '429', '429']);
    expect(stdout).toMatch(/one[\s\S]*two/);
    expect(stdout).toContain('{"text":"it\'s \\"é\\"","next":"BASE/things?page=2"}');
    expect(stdout.match(/\b7\b(?!:)/g)?.length).toBeGreaterThanOrEqual(2);
    expect(stderr).toMatch(/PATCH "?\/things\?a=1/);
    expect(stderr).toMatch(/x-api-key['"]?: ?['"]?key/i);
    expect(stderr).toContain('{}');
  });
});
