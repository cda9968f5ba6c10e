import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { childEnvironment, edit, exampleProject, runNode } from './example-project.ts';

const VITEST = 'node_modules/vitest/vitest.mjs';

let root: string;

beforeEach(async () => {
  root = await exampleProject('vitest');
});

interface VitestResult {
  readonly exitCode: number;
  readonly output: string;
  /** The key is the full name of the test. */
  readonly tests: ReadonlyMap<string, { readonly status: string; readonly messages: string }>;
}

async function vitest(...args: readonly string[]): Promise<VitestResult> {
  const files = ['--reporter', 'json', '--reporter', 'verbose', '--outputFile', 'out.json'];
  const { exitCode, output } = await runNode([VITEST, 'run', ...files, ...args], root);
  const { testResults } = JSON.parse(await readFile(join(root, 'out.json'), 'utf8'));
  const all = testResults.flatMap(({ assertionResults }: { readonly assertionResults: unknown }) => assertionResults);
  const tests = all.map((each: { fullName: string; status: string; failureMessages: string[] }) => [
    each.fullName,
    { status: each.status, messages: each.failureMessages.join('\n') },
  ]);
  return { exitCode, output, tests: new Map(tests) };
}

describe('examples/vitest', () => {
  it('has a test for each scenario and method, and skips an accepted failure with its reason', async () => {
    const { exitCode, output, tests } = await vitest();
    expect(exitCode, output).toBe(0);
    expect(tests.get('parity run local things made-and-read')?.status).toBe('passed');
    expect(tests.get('parity trace things-js create')?.status).toBe('passed');
    expect(tests.get('parity run local things name-is-trimmed')?.status).toBe('skipped');
    expect(output).toContain('The server does not trim spaces around a name.');
    expect([...tests.keys()].filter((name) => name.startsWith('parity run local probe.things.create'))).not.toEqual([]);
  });

  it('fails at the line of the suite if the server violates its contract', async () => {
    await edit(join(root, 'server.mjs'), '{ status: 200, body: things.get(id) }', '{ status: 200, body: { id } }');
    const { exitCode, output, tests } = await vitest();
    expect(exitCode).toBe(1);
    expect(tests.get('parity run local things made-and-read')).toMatchObject({ status: 'failed' });
    expect(tests.get('parity run local things made-and-read')?.messages).toContain('response-field-missing');
    expect(output).toContain('suites/things.yaml:4:1');
    expect(tests.get('parity trace things-js create')?.status).toBe('passed');
  });

  it('fails for a method of the client that sends a field under another name', async () => {
    await edit(join(root, 'client/things.js'), 'color: options.color', 'colour: options.color');
    const { tests } = await vitest();
    expect(tests.get('parity trace things-js create')?.status).toBe('failed');
    expect(tests.get('parity trace things-js get')?.status).toBe('passed');
    expect(tests.get('parity run local things made-and-read')?.status).toBe('passed');
  });

  it('passes an accepted failure that no longer occurs, but fails if its entry is strict', async () => {
    await edit(join(root, 'server.mjs'), 'color };', 'color };\n  thing.name = name.trim();');
    const lenient = await vitest('--testNamePattern', 'name-is-trimmed|the ledger holds');
    expect(lenient.tests.get('parity run local things name-is-trimmed')?.status).toBe('passed');
    expect(lenient.output).toContain('xpassed');
    expect(lenient.exitCode, lenient.output).toBe(0);
    await edit(join(root, 'xfails.yaml'), 'owner: things', 'owner: things\n  strict: true');
    expect((await vitest()).exitCode).toBe(1);
  });

  it('calls the server only for the selected tests', async () => {
    await vitest('--testNamePattern', 'made-and-read');
    const recording = await readFile(join(root, 'reports/recording.jsonl'), 'utf8');
    expect(recording).toContain('things/made-and-read');
    expect(recording).not.toContain('things/name-is-trimmed');
  });

  it('fails if the server does not start', async () => {
    await edit(join(root, 'server.mjs'), 'await listen(Number', 'throw new Error("no"); await listen(Number');
    const { exitCode, tests } = await vitest('tests/parity.test.ts');
    expect(exitCode).toBe(1);
    expect(tests.get('parity run local things made-and-read')?.status).not.toBe('passed');
  });
});

describe('examples/vitest in watch mode', () => {
  it('runs again when a suite or the client changes', async () => {
    const { next } = watch();
    expect(await next()).toContain('PASS');
    await edit(join(root, 'suites/things.yaml'), 'color: red } } }', 'color: blue } } }');
    expect(await next()).toMatch(/FAIL[\s\S]*value-mismatch/);
    await edit(join(root, 'suites/things.yaml'), 'color: blue } } }', 'color: red } } }');
    expect(await next()).toContain('PASS');
    await edit(join(root, 'client/things.js'), 'color: options.color', 'colour: options.color');
    expect(await next()).toMatch(/FAIL[\s\S]*things-js/);
  });
});

/** Each call of the function `next` returns the output of one more vitest run. */
function watch(): { readonly next: () => Promise<string> } {
  // stdout and stderr share one pipe, because two pipes would lose the order of the lines.
  const shell = ['-c', 'exec "$0" "$@" 2>&1', process.execPath, VITEST, 'watch'];
  const child = spawn('sh', shell, { cwd: root, env: childEnvironment() });
  onTestFinished(() => void child.kill());
  let seen = '';
  let wake = () => {};
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk;
    wake();
  });
  const next = async () => {
    for (;;) {
      const end = /(?:Waiting|Watching) for file changes[^\n]*\n/.exec(seen);
      if (end !== null) {
        const told = seen.slice(0, end.index + end[0].length);
        seen = seen.slice(told.length);
        return told;
      }
      await new Promise<void>((done) => {
        wake = done;
      });
    }
  };
  return { next };
}
