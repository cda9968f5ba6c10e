import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import { writeProject } from '../helpers/project.ts';

async function loadClient(text: string) {
  const root = await writeProject({ 'clients/acme.yaml': text, 'clients/acme.surface.yaml': 'client: acme\n' });
  const { clients, diagnostics } = await loadWorkspace(root);
  expect(diagnostics).toEqual([]);
  expect(clients).toHaveLength(1);
  return { client: clients[0], root };
}

it('names a client after its file, and fills in defaults', async () => {
  const { client, root } = await loadClient(
    'driver: python\nsource: { path: ../acme }\nconstruct: { call: acme.Client }\n',
  );
  expect(client).toEqual({
    name: 'acme',
    driver: 'python',
    source: { kind: 'path', path: join(root, 'acme'), install: false },
    runtime: null,
    construct: { call: 'acme.Client', args: [], kwargs: {} },
    command: [],
    env: {},
    profile: 'full',
    covers: { only: [], except: [] },
    origins: [],
    errors: {},
    ignore: [],
    signatures: null,
    table: null,
    timeoutMs: 5000,
    startTimeoutMs: 60_000,
    at: { file: 'clients/acme.yaml', line: 1, column: 1 },
  });
});

it('reads every key of a client file', async () => {
  const { client } = await loadClient(`driver: command
source: { pip: acme==1.2.0 }
command: [acme, --url, "\${base_url}"]
env: { ACME_API_KEY: "\${api_key}" }
profile: lite
covers: { only: ["things.*"], except: [things.delete] }
errors: { 404: NotFoundError, 5xx: ServerError }
ignore: [{ method: "*.close", reason: r }, { method: things.get, argument: retry, reason: r }]
table:
  things list:
    - { name: ID, required: true }
    - { name: --limit, type: integer, default: 10 }
    - { name: --tag, type: { list: string } }
    - { name: --color, type: { one_of: [red, blue] } }
timeout: 250ms
`);
  expect(client).toMatchObject({
    source: { kind: 'pip', requirement: 'acme==1.2.0' },
    command: ['acme', '--url', '${base_url}'],
    profile: 'lite',
    covers: { only: ['things.*'], except: ['things.delete'] },
    errors: { '404': 'NotFoundError', '5xx': 'ServerError' },
    ignore: [
      { method: '*.close', reason: 'r' },
      { method: 'things.get', argument: 'retry', reason: 'r' },
    ],
    table: {
      'things list': [
        { name: 'ID', required: true, positional: true, type: { kind: 'string' } },
        { name: '--limit', required: false, positional: false, type: { kind: 'integer' }, default: 10 },
        { name: '--tag', type: { kind: 'list', of: { kind: 'string' } } },
        { name: '--color', type: { kind: 'literal', values: ['red', 'blue'] } },
      ],
    },
    timeoutMs: 250,
  });
});

it.each([
  ['things.get', true],
  ['things.gets', false],
])('counts an operation of a broken contract for the pattern %s: %s', async (pattern, isKnown) => {
  const { diagnostics } = await loadWorkspace(
    await writeProject({
      'clients/acme.yaml': `driver: mcp\nsource: { npm: acme }\ncommand: [acme]\ncovers: { only: [${pattern}] }\n`,
      'contracts/things/get.yaml': 'sumary: x\n',
    }),
  );
  expect(diagnostics.some(({ code }) => code === 'client-invalid')).toBe(!isKnown);
});

it("looks for the user's factory file beside the client file", async () => {
  const { client, root } = await loadClient(
    'driver: python\nsource: { path: ../acme }\nconstruct: { call: "make.py#client" }\n',
  );
  expect(client?.construct?.call).toBe(`${join(root, 'clients/make.py')}#client`);
});

it('reads why a client excludes operations', async () => {
  const { client } = await loadClient(
    'driver: mcp\nsource: { npm: acme }\ncommand: [acme]\ncovers: { only: [things.*], reason: Small on purpose., except: { things.delete: Too risky. } }\n',
  );
  expect(client?.covers).toEqual({
    only: ['things.*'],
    except: ['things.delete'],
    reasons: { only: 'Small on purpose.', 'things.delete': 'Too risky.' },
  });
});
