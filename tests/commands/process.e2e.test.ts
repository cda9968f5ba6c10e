import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { parseXml } from '../report/parse-xml.ts';

const CLI = join(REPOSITORY, 'dist/cli.js');

/** A server that creates items but never responds to a read. A run against this server hangs. */
async function silentServer(): Promise<{ readonly url: string; readonly made: Set<string> }> {
  const made = new Set<string>();
  const server = createServer((request, response) => answer(request, response, made));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, made };
}

function answer({ method, url = '' }: IncomingMessage, response: ServerResponse, made: Set<string>): void {
  if (method === 'GET') return;
  if (method === 'DELETE') {
    const known = made.delete(url.split('/').pop() ?? '');
    response.writeHead(known ? 204 : 404).end();
    return;
  }
  made.add('t1');
  response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"t1","name":"x"}');
}

/** A server that responds to every request as the contracts say. */
async function quickServer(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === 'DELETE') response.writeHead(204).end();
    else
      response
        .writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
        .end('{"id":"t1","name":"x"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function start(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { PATH: process.env.PATH, PARITY_MAIN_KEY: 'k' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function finish(
  child: ChildProcessWithoutNullStreams,
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the command as a process', () => {
  it.each([
    'SIGINT',
    'SIGTERM',
  ] as const)('%s removes what was created, leaves valid reports and exits 130', async (signal) => {
    const server = await silentServer();
    const root = await writeProject();
    const child = start(['run', '--target', server.url, '--probes', 'none'], root);
    const finished = finish(child);
    await until(() => server.made.size === 1);
    child.kill(signal);
    const { code, stdout } = await finished;
    expect(code, stdout).toBe(130);
    expect(server.made.size).toBe(0);
    expect(stdout).toContain('interrupted');
    const lines = (await readFile(join(root, 'reports/recording.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'end', interrupted: signal, created: 1, removed: 1 });
    expect(JSON.parse(await readFile(join(root, 'reports/findings.json'), 'utf8'))).toMatchObject({ exitCode: 130 });
    expect(parseXml(await readFile(join(root, 'reports/junit.xml'), 'utf8'))).toBeTruthy();
  });

  it('two concurrent runs in one folder both succeed and leave one complete recording', async () => {
    const root = await writeProject();
    const server = await quickServer();
    const results = await Promise.all(
      ['one', 'two'].map((id) => finish(start(['run', '--run-id', id, '--target', server, '--probes', 'none'], root))),
    );
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const lines = (await readFile(join(root, 'reports/recording.jsonl'), 'utf8')).trimEnd().split('\n');
    const { run } = JSON.parse(lines[0] ?? '') as { run: string };
    expect(['one', 'two']).toContain(run);
    const other = run === 'one' ? 'two' : 'one';
    expect(lines.filter((line) => line.includes(`parity-${other}-`))).toEqual([]);
    expect(lines.filter((line) => line.includes(`parity-${run}-`))).not.toEqual([]);
    expect(await readdir(join(root, 'reports'))).toEqual(['findings.json', 'junit.xml', 'recording.jsonl']);
  });

  it('a reader that ends early is not an error', async () => {
    const child = start(['explain'], REPOSITORY);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('--version prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };
    const { code, stdout } = await finish(start(['--version'], REPOSITORY));
    expect(stdout).toBe(`${version}\n`);
    expect(code).toBe(0);
  });
});
