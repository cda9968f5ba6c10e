import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { openapi, takes } from '../openapi/documents.ts';
import { serve } from '../run/servers.ts';

const OLD = openapi({
  '/cues': {
    get: { tags: ['cues'], operationId: 'list', summary: 'List.' },
    post: { tags: ['cues'], operationId: 'create', summary: 'Create.', ...takes({ name: { type: 'string' } }) },
  },
});
const NEW = openapi({
  '/cues': {
    post: {
      tags: ['cues'],
      operationId: 'create',
      summary: 'Create.',
      ...takes({ name: { type: 'integer' }, at: { type: 'string' } }),
    },
  },
  '/cues/{id}': { get: { tags: ['cues'], operationId: 'get', summary: 'Read.' } },
});

function project(): Promise<string> {
  return writeProject({ 'old.json': JSON.stringify(OLD), 'new.json': JSON.stringify(NEW) }, {});
}

describe('parity import openapi', () => {
  it('writes contracts that parity check accepts, and updates them', async () => {
    const cwd = await project();
    const first = await command(['import', 'openapi', 'old.json'], { cwd });
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toBe(
      '  + api.yaml\n  + cues/create.yaml  POST /cues\n  + cues/list.yaml  GET /cues\noperations: 2 added, 0 removed, 0 changed\n',
    );
    const again = await command(['import', 'openapi', 'new.json'], { cwd });
    expect(again.stdout).toMatchInlineSnapshot(`
      "  ~ cues/create.yaml
            ~ field name: {"type":"string"} → {"type":"integer"}
            + field at: {"type":"string"}
        + cues/get.yaml  GET /cues/{id}
        - cues/list.yaml  is no longer in the document; the file is kept. To mark the operation as removed, pass --remove
      operations: 1 added, 1 removed, 1 changed
      "
    `);
    const checked = await command(['check', '--json'], { cwd });
    expect(JSON.parse(checked.stdout)).toMatchObject({ operations: 3, errors: 0 });
  });

  it('writes nothing in a dry run', async () => {
    const cwd = await project();
    const { stdout } = await command(['import', 'openapi', 'old.json', '--dry-run'], { cwd });
    expect(stdout).toContain('operations: 2 added');
    await expect(readFile(join(cwd, 'contracts/cues/list.yaml'))).rejects.toThrow('ENOENT');
  });

  it('reports a missing file', async () => {
    const { exitCode, stderr } = await command(['import', 'openapi', 'nix.json'], { cwd: await project() });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'parity: nix.json: does not exist\n  Check the name of the file.\n',
    });
  });

  it('does not fetch from another host without permission', async () => {
    const cwd = await project();
    const remote = openapi({ '/a': { post: takes({ x: { $ref: 'http://127.0.0.1:9/x.json' } }) } });
    await writeFile(join(cwd, 'remote.json'), JSON.stringify(remote));
    const { exitCode, stderr } = await command(['import', 'openapi', 'remote.json'], { cwd });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'parity: remote.json: $ref http://127.0.0.1:9/x.json leads to another host\n  Pass --allow-remote to read documents from other hosts.\n',
    });
  });
});

describe('a document of a target', () => {
  it("is read through the target's unix socket", async () => {
    const cwd = await writeProject(
      { 'parity.config.yaml': 'targets: { near: { url: "http://daemon", socket: s } }\n' },
      {},
    );
    const server = createServer((_request, response) => response.end(JSON.stringify(OLD)));
    await once(server.listen(join(cwd, 's')), 'listening');
    onTestFinished(() => void server.close());
    const imported = await command(['import', 'openapi', 'http://daemon/openapi.json'], { cwd });
    expect(imported.stdout).toContain('operations: 2 added');
    const compared = await command(['diff', 'openapi', 'http://daemon/openapi.json', 'contracts', '--json'], { cwd });
    expect(JSON.parse(compared.stdout).operations).toMatchObject({ same: 2 });
  });

  it("is fetched through the environment's proxy", async () => {
    const proxy = await serve((_request, response) => response.end(JSON.stringify(OLD)));
    const cwd = await writeProject({}, {});
    const env = { HTTP_PROXY: proxy.origin };
    const imported = await command(['import', 'openapi', 'http://api.test/openapi.json'], { cwd, env });
    expect(imported.stdout).toContain('operations: 2 added');
    expect(proxy.seen.map(({ target }) => target)).toEqual(['http://api.test/openapi.json']);
  });
});

