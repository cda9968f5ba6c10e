import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as library from '../../src/index.ts';
import type { GateResult } from '../../src/model/gate-result.ts';
import { type CommandResult, command, REPOSITORY } from '../helpers/command.ts';
import { VALID_PROJECT } from '../helpers/project.ts';
import { type ScratchRepository, scratchRepository } from '../helpers/scratch-repository.ts';
import { THING_CLIENT } from '../helpers/thing-client.ts';
import { cues, HARMFUL, HARMLESS, OTHERS, TRACED, WITHOUT_KEY } from './gate-commits.ts';

// Each test traces a client two or three times. This takes long on a slow machine.
vi.setConfig({ testTimeout: 300_000 });

const SCREEN = 40;

let sdk: ScratchRepository;
let project: string;

beforeAll(async () => {
  sdk = scratchRepository(join(REPOSITORY, 'tests/fixtures/clients/python'));
  project = mkdtempSync(join(tmpdir(), 'parity-gate-'));
  symlinkSync(join(REPOSITORY, 'contracts'), join(project, 'contracts'));
  await writeClient('acme', sdk.folder);
});

afterAll(() => {
  sdk.remove();
  rmSync(project, { recursive: true, force: true });
});

async function writeClient(name: string, folder: string): Promise<void> {
  const ignored = OTHERS.map((method) => `  - { method: "${method}", reason: of other tests }\n`);
  await mkdir(join(project, 'clients'), { recursive: true });
  await writeFile(
    join(project, `clients/${name}.yaml`),
    `driver: python
source: { path: ${JSON.stringify(folder)} }
construct: { call: acme.Client, args: ["\${api_key}"], kwargs: { base_url: "\${base_url}" } }
covers: { only: [${TRACED.join(', ')}] }
ignore:
${ignored.join('')}`,
  );
}

function gate(...args: readonly string[]): Promise<CommandResult> {
  return gateIn(project, '--client', 'acme', ...args);
}

function gateIn(cwd: string, ...args: readonly string[]): Promise<CommandResult> {
  const env = { PATH: process.env.PATH ?? '', SERVICE_TOKEN: CANARY };
  return command(['gate', ...args], { cwd, env, today: '2026-11-01T00:00:00Z' });
}

const CANARY = 'canary-8d1f0c';

function result(cwd = project, client = 'acme'): GateResult {
  return JSON.parse(readFileSync(join(cwd, 'reports', `${client}.gate.json`), 'utf8')) as GateResult;
}

function shown({ kind, operation, field }: GateResult['added'][number]) {
  return [kind, operation, field];
}

