import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { command, REPOSITORY } from '../helpers/command.ts';
import { VALID_PROJECT } from '../helpers/project.ts';
import { readWorkflow, runAction, runJob, type WorkflowRun } from '../helpers/workflow.ts';

vi.setConfig({ testTimeout: 300_000 });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-workflow-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

interface Written {
  readonly method: string;
  readonly path: string;
  readonly body: { readonly title?: string; readonly body?: string; readonly state?: string };
}

/** A server with the issues and comments of one GitHub repository. */
async function startGithub({ readOnly = false } = {}) {
  const written: Written[] = [];
  const kept: { readonly [list: string]: { id: number; number: number; body: string; state: string }[] } = {
    comments: [],
    issues: [],
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = (request.url ?? '').replace('/repos/acme/api', '');
    const isComment = path.includes('/comments');
    const list = kept[isComment ? 'comments' : 'issues'] ?? [];
    const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
    const answer = (status: number, value: unknown) => void response.writeHead(status).end(JSON.stringify(value));
    if (request.method === 'GET')
      return answer(
        200,
        list.filter(({ state }) => state === 'open'),
      );
    if (readOnly) return answer(403, { message: 'Resource not accessible by integration' });
    written.push({ method: request.method ?? '', path, body });
    const id = Number(/\d+$/.exec(path)?.[0] ?? list.length + 1);
    const item = list.find((each) => each.id === id);
    if (request.method === 'PATCH' && item !== undefined) Object.assign(item, body);
    else list.push({ state: 'open', ...body, id, number: id });
    answer(201, {});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const env = {
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: 'acme/api',
  };
  return { written, kept, env };
}

async function newRun(env: WorkflowRun['env'] = {}, contexts: WorkflowRun['contexts'] = {}): Promise<WorkflowRun> {
  const workspace = join(await mkdtemp(join(folder, 'job-')), 'repository');
  await mkdir(workspace);
  const artifacts = join(folder, 'artifacts');
  await mkdir(artifacts, { recursive: true });
  return { workspace, artifacts, env, contexts };
}

const SANDBOX_AS_STAGING = `targets:
  staging: { sandbox: true, defects: [fire-unknown-fields-ignored] }
`;

/** In this project, the staging target is the sandbox with a defect. */
async function checkOut(run: WorkflowRun): Promise<void> {
  for (const name of ['contracts', 'suites']) await symlink(join(REPOSITORY, name), join(run.workspace, name));
  await writeFile(join(run.workspace, 'parity.config.yaml'), SANDBOX_AS_STAGING);
}

describe('examples/workflows/nightly.yml', () => {
  it('merges three shards into one verdict, and opens one issue, which the next night updates and closes', async () => {
    const { shard, judge } = (await readWorkflow('nightly.yml')).jobs;
    if (shard === undefined || judge === undefined) throw new Error('the workflow has other jobs');
    const github = await startGithub();
    const only = '/^(fire\\/unknown|workers\\/)/';
    const args = ` --probes none -g '${only}'`;
    const quick = {
      ...shard,
      steps: shard.steps.map((step) =>
        step.with?.args ? { ...step, with: { ...step.with, args: step.with.args + args } } : step,
      ),
    };
    for (const index of shard.strategy?.matrix.shard ?? []) {
      const run = await newRun(github.env, { matrix: { shard: index }, secrets: { STAGING_KEY: 'key' } });
      await checkOut(run);
      await runJob(quick, run);
    }
    expect((await readdir(join(folder, 'artifacts'))).sort()).toEqual(['recording-1', 'recording-2', 'recording-3']);
    const night = async () => {
      const run = await newRun(github.env);
      await checkOut(run);
      return { run, records: await runJob(judge, run) };
    };
    const { run, records } = await night();
    expect(records.at(-1), outputOf(records)).toMatchObject({ name: 'Result', exitCode: 1 });
    const merged = JSON.parse(await readFile(join(run.workspace, 'reports/findings.json'), 'utf8'));
    const whole = await newRun();
    await checkOut(whole);
    await command(['run', '--target', 'staging', '--probes', 'none', '-g', only], { cwd: whole.workspace });
    const alone = JSON.parse(await readFile(join(whole.workspace, 'reports/findings.json'), 'utf8'));
    expect(merged.counts).toEqual(alone.counts);
    expect(merged.causes.map(({ id }: { id: string }) => id)).toEqual(alone.causes.map(({ id }: { id: string }) => id));
    expect(await readdir(join(folder, 'artifacts/parity-nightly'))).toContain('report.html');
    expect(github.written).toMatchObject([
      { method: 'POST', path: '/issues', body: { title: expect.stringContaining('for api') } },
    ]);
    expect(github.written[0]?.body.body).toContain(alone.causes[0].id);
    await night();
    expect(github.written).toHaveLength(1);
  });
});

describe('the action', () => {
  it('passes arguments with quotes and expands nothing in them', async () => {
    const run = await newRun();
    await checkOut(run);
    const records = await runAction({ command: 'run', args: `--list -g "fire/ $(touch hacked)" --probes none` }, run);
    expect(records.map(({ exitCode }) => exitCode)).toEqual([0, 5]);
    expect(await readdir(run.workspace)).not.toContain('hacked');
  });

  it('ends with the exit code of the command', async () => {
    const run = await newRun();
    const records = await runAction({ command: 'check', artifact: 'reports' }, run);
    expect(records.map(({ name }) => name)).toEqual(['parity', 'Artifact', 'Result']);
    expect(records.at(-1)?.exitCode).toBe(2);
  });

  it('reports a missing quote at the end of the arguments', async () => {
    const records = await runAction({ command: 'check', args: '--config "x' }, await newRun());
    expect(records[0]?.output).toContain('::error title=wireparity::the input args has an open quote');
    expect(records.at(-1)?.exitCode).toBe(2);
  });

  it('runs in the working directory, with the version that the project has installed', async () => {
    const run = await newRun();
    const bin = join(run.workspace, 'api/node_modules/.bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'parity'), '#!/bin/sh\necho "own $(basename "$PWD") $*"\n', { mode: 0o755 });
    const records = await runAction({ command: 'check', args: '--json', 'working-directory': 'api' }, run);
    expect(records[0]?.output).toContain('own api check --json');
  });

  it('writes and updates one comment on a pull request, and does not fail if the token may not write', async () => {
    const github = await startGithub();
    const run = await newRun(github.env, {
      github: { event_name: 'pull_request', event: { pull_request: { number: 7 } } },
    });
    await writeFile(join(run.workspace, 'sdk.gate.md'), 'first');
    const inputs = { command: 'explain', comment: 'sdk.gate.md' };
    await runAction(inputs, run);
    await writeFile(join(run.workspace, 'sdk.gate.md'), 'second');
    await runAction(inputs, run);
    await runAction(inputs, run);
    expect(github.written.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    expect(github.kept.comments?.map(({ body }) => body)).toEqual(['<!-- wireparity sdk.gate.md -->\nsecond']);
    const fork = await startGithub({ readOnly: true });
    const records = await runAction(inputs, { ...run, env: fork.env });
    expect(records.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(records[1]?.output).toContain('::notice');
  });

  it('opens an issue for each owner, with escaped text, and closes it when no cause is left', async () => {
    const github = await startGithub();
    const run = await newRun(github.env);
    const verdict = {
      run: { target: { name: 'staging' } },
      causes: [{ id: 'server-error/a.b', severity: 'error', title: '<img src=x> @everyone\n# title', count: 2 }],
      xpasses: [{ what: 'a.b', owner: 'sdk', at: { file: 'xfails.yaml', line: 3 } }],
      ...{ excused: [], ledgerProblems: [] },
    };
    const keep = (changes: object) =>
      writeFile(join(run.workspace, 'findings.json'), JSON.stringify({ ...verdict, ...changes }));
    const inputs = { command: 'explain', issues: 'findings.json', owner: 'api' };
    await keep({});
    await runAction(inputs, run);
    expect(github.kept.issues?.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- wireparity run staging api -->',
      '<!-- wireparity run staging sdk -->',
    ]);
    expect(github.kept.issues?.[0]?.body).not.toMatch(/(?<!\\)<img|\n# |@everyone/);
    await keep({ causes: [], exitCode: 3 });
    await runAction(inputs, run);
    await keep({ causes: [], run: { ...verdict.run, narrowed: ['only'] } });
    await runAction(inputs, run);
    expect(github.kept.issues?.map(({ state }) => state)).toEqual(['open', 'open']);
    await keep({ causes: [] });
    await runAction(inputs, run);
    expect(github.kept.issues?.map(({ state }) => state)).toEqual(['closed', 'open']);
    await keep({ causes: [], xpasses: [] });
    await runAction(inputs, run);
    expect(github.kept.issues?.map(({ state }) => state)).toEqual(['closed', 'closed']);
  });
});

describe('examples/workflows', () => {
  it('pin third-party actions by commit', async () => {
    const files = (await readdir(join(REPOSITORY, 'examples/workflows'))).map((name) =>
      join(REPOSITORY, 'examples/workflows', name),
    );
    for (const file of [...files, join(REPOSITORY, 'action.yml')]) {
      const uses = [...(await readFile(file, 'utf8')).matchAll(/uses: (\S+)(.*)/g)];
      for (const [, name = '', rest = ''] of uses.filter(([, each]) => !each?.startsWith('wireparity/')))
        expect(`${name}${rest}`).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });
});

describe('examples/workflows/gate.yml and audit.yml', () => {
  it('fail a pull request that loses a field, comment on it, and open an issue for the client', async () => {
    const github = await startGithub();
    const gate = (await readWorkflow('gate.yml')).jobs.gate;
    const audit = (await readWorkflow('audit.yml')).jobs.audit;
    if (gate === undefined || audit === undefined) throw new Error('the workflow has other jobs');
    const run = await newRun(github.env, {
      github: { event_name: 'pull_request', base_ref: 'main', event: { pull_request: { number: 7 } } },
    });
    const files = { ...VALID_PROJECT, ...CLIENT };
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(run.workspace, file, '..'), { recursive: true });
      await writeFile(join(run.workspace, file), text);
    }
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: run.workspace,
        stdio: 'ignore',
      });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'base');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const file = join(run.workspace, 'acme.mjs');
    await writeFile(file, (await readFile(file, 'utf8')).replace('{ name, color }', '{ name, colour: color }'));
    git('commit', '-qam', 'break');
    const records = await runJob(gate, run);
    expect(records.at(-1), outputOf(records)).toMatchObject({ name: 'Result', exitCode: 1 });
    expect(github.kept.comments?.[0]?.body).toContain('colour');
    expect(await readdir(join(folder, 'artifacts/gate'))).toContain('acme.gate.sarif');
    await runJob(audit, run);
    expect(github.kept.issues?.[0]?.body).toContain('<!-- wireparity audit acme -->');
  });
});

function outputOf(records: readonly { readonly output: string }[]): string {
  return records.map(({ output }) => output).join('\n');
}

const CLIENT = {
  'clients/acme.yaml': `driver: node
source: { path: .. }
construct: { call: Client, args: ["\${base_url}", "\${api_key}"] }
`,
  'package.json': '{ "name": "acme", "version": "1.0.0", "type": "module", "main": "acme.mjs" }',
  '.gitignore': 'reports\n.parity\ngate\n',
  'acme.mjs': `export class Client {
  constructor(url, key) { this.url = url; this.key = key; }
  create(name, color) { return this.send('POST', '/things', { name, color }); }
  get(thing_id) { return this.send('GET', '/things/' + encodeURIComponent(thing_id)); }
  delete(thing_id) { return this.send('DELETE', '/things/' + encodeURIComponent(thing_id)); }
  async send(method, path, body) {
    const headers = { authorization: 'Bearer ' + this.key, 'content-type': 'application/json' };
    const response = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw Object.assign(new Error(await response.text()), { status: response.status });
    return response.status === 204 ? undefined : response.json();
  }
}
`,
};