describe('parity export openapi', () => {
  it('returns what was imported', async () => {
    const cwd = await project();
    await command(['import', 'openapi', 'old.json'], { cwd });
    await command(['export', 'openapi', '--out', 'again.json'], { cwd });
    const { stdout } = await command(['diff', 'openapi', 'old.json', 'again.json'], { cwd });
    expect(stdout).toContain('no breaking change was found; 0 warnings, 2 other changes');
    expect(stdout).toContain('operation-renamed: An operation has a different operationId');
  });
});

describe('parity diff openapi', () => {
  it('groups changes by level and rule', async () => {
    const cwd = await project();
    const { exitCode, stdout } = await command(['diff', 'openapi', 'old.json', 'new.json'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Breaking changes
        operation-removed: An operation was removed
          GET /cues
        request-type-changed: A value has a different type
          POST /cues  body /name: string → integer

      Other changes
        operation-added: An operation was added
          GET /cues/{id}
        request-member-added: An optional member was added
          POST /cues  body /at: not described → optional

      operations: 1 added, 1 removed, 1 changed, 0 without a difference
      2 breaking changes; 0 warnings, 2 other changes
      "
    `);
  });

  it('prints a changelog in Markdown', async () => {
    const { stdout } = await command(['diff', 'openapi', 'old.json', 'new.json', '--markdown'], {
      cwd: await project(),
    });
    expect(stdout).toMatchInlineSnapshot(`
      "# API changes

      operations: 1 added, 1 removed, 1 changed, 0 without a difference  
      2 breaking changes; 0 warnings, 2 other changes  

      ## Breaking changes

      ### An operation was removed (\`operation-removed\`)

      | operation | where | before | after |
      |---|---|---|---|
      | \`GET /cues\` |  | \`there\` | \`gone\` |

      ### A value has a different type (\`request-type-changed\`)

      | operation | where | before | after |
      |---|---|---|---|
      | \`POST /cues\` | \`body /name\` | \`string\` | \`integer\` |

      ## Other changes

      ### An operation was added (\`operation-added\`)

      | operation | where | before | after |
      |---|---|---|---|
      | \`GET /cues/{id}\` |  | \`not there\` | \`new\` |

      ### An optional member was added (\`request-member-added\`)

      | operation | where | before | after |
      |---|---|---|---|
      | \`POST /cues\` | \`body /at\` | \`not described\` | \`optional\` |
      "
    `);
  });

  it.each([
    ['old.json', ['--fail-on', 'breaking'], 1],
    ['old.json', ['--fail-on', 'request-type-changed'], 1],
    ['old.json', ['--fail-on', 'request-pattern-added'], 0],
    ['old.json', ['--fail-on', 'any'], 1],
    ['old.json', [], 0],
    ['new.json', ['--fail-on', 'any'], 0],
  ])('compares %s with new.json, and with %j exits with %i', async (before, flags, exitCode) => {
    const result = await command(['diff', 'openapi', before, 'new.json', '--json', ...flags], { cwd: await project() });
    expect(result.exitCode).toBe(exitCode);
  });

  it('takes the levels of rules from the settings', async () => {
    const cwd = await project();
    await writeFile(join(cwd, 'parity.config.yaml'), 'diff: { request-type-changed: info, operation-removed: off }\n');
    const { stdout, exitCode } = await command(['diff', 'openapi', 'old.json', 'new.json', '--fail-on', 'breaking'], {
      cwd,
    });
    expect(stdout).toContain('no breaking change was found');
    expect(exitCode).toBe(0);
  });

  it('suggests the nearest rule for an unknown one', async () => {
    const result = await command(['diff', 'openapi', 'old.json', 'new.json', '--fail-on', 'request-type-change'], {
      cwd: await project(),
    });
    expect(result).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean "request-type-changed"?'),
    });
  });

  it('compares a document with the contracts', async () => {
    const cwd = await project();
    await command(['import', 'openapi', 'old.json'], { cwd });
    const same = await command(['diff', 'openapi', 'old.json', 'contracts', '--fail-on', 'any'], { cwd });
    expect(same).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 without a difference') });
    const { stdout } = await command(['diff', 'openapi', 'contracts', 'new.json'], { cwd });
    expect(stdout).toContain(
      'request-type-changed: A value has a different type\n    POST /cues  body /name: string → integer',
    );
  });
});