describe('parity gate', () => {
  it.each(HARMFUL)('fails a commit that %s, with that finding first', async (title, first, edits) => {
    sdk.branch(title.replaceAll(' ', '-'), ...edits);
    const { exitCode, stdout, stderr } = await gate();
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(result().added.map(shown)[0]).toEqual(first);
    expect(stdout).toMatch(new RegExp(`^1\\. \\*\\*${first[0]}\\*\\*`, 'm'));
    expect(stdout.split('\n').length).toBeLessThanOrEqual(SCREEN);
  });

  it('fails a commit that raises the version in only one of two files', async () => {
    sdk.branch('version', { file: 'pyproject.toml', replace: ['version = "1.4.0"', 'version = "1.5.0"'] });
    const { exitCode, stdout } = await gate();
    expect(exitCode).toBe(1);
    expect(result().versions).toEqual(['pyproject.toml states 1.5.0, acme.__version__ states 1.4.0']);
    expect(stdout).toContain('states its version in several places, and the versions differ');
  });

  it.each(HARMLESS)('passes a commit that %s', async (title, edits) => {
    sdk.branch(title.replaceAll(' ', '-'), ...edits);
    const { exitCode, stdout, stderr } = await gate();
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^### wireparity: `acme` passes\n\n[0-9a-f]{9} → [0-9a-f]{9} · 3 operations covered · 0 new findings · 0 gone\n$/,
    );
  });

  it('passes a commit that adds a keyword and sends it to the location in the contract', async () => {
    sdk.branch('earlier', ...WITHOUT_KEY);
    sdk.git('checkout', '--quiet', 'main');
    const { exitCode } = await gate('--base', 'earlier');
    expect(exitCode).toBe(0);
    expect(result().gone.map(shown)).toEqual([['field-not-sendable', 'cues.fire', 'idempotency_key']]);
  });

  it('gives the library the result that it writes', async () => {
    sdk.branch('worse', { file: 'acme/executions.py', replace: ['"X-Worker-Id": worker_id, ', ''] });
    const given = await library.gate('acme', { cwd: project, env: { PATH: process.env.PATH } });
    expect(given.exitCode).toBe(1);
    expect(given.result?.added.map(shown)).toEqual([['argument-dropped', 'executions.heartbeat', 'worker_id']]);
    expect(result()).toEqual({ version: 1, ...JSON.parse(JSON.stringify(given.result)) });
  });

  it('does not check the manifest of a project in another repository', async () => {
    const file = join(project, 'parity-manifest.json');
    const contracts = { hash: 'another', profile: 'hosted' };
    await writeFile(file, JSON.stringify({ format: 3, audited: null, contracts, clients: {} }));
    sdk.branch('comment', cues('Delete a cue with its executions.', 'Delete a cue.'));
    const { exitCode } = await gate();
    rmSync(file);
    expect([exitCode, result().manifest]).toEqual([0, null]);
  });

  it('judges uncommitted changes of the working tree, and reports that there are some', async () => {
    sdk.branch('dirty', cues('Delete a cue with its executions.', 'Delete a cue.'));
    sdk.edit({ file: 'acme/executions.py', replace: ['"X-Worker-Id": worker_id, ', ''] });
    const { exitCode } = await gate();
    expect(exitCode).toBe(1);
    expect(result().added.map(shown)).toEqual([['argument-dropped', 'executions.heartbeat', 'worker_id']]);
    expect(result().head).toMatch(/^[0-9a-f]{40} and uncommitted changes$/);
  });

  it('passes no secret to the client, and removes its worktree', async () => {
    sdk.branch('leaks', {
      file: 'acme/transport.py',
      replace: ['"Accept": "application/json",', '"X-Leak": __import__("os").environ.get("SERVICE_TOKEN", "nothing"),'],
    });
    const { stdout } = await gate();
    expect(result().added.map(shown)[0]).toEqual(['field-undeclared', '*', 'X-Leak']);
    const files = ['md', 'sarif', 'json'].map((ending) =>
      readFileSync(join(project, `reports/acme.gate.${ending}`), 'utf8'),
    );
    expect([stdout, ...files].join('')).toContain('nothing');
    expect([stdout, ...files].join('')).not.toContain(CANARY);
    expect(sdk.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  it('reports that the base cannot be started, and removes its worktree', async () => {
    sdk.branch('broken', {
      file: 'acme/__init__.py',
      replace: ['from acme.client import Client\n', 'import nowhere\n'],
    });
    sdk.git('checkout', '--quiet', 'main');
    const { exitCode, stderr } = await gate('--base', 'broken');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^parity: at the base revision [0-9a-f]{9}: .*nowhere/m);
    expect(sdk.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });
});

describe('parity gate reports', () => {
  it('a base that does not exist', async () => {
    const { exitCode, stderr } = await gate('--base', 'nowhere');
    expect(stderr).toContain('there is no revision "nowhere"');
    expect(exitCode).toBe(2);
  });

  it('a client that is not in a repository', async () => {
    await writeClient('loose', join(project, 'clients'));
    const { exitCode, stderr } = await gateIn(project, '--client', 'loose');
    rmSync(join(project, 'clients/loose.yaml'));
    expect(stderr).toContain('is not in a git repository');
    expect(exitCode).toBe(2);
  });

  it('a shallow clone, and how to deepen it', async () => {
    const clone = join(project, 'shallow');
    sdk.git('clone', '--quiet', '--depth', '1', `file://${sdk.folder}`, clone);
    await writeClient('shallow', clone);
    const { exitCode, stderr } = await gateIn(project, '--client', 'shallow');
    rmSync(join(project, 'clients/shallow.yaml'));
    expect(stderr).toContain('The clone is shallow');
    expect(stderr).toContain('fetch-depth: 0');
    expect(exitCode).toBe(2);
  });

  it('a client that comes from a package', async () => {
    await writeFile(
      join(project, 'clients/packed.yaml'),
      'driver: python\nsource: { pip: acme }\nconstruct: { call: acme.Client }\n',
    );
    const { exitCode, stderr } = await gateIn(project, '--client', 'packed');
    rmSync(join(project, 'clients/packed.yaml'));
    expect(stderr).toContain('must have a folder as its source');
    expect(exitCode).toBe(2);
  });
});

describe('a pull request that changes contract and client together', () => {
  const CLIENT = 'things-python/things/__init__.py';
  const CREATE = 'contracts/things/create.yaml';
  let repository: ScratchRepository;

  beforeAll(() => {
    repository = scratchRepository({ ...VALID_PROJECT, ...THING_CLIENT });
  });
  afterAll(() => repository.remove());

  it('fails if the field is misplaced according to the old contract, and names the field', async () => {
    repository.branch(
      'both',
      { file: CREATE, replace: ['color: { in: body', 'color: { in: header, name: X-Color'] },
      { file: CLIENT, replace: ['{"name": name, "color": color})', '{"name": name}, {"X-Color": color})'] },
      {
        file: CLIENT,
        replace: [
          'body: Optional[Dict[str, Any]] = None)',
          'body: Optional[Dict[str, Any]] = None, more: Optional[Dict[str, Any]] = None)',
        ],
      },
      {
        file: CLIENT,
        replace: ['"Bearer " + self._key}', '"Bearer " + self._key, **{k: v for k, v in (more or {}).items() if v}}'],
      },
    );
    const { exitCode, stdout } = await gateIn(repository.folder, '--client', 'things-python');
    const { added, contractBacked } = result(repository.folder, 'things-python');
    expect([exitCode, added]).toEqual([1, []]);
    expect(contractBacked.map(shown)).toEqual([['field-misplaced', 'things.create', 'color']]);
    expect(stdout).toContain('Findings that appear only with the contracts of the base revision');
    expect(stdout).toContain('field-misplaced things.create color');
  });

  it('passes if it adds a new field with its contract', async () => {
    repository.branch(
      'new-field',
      { file: CREATE, replace: ['responses:', '  size: { in: body, schema: { type: integer } }\nresponses:'] },
      {
        file: CLIENT,
        replace: [
          '= None) -> Dict[str, Any]:\n        return self._send("POST"',
          '= None, size: Optional[int] = None) -> Dict[str, Any]:\n        return self._send("POST"',
        ],
      },
      { file: CLIENT, replace: ['"color": color}', '"color": color, "size": size}'] },
    );
    const { exitCode } = await gateIn(repository.folder, '--client', 'things-python');
    const { added, contractBacked, gone } = result(repository.folder, 'things-python');
    expect([exitCode, added, contractBacked]).toEqual([0, [], []]);
    expect(gone.map(shown)).toEqual([['field-not-sendable', 'things.create', 'size']]);
  });
});
