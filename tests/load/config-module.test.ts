import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import { REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

const load = async (files: { readonly [file: string]: string }) => loadWorkspace(await writeProject(files));

describe('parity.config.ts', () => {
  it.each(['ts', 'mts', 'mjs', 'js'])('is read as the settings with the extension %s', async (ending) => {
    const typed = ending.endsWith('ts') ? ' satisfies object' : '';
    const { config, diagnostics } = await load({
      'package.json': '{ "type": "module" }',
      [`parity.config.${ending}`]: `const host = 'things';\nexport default { default_target: 'local', targets: { local: { url: \`http://\${host}.test\`, timeout: '2s' } } }${typed};\n`,
    });
    expect(diagnostics).toEqual([]);
    expect(config.targets.local).toMatchObject({ url: 'http://things.test', timeoutMs: 2000 });
    expect(config.at.file).toBe(`parity.config.${ending}`);
  });

  it('may import defineConfig from the package', async () => {
    const root = await writeProject({
      'parity.config.mts': `import { defineConfig } from 'wireparity';\nexport default defineConfig({ reports: 'out' });\n`,
    });
    await mkdir(join(root, 'node_modules'));
    await symlink(REPOSITORY, join(root, 'node_modules/wireparity'));
    expect((await loadWorkspace(root)).config.reports).toBe('out');
  });

  it('runs in a process without credentials, and may print', async () => {
    vi.stubEnv('PARITY_MAIN_KEY', 'key-for-main-only');
    vi.stubEnv('GITHUB_TOKEN', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789');
    vi.stubEnv('STAGING_HOST', 'things');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { config, diagnostics } = await load({
      'parity.config.mjs': `console.log('a note');
const { PARITY_MAIN_KEY, GITHUB_TOKEN, STAGING_HOST } = process.env;
export default { reports: \`\${STAGING_HOST}-\${PARITY_MAIN_KEY}-\${GITHUB_TOKEN}\` };
`,
    });
    expect(diagnostics).toEqual([]);
    expect(config.reports).toBe('things-undefined-undefined');
  });

  it('reports a mistake at its key', async () => {
    const { diagnostics } = await load({
      'parity.config.mjs': `export default {\n  targets: {\n    local: { url: 'http://things.test', timeot: '2s' },\n  },\n};\n`,
    });
    expect(diagnostics).toMatchObject([
      { code: 'key-unknown', path: 'targets.local.timeot', at: { file: 'parity.config.mjs', line: 3, column: 41 } },
    ]);
  });

  it.each([
    ['throws', "throw new Error('no');", /cannot be run: no/],
    ['has no default export', 'export const config = {};', /must have a default export/],
    ['imports what is not there', "import 'nowhere';", /cannot be run: .*nowhere/],
    ['is not valid', 'export default {', /cannot be run: SyntaxError: /],
    ['never ends its start', 'await new Promise(() => {});', /cannot be run: the program ended with exit code 13/],
  ])('is an error if it %s', async (_, text, message) => {
    const { diagnostics } = await load({ 'parity.config.mjs': text });
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'config-failed' }]);
    expect(diagnostics[0]?.message).toMatch(message);
  });

  it('beside a parity.config.yaml is an error', async () => {
    const { diagnostics } = await load({
      'parity.config.mjs': 'export default {};',
      'parity.config.yaml': 'reports: out\n',
    });
    expect(diagnostics).toMatchObject([{ code: 'config-ambiguous', at: { file: 'parity.config.yaml' } }]);
  });
});
