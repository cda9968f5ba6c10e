import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandResult, command, type FindingsFile } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { THING_CLIENT } from '../helpers/thing-client.ts';

const PACKAGE = 'things-python/things/__init__.py';
const SNAPSHOT = 'clients/things-python.surface.yaml';
const TRACE = 'reports/things-python.trace.jsonl';
const REPORT = 'reports/things-python.findings.json';

function project(files: { readonly [file: string]: string | null } = {}): Promise<string> {
  return writeProject({ ...THING_CLIENT, ...files });
}

function broken(from: string, to: string): { readonly [file: string]: string } {
  const text = THING_CLIENT[PACKAGE] ?? '';
  if (!text.includes(from)) throw new Error(`the client has no ${JSON.stringify(from)}`);
  return { [PACKAGE]: text.replace(from, () => to) };
}

const ELSEWHERE = {
  'clients/things-python.yaml': (THING_CLIENT['clients/things-python.yaml'] ?? '').replace(
    '../things-python',
    '../nowhere',
  ),
};
const DROPS_COLOR = broken('{"name": name, "color": color}', '{"name": name}');

function run(cwd: string, ...args: readonly string[]): Promise<CommandResult> {
  return command(args, { cwd, env: { PATH: process.env.PATH ?? '' }, today: '2026-11-01T00:00:00Z' });
}

function ledger(kind: string, field: string): { readonly [file: string]: string } {
  return {
    'xfails.yaml': `- where: things-python
  operation: things.create
  kind: ${kind}
  field: ${field}
  reason: The next release sends it.
  owner: sdk
  expires: 2027-01-31
`,
  };
}

/** Several tests read the files of this one trace. */
interface Left {
  readonly result: CommandResult;
  readonly trace: string;
  readonly report: string;
  readonly snapshot: string;
}

function traced(files: { readonly [file: string]: string }): () => Promise<Left> {
  let left: Promise<Left> | undefined;
  const make = async () => {
    const root = await project(files);
    const result = await run(root, 'trace');
    const read = (name: string) => readFile(join(root, name), 'utf8');
    return { result, trace: await read(TRACE), report: await read(REPORT), snapshot: await read(SNAPSHOT) };
  };
  return () => {
    left ??= make();
    return left;
  };
}

const correct = traced({});
const dropping = traced(DROPS_COLOR);

