import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import type { GateResult } from '../../src/model/gate-result.ts';
import { REPOSITORY } from '../helpers/command.ts';
import { VALID_PROJECT } from '../helpers/project.ts';
import { type Edit, type ScratchRepository, scratchRepository } from '../helpers/scratch-repository.ts';
import { THING_CLIENT } from '../helpers/thing-client.ts';

// Each test traces a client two or three times. This takes long on a slow machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

interface Workflow {
  readonly jobs: { readonly gate: { readonly steps: readonly { readonly run?: string }[] } };
}

const STEPS = (
  parse(readFileSync(join(REPOSITORY, 'examples/workflows/parity.yml'), 'utf8')) as Workflow
).jobs.gate.steps // our own file
  .flatMap(({ run }) => run ?? []);

let packages: string;

/** Packs the contracts and wireparity into npm packages. */
beforeAll(() => {
  packages = mkdtempSync(join(tmpdir(), 'parity-packages-'));
  const contracts = Object.entries(VALID_PROJECT).filter(([file]) => file.startsWith('contracts/'));
  for (const [file, text] of contracts) write(join(packages, file), text);
  write(join(packages, 'contracts/package.json'), '{ "name": "@acme/contracts", "version": "1.0.0" }');
  write(
    join(packages, 'tool/cli.mjs'),
    `#!/usr/bin/env node\nimport ${JSON.stringify(join(REPOSITORY, 'dist/cli.js'))};\n`,
  );
  const bin = { parity: 'cli.mjs' };
  write(join(packages, 'tool/package.json'), JSON.stringify({ name: 'wireparity', version: '1.0.0', bin }));
  // A later version of the contracts. The field `color` is sent as `colour`.
  for (const [file, text] of contracts)
    write(join(packages, 'later', file), text.replace('color: { in: body', 'color: { in: body, name: colour'));
  write(join(packages, 'later/contracts/package.json'), '{ "name": "@acme/contracts", "version": "1.1.0" }');
  for (const name of ['contracts', 'later/contracts', 'tool'])
    execFileSync('npm', ['pack', '--silent', '--pack-destination', packages], { cwd: join(packages, name) });
});
afterAll(() => rmSync(packages, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const shared = () => ({
  'package.json': JSON.stringify({
    ...{ name: 'acme-sdk', version: '1.0.0', type: 'module', main: 'index.js', types: 'index.d.ts' },
    devDependencies: {
      '@acme/contracts': `file:${packages}/acme-contracts-1.0.0.tgz`,
      wireparity: `file:${packages}/wireparity-1.0.0.tgz`,
    },
  }),
  'parity.config.yaml': 'contracts: node_modules/@acme/contracts\n',
});

const PYTHON = {
  'things/__init__.py': THING_CLIENT['things-python/things/__init__.py'] ?? '',
  'clients/acme.yaml': `driver: python
source: { path: .. }
construct: { call: things.Client, args: ["\${api_key}"], kwargs: { base_url: "\${base_url}" } }
`,
};

const TYPESCRIPT = {
  'index.js': `export class ApiError extends Error {
  constructor(status, detail, retryAfter) {
    super(detail.message ?? 'no message');
    Object.assign(this, { status, code: detail.code, retryAfter });
  }
}

export class Client {
  #options;
  constructor(options) {
    this.#options = options;
  }
  create(name, options = {}) {
    return this.#send('POST', '/things', { name, color: options.color });
  }
  get(thingId) {
    return this.#send('GET', '/things/' + encodeURIComponent(thingId));
  }
  delete(thingId) {
    return this.#send('DELETE', '/things/' + encodeURIComponent(thingId));
  }
  async #send(method, path, body) {
    const headers = { Authorization: 'Bearer ' + this.#options.key };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await fetch(this.#options.baseUrl + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    let parsed = {};
    try {
      parsed = JSON.parse(text);
    } catch {}
    if (!response.ok) throw new ApiError(response.status, parsed?.error ?? {}, response.headers.get('Retry-After'));
    return text === '' ? undefined : parsed;
  }
}
`,
  'index.d.ts': `export class Client {
  constructor(options: { key: string; baseUrl: string });
  create(name: string, options?: { color?: "red" | "blue" }): Promise<unknown>;
  get(thingId: string): Promise<unknown>;
  delete(thingId: string): Promise<unknown>;
}
`,
  'clients/acme.yaml': `driver: node
source: { path: .. }
construct: { call: Client, kwargs: { key: "\${api_key}", baseUrl: "\${base_url}" } }
`,
};

const PYTHON_BODY = '{"name": name, "color": color}';
const SDKS = [
  [
    ...(['Python', PYTHON] as const),
    { file: 'things/__init__.py', replace: [PYTHON_BODY, '{"name": name}'] },
    { file: 'things/__init__.py', replace: [PYTHON_BODY, '{"name": name, "colour": color}'] },
  ],
  [
    ...(['TypeScript', TYPESCRIPT] as const),
    { file: 'index.js', replace: ['{ name, color: options.color }', '{ name }'] },
    { file: 'index.js', replace: ['{ name, color: options.color }', '{ name, colour: options.color }'] },
  ],
] as const satisfies readonly (readonly [string, { readonly [file: string]: string }, Edit, Edit])[];

describe.each(
  SDKS,
)('the workflow in the repository of a %s SDK with contracts from a package', (_, sdk, harm, rename) => {
  let upstream: ScratchRepository;
  let checkout: string;

  beforeAll(() => {
    upstream = scratchRepository({ ...shared(), ...sdk, 'README.md': '# Acme\n' });
    write(join(upstream.folder, '.gitignore'), '__pycache__\nreports\nnode_modules\ngate\n.parity\n');
    const lock = () =>
      execFileSync('npm', ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit'], {
        ...{ cwd: upstream.folder, stdio: 'pipe' },
      });
    lock();
    upstream.git('add', '--all');
    upstream.git('commit', '--quiet', '--message', 'The gate');
    upstream.branch('harmful', harm);
    upstream.branch('harmless', { file: 'README.md', replace: ['# Acme', '# The SDK of Acme'] });
    upstream.git('checkout', '--quiet', 'main');
    upstream.branch('renaming', rename);
    const manifest = join(upstream.folder, 'package.json');
    write(manifest, readFileSync(manifest, 'utf8').replace('acme-contracts-1.0.0', 'acme-contracts-1.1.0'));
    lock();
    upstream.git('commit', '--quiet', '--all', '--message', 'Contracts 1.1.0');
    upstream.git('checkout', '--quiet', 'main');
    checkout = join(mkdtempSync(join(tmpdir(), 'parity-checkout-')), 'sdk');
    execFileSync('git', ['clone', '--quiet', upstream.folder, checkout]);
  });
  afterAll(() => {
    upstream.remove();
    rmSync(dirname(checkout), { recursive: true, force: true });
  });

  /** Runs the steps of the workflow in a shell until one of them fails. */
  function runWorkflow(branch: string) {
    execFileSync('git', ['-C', checkout, 'checkout', '--quiet', '--force', branch]);
    const env = {
      PATH: process.env.PATH,
      HOME: dirname(checkout),
      GITHUB_BASE_REF: 'main',
      CLIENT: 'acme',
      npm_config_offline: 'true',
    };
    const said: string[] = [];
    for (const step of STEPS) {
      const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', step], {
        cwd: checkout,
        env,
        encoding: 'utf8',
      });
      said.push(stdout, stderr);
      if (status !== 0) return { status, step, said: said.join('') };
    }
    return { status: 0, step: null, said: said.join('') };
  }

  const result = (): GateResult => JSON.parse(readFileSync(join(checkout, 'gate/acme.gate.json'), 'utf8'));

  it('fails a pull request that no longer sends an argument, and names the argument', () => {
    const { status, step, said } = runWorkflow('harmful');
    expect([status, said]).toEqual([1, expect.stringContaining('argument-dropped')]);
    expect(step).toContain('parity gate');
    expect(result().added.map(({ kind, operation }) => [kind, operation])).toEqual([
      ['argument-dropped', 'things.create'],
    ]);
  });

  it('fails a pull request that renames a field together with the version of the contracts', () => {
    const { status, said } = runWorkflow('renaming');
    expect([status, said]).toEqual([1, expect.stringContaining('the contracts of the base')]);
    expect(result().added).toEqual([]);
    expect(result().contractBacked.map(({ kind, field }) => [kind, field])).toEqual([['field-renamed', 'color']]);
  });

  it('passes a pull request that changes the README', () => {
    const { status, said } = runWorkflow('harmless');
    expect([status, said]).toEqual([0, expect.stringContaining('`acme` passes')]);
    expect(result()).toMatchObject({ added: [], exitCode: 0 });
  });
});
