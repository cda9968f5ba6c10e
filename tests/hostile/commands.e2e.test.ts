import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { freePort } from '../run/servers.ts';
import { hostileSuite, KEY } from './run-on.ts';

const SERVER = `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/things/hostile') process.exit(9);
  if (request.method === 'DELETE') return response.writeHead(204).end();
  response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
  response.end('{"id":"t1","name":"x"}');
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

/** This program starts a server process. With `orphan`, the server process waits for the end of this program and then listens. */
const startOther = ({ detached = false, orphan = false }) => `
import { spawn } from 'node:child_process';
const args = ['other.mjs', process.env.MARKER, ${orphan ? 'String(process.pid)' : "'0'"}];
spawn(process.execPath, args, { stdio: 'inherit', detached: ${detached} }).unref();
`;
const WAITS = `while (process.ppid === Number(process.argv[3])) await new Promise((resolve) => setTimeout(resolve, 10));`;
const IGNORES_TERM = "process.on('SIGTERM', () => {});";
/** This program prints without end. It waits until each output is read, because unread output would fill the memory. */
const FLOOD = `
let n = 0;
const flood = () => process.stdout.write('x'.repeat(65536) + (n++ % 2 ? '\\n' : ''), () => setImmediate(flood));
flood();
`;

interface Ran {
  readonly exitCode: number;
  readonly said: string;
  /** These processes of the command still run after the end of `parity`. */
  readonly left: string;
}

interface Given {
  readonly suite?: string;
  /** The server must be ready within this time. The default is long enough for slow machines. */
  readonly ready?: string;
}

/** Runs `parity run` on a target. The processes of the target have a marker in their arguments. */
async function runCommand(program: string, given: Given = {}): Promise<Ran> {
  const marker = `marker-${randomBytes(6).toString('hex')}`;
  const port = await freePort();
  const root = await writeProject({
    'suites/things.yaml':
      given.suite ?? hostileSuite({ step: '{ id: bad, call: things.get, with: { thing_id: t1 } }' }),
    'server.mjs': program,
    'other.mjs': `${WAITS}${SERVER}${IGNORES_TERM}`,
    'parity.config.yaml': `targets:
  local:
    command: ["${process.execPath}", server.mjs, ${marker}]
    env: { PORT: "${port}", MARKER: ${marker} }
    url: http://127.0.0.1:${port}
    timeout: 20s
    stop_timeout: 300ms
    ready: { timeout: ${given.ready ?? '20s'} }
`,
  });
  const env = { PARITY_MAIN_KEY: KEY, PATH: process.env.PATH ?? '' };
  const { exitCode, stdout, stderr } = await command(['run', '--target', 'local', '--probes', 'none'], {
    cwd: root,
    env,
  });
  return { exitCode, said: `${stderr}${stdout}`.replace(/ *\n +/g, ' '), left: runningWith(marker) };
}

function runningWith(marker: string): string {
  const lines = execFileSync('ps', ['-eo', 'pid,stat,args'], { encoding: 'utf8' }).split('\n');
  // A zombie process has ended, but stays in the list until its parent collects it.
  return lines.filter((line) => line.includes(marker) && !/^\s*\d+ Z/.test(line)).join('\n');
}

describe.runIf(process.platform === 'linux')('a started server', () => {
  it.each([
    [
      'that exits at once',
      '20s',
      "console.error('no database\\x1b[2J'); process.exitCode = 3;",
      [
        'the command ended with exit code 3 before the server was ready',
        'no database\\u001b[2J',
        'Run the command by hand',
      ],
    ],
    [
      'that never gets ready',
      '5s',
      "console.log('warming up'); setInterval(() => {}, 1000);",
      ['the server was not ready after 5000 ms', 'ECONNREFUSED', 'warming up', 'ready: { timeout }'],
    ],
    ['that prints a flood and never gets ready', '5s', FLOOD, ['the server was not ready after 5000 ms', 'xxxx…']],
    [
      'that starts another one and exits',
      '20s',
      startOther({ orphan: true }),
      ['the command ended with exit code 0 before the server was ready', 'stay in the foreground'],
    ],
    [
      'that leaves a daemon with the port',
      '20s',
      `${startOther({ detached: true })} setInterval(() => {}, 1000);`,
      ['is not the server that parity started', 'its listening socket belongs to another process'],
    ],
    [
      'that leaves a daemon and exits',
      '20s',
      startOther({ detached: true, orphan: true }),
      ['the command ended with exit code 0 before the server was ready', 'stay in the foreground'],
    ],
  ])('%s is an environment error, and nothing is left running', async (_title, ready, program, words) => {
    const { exitCode, said, left } = await runCommand(program, { ready });
    expect(exitCode, said).toBe(3);
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toContain('\x1b');
    expect(said.length).toBeLessThan(8000);
    expect(left).toBe('');
  });

  it.each([
    ['that floods its output', `${SERVER}${FLOOD}`],
    ['that ignores SIGTERM', `${SERVER}${IGNORES_TERM}`],
    ['whose child holds the port', `${startOther({})} ${IGNORES_TERM} setInterval(() => {}, 1000);`],
  ])('%s is still tested, and ended', async (_title, program) => {
    const { exitCode, said, left } = await runCommand(program);
    expect(exitCode, said).toBe(0);
    expect(left).toBe('');
  });

  it('that ends during the run is a finding at the step at which it ended, and blocks the following steps', async () => {
    const { exitCode, said, left } = await runCommand(SERVER, { suite: hostileSuite() });
    expect(exitCode).toBe(1);
    expect(said).toContain("the server closed the connection before the response's header was complete");
    expect(said).toContain('connection-refused');
    expect(left).toBe('');
  });
});