describe('parity trace', () => {
  it('of a correct client ends with 0, and leaves the snapshot, the trace and the reports', async () => {
    const { result, report, snapshot } = await correct();
    expect(result.stdout).toContain('Methods     4: 1 skipped, 3 passed\nOperations  3 of 3 covered\n');
    expect([result.exitCode, result.stderr]).toEqual([0, `wrote ${SNAPSHOT}\n`]);
    expect(snapshot).toContain('color?: body color');
    expect((JSON.parse(report) as FindingsFile).findings).toEqual([]);
  });

  it('of a client that drops an argument fails, and its trace is judged to the same bytes again', async () => {
    const { result, trace, report } = await dropping();
    expect(result.exitCode).toBe(1);
    expect((JSON.parse(report) as FindingsFile).findings).toMatchObject([
      { kind: 'argument-dropped', operation: 'things.create', address: 'things-python/create' },
    ]);
    const root = await project({ [TRACE]: trace });
    const again = await run(root, 'judge', TRACE);
    expect([again.exitCode, again.stdout]).toEqual([1, result.stdout]);
    expect(await readFile(join(root, REPORT), 'utf8')).toBe(report);
  });

  it('with --check shows the lines that changed and fails, and --update accepts them', async () => {
    // The trace has no finding, but its surface differs from the snapshot.
    const renamed = broken('def get(self', 'def read(self');
    const root = await project({ ...renamed, [SNAPSHOT]: (await correct()).snapshot });
    const checked = await run(root, 'trace', '--check');
    expect(checked.exitCode).toBe(1);
    expect(checked.stderr).toContain(`${SNAPSHOT} differs from the trace\n  -   get:\n  +   read:\n`);
    expect(await readFile(join(root, SNAPSHOT), 'utf8')).toBe((await correct()).snapshot);
    const updated = await run(root, 'trace', '--update');
    expect([updated.exitCode, updated.stderr]).toEqual([0, `wrote ${SNAPSHOT}\n`]);
    expect(await readFile(join(root, SNAPSHOT), 'utf8')).toContain('  read:\n');
  });

  it('with --check passes if the surface is the same', async () => {
    const root = await project({ [SNAPSHOT]: (await correct()).snapshot });
    const { exitCode, stderr } = await run(root, 'trace', 'things-python', '--check');
    expect([exitCode, stderr]).toEqual([0, `${SNAPSHOT} agrees with the trace\n`]);
  });

  it('with --check fails without a snapshot, and writes none', async () => {
    const root = await project();
    const { exitCode, stderr } = await run(root, 'trace', '--check');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${SNAPSHOT} does not exist\n`);
    await expect(readFile(join(root, SNAPSHOT))).rejects.toThrow();
  });

  it('reports a method that always fails and never sends as blocked, with its reason', async () => {
    const root = await project(broken('None:\n        pass', 'None:\n        raise ValueError("not yet")'));
    const { exitCode, stdout } = await run(root, 'trace');
    expect(stdout).toContain('not yet');
    expect(exitCode).toBe(3);
  });

  it('lists clients that cannot run here, and reports that nothing was traced', async () => {
    const { exitCode, stderr } = await run(await project(ELSEWHERE), 'trace');
    expect(stderr).toMatch(/^skipped things-python: the client's source .*nowhere does not exist$/m);
    expect(stderr).toContain('no client can run on this machine');
    expect(exitCode).toBe(5);
  });

  it('fails if a named client cannot run here', async () => {
    const { exitCode, stderr } = await run(await project(ELSEWHERE), 'trace', 'things-python');
    expect(stderr).toContain('nowhere');
    expect(exitCode).toBe(3);
  });
});

describe('the ledger for a client', () => {
  it('excuses a finding by its entry', async () => {
    const root = await project({ [TRACE]: (await dropping()).trace, ...ledger('argument-dropped', 'color') });
    const { exitCode, stdout } = await run(root, 'judge', TRACE);
    expect(stdout).toContain('XFAILED  1 accepted finding');
    expect(exitCode).toBe(0);
  });

  it('does not excuse a finding of another field', async () => {
    const root = await project({ [TRACE]: (await dropping()).trace, ...ledger('argument-dropped', 'name') });
    expect((await run(root, 'judge', TRACE)).exitCode).toBe(1);
  });

  it('writes the requests of a trace as an archive', async () => {
    const root = await project({ [TRACE]: (await correct()).trace });
    expect((await run(root, 'judge', TRACE, '--har', 'out.har')).exitCode).toBe(0);
    const { log } = JSON.parse(await readFile(join(root, 'out.har'), 'utf8'));
    const urls: readonly string[] = log.entries.map(({ request }: { request: { url: string } }) => request.url);
    expect(urls.length).toBeGreaterThan(3);
    for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  });

  it('a finding about the whole client fails the client and no method, and is excused at its own step', async () => {
    const trace = (await correct()).trace.replaceAll('pw%2Fa', 'pw/a');
    const root = await project({ [TRACE]: trace });
    const { exitCode, stdout } = await run(root, 'judge', TRACE);
    expect(stdout).toContain('things-python/client  path-escaping');
    expect(stdout).toContain('Methods     4: 1 skipped, 3 passed; the client as a whole failed\n');
    expect(exitCode).toBe(1);
    const place = ledger('path-escaping', 'x')['xfails.yaml']?.replace(
      'operation: things.create',
      'step: things-python/client',
    );
    const excused = await project({ [TRACE]: trace, 'xfails.yaml': place?.replace('  field: x\n', '') ?? '' });
    expect((await run(excused, 'judge', TRACE)).exitCode).toBe(0);
  });

  it('an entry whose finding did not occur is an xpass, which fails if it is strict', async () => {
    const root = await project({ [TRACE]: (await correct()).trace, ...ledger('argument-dropped', 'color') });
    const { exitCode, stdout } = await run(root, 'judge', TRACE);
    expect(stdout).toContain('XPASS');
    expect(exitCode).toBe(0);
    expect((await run(root, 'judge', TRACE, '--strict-xpass')).exitCode).toBe(4);
  });
});

describe('a usage error', () => {
  it.each([
    ['a name that is nearly one', ['trace', 'things-pyton'], {}, 2, 'Did you mean "things-python"?'],
    ['a name that is none', ['trace', 'zzz'], {}, 2, 'Clients: things-python.'],
    [
      'a reporter that is none',
      ['trace', '--reporter', 'junitt'],
      {},
      2,
      'terminal, json, junit, ctrf, sarif, markdown, github',
    ],
    ['no client at all', ['trace'], { 'clients/things-python.yaml': null }, 5, 'there are no clients in clients/'],
    ['a trace that does not exist', ['judge', 'no.trace.jsonl'], {}, 2, 'cannot read'],
  ])('%s', async (_title, args, files, code, message) => {
    const { exitCode, stderr } = await run(await project(files), ...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
  });
});

it('handles no signal while it judges and reports, so that Ctrl-C ends it immediately', async () => {
  let deliver: (signal: string) => void = () => {};
  const { exitCode, stdout } = await command(['trace'], {
    cwd: await project(),
    env: { PATH: process.env.PATH ?? '' },
    onStart: (signal) => {
      deliver = signal;
    },
    onOut: () => deliver('SIGINT'),
  });
  expect(stdout).not.toBe('');
  expect(exitCode).not.toBe(130);
});
