import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

/** This source text adds a header with an API key to a `fetch` call. */
const KEYED = `,{headers:{authorization:'Bearer k'}}`;

/** Returns a command that sends a request to the URL in an environment variable. */
function sending(path: string, variable = 'PARITY_BASE_URL', init = ''): readonly string[] {
  return [
    process.execPath,
    '-e',
    `fetch(process.env.${variable}+'${path}'${init}).then(r=>r.text()).then(console.log)`,
  ];
}

async function capture(program: readonly string[], options: readonly string[] = [], files = {}) {
  const cwd = await writeProject(files);
  const env = { PATH: process.env.PATH ?? '', ACME_TOKEN: 'canary' };
  const result = await command(['capture', ...options, '--', ...program], { cwd, env });
  return { ...result, cwd };
}

describe('parity capture', () => {
  it('gives the command the address of the recorder, forwards its output, and accepts a correct request', async () => {
    const { exitCode, stdout, stderr, cwd } = await capture(sending('/things/1', 'PARITY_BASE_URL', KEYED));
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^\{"id":"pw~id~1","name":"pw~name~2"\}\n/);
    expect(await readFile(join(cwd, 'reports/capture.jsonl'), 'utf8')).toContain('"capture/things.get/1#1"');
  });

  it('sets other variables too, with a path after the address', async () => {
    const { exitCode, stdout } = await capture(sending('/1?color=red', 'ACME_URL'), ['--env', 'ACME_URL=/things']);
    expect(stdout).toContain('field-undeclared');
    expect(exitCode).toBe(1);
  });

  it('reports a wrong request, and how the command ended', async () => {
    const { exitCode, stdout, stderr } = await capture([
      'sh',
      '-c',
      'curl -s $PARITY_BASE_URL/thing >/dev/null; exit 4',
    ]);
    expect(stdout).toContain('operation-undocumented');
    expect(stderr).toContain('the command ended with exit code 4: sh -c');
    expect(exitCode).toBe(1);
  });

  it('fails if the command failed after right requests, and ends with 5 if it sent none', async () => {
    const right = await capture(['sh', '-c', 'curl -s -H "authorization: Bearer k" $PARITY_BASE_URL/things/1; exit 4']);
    expect(right.stderr).toContain('exit 1, because the command ended with exit code 4: sh -c');
    expect(right.exitCode).toBe(1);
    const none = await capture(['sh', '-c', 'exit 4']);
    expect(none.stdout).toContain('exit 5: nothing ran');
    expect(none.exitCode).toBe(5);
  });

  it('compares the requests with an intent file, and judges the recording the same way again', async () => {
    const files = { 'intent.yaml': '- things.get: { thing_id: "2" }\n' };
    const options = ['--intent', 'intent.yaml'];
    const { exitCode, stdout, cwd } = await capture(sending('/things/1', 'PARITY_BASE_URL', KEYED), options, files);
    expect(stdout).toContain('value-changed');
    expect(stdout).toContain('"2", from call 1 of the intent file');
    expect(exitCode).toBe(1);
    const again = await command(['judge', 'reports/capture.jsonl'], { cwd, env: { PATH: process.env.PATH ?? '' } });
    expect(again.stdout).toContain('"2", from call 1 of the intent file');
  });

  it('lets the ledger excuse a request', async () => {
    const entry = `- where: capture
  operation: undocumented
  field: GET /thing
  kind: operation-undocumented
  reason: An old path, until the next release.
  owner: sdk
  expires: 2099-01-01
`;
    const { exitCode, stdout } = await capture(sending('/thing'), [], { 'xfails.yaml': entry });
    expect(exitCode, stdout).toBe(0);
  });

  it('fails if the command fails, even if all its requests were correct', async () => {
    const { exitCode } = await capture(['sh', '-c', 'curl -s $PARITY_BASE_URL/things/1; exit 3']);
    expect(exitCode).toBe(1);
  });

  it('ends with 5 if nothing was sent', async () => {
    const { exitCode, stdout } = await capture(['true']);
    expect(stdout).toContain("set the program's base URL to the recorder's address");
    expect(exitCode).toBe(5);
  });

  it('ends with 3 if the command does not exist', async () => {
    const { exitCode, stderr } = await capture(['no-such-program-here']);
    expect(stderr).toContain('cannot start "no-such-program-here"');
    expect(exitCode).toBe(3);
  });

  it('rejects an invalid variable name before it starts anything', async () => {
    const { exitCode, stderr } = await capture(['true'], ['--env', 'A=b']);
    expect(stderr).toContain('--env must be NAME or NAME=/path; was "A=b"');
    expect(exitCode).toBe(2);
  });

  it('passes no credential to the command, and leaves nothing running', async () => {
    const { stdout } = await capture(['sh', '-c', 'env; sleep 60 & echo "started $!"']);
    expect(stdout).not.toContain('canary');
    const pid = Number(/started (\d+)/.exec(stdout)?.[1]);
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone');
    expect(state === 'gone' || / Z /.test(state)).toBe(true);
  });

  it('ends the command when interrupted', async () => {
    const cwd = await writeProject();
    let signal = (_: string) => {};
    const running = command(['capture', '--', 'sh', '-c', 'echo ready; sleep 60'], {
      cwd,
      env: { PATH: process.env.PATH ?? '' },
      onStart: (send) => {
        signal = send;
      },
      onOut: (text) => {
        if (text.includes('ready')) signal('SIGINT');
      },
    });
    expect((await running).exitCode).toBe(130);
  });
});

describe('the credential of a captured request', () => {
  it.each([
    ['', 'credential-missing'],
    [`,{headers:{authorization:'k'}}`, 'credential-malformed'],
    [`,{headers:{authorization:'Bearer Bearer k'}}`, 'credential-malformed'],
    [`,{headers:{authorization:'Basic k'}}`, 'credential-malformed'],
  ])('%j is %s', async (init, kind) => {
    const { exitCode, stdout } = await capture(sending('/things/1', 'PARITY_BASE_URL', init));
    expect(stdout).toContain(`${kind} of Authorization`);
    expect(exitCode).toBe(1);
  });

  it('may name its scheme in lower case', async () => {
    const { exitCode, stdout } = await capture(
      sending('/things/1', 'PARITY_BASE_URL', `,{headers:{authorization:'bearer k'}}`),
    );
    expect(exitCode, stdout).toBe(0);
  });
});
