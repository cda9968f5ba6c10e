import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import type { Handoff } from '../../src/model/handoff.ts';
import { type CommandResult, command } from '../helpers/command.ts';
import { VALID_PROJECT } from '../helpers/project.ts';
import { type ScratchRepository, scratchRepository } from '../helpers/scratch-repository.ts';
import { THING_CLIENT } from '../helpers/thing-client.ts';

/** This folder is inside the client's folder. New reports do not make the client's trace outdated. */
const REPORTS = 'things-python/reports';
const PACKAGE = 'things-python/things/__init__.py';
const GET = `    def get(self, thing_id: str) -> Dict[str, Any]:
        return self._send("GET", "/things/" + quote(thing_id, safe=""))

`;

/** In this project, the client drops an argument, and the docs, the manifest and the versions are out of date. */
const FILES = {
  ...VALID_PROJECT,
  ...THING_CLIENT,
  'parity.config.yaml': `reports: ${REPORTS}\n`,
  [PACKAGE]: replaced(
    THING_CLIENT[PACKAGE] ?? '',
    [GET, ''],
    ['{"name": name, "color": color}', '{"name": name}'],
    ['class ApiError', '__version__ = "0.9.0"\n\n\nclass ApiError'],
  ),
  'things-python/README.md': '# things\n\n```python\nclient.create("x", flavour="sour")\nclient.paint("x")\n```\n',
  'things-python/parity-manifest.json': JSON.stringify({
    endpoints_covered: { 'GET /things/{thing_id}': 'client.get' },
  }),
  'ports.yaml': '- { reference: "#7", title: Read a thing, branch: reads }\n',
  'xfails.yaml': `- where: things-python
  operation: things.create
  kind: argument-dropped
  field: color
  reason: The next release sends it.
  owner: sdk
  expires: 2027-01-31
`,
  'openapi.json': JSON.stringify({
    ...{ openapi: '3.1.0', info: { title: 'Things', version: '1' } },
    paths: {
      '/things': {
        post: {
          requestBody: {
            content: {
              'application/json': {
                schema: { type: 'object', properties: { name: { type: 'integer' } }, required: ['name'] },
              },
            },
          },
          responses: { 201: { description: 'made' } },
        },
      },
    },
  }),
};

function replaced(text: string, ...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`there is no ${from}`);
    return before.replace(from, () => to);
  }, text);
}

let repository: ScratchRepository;
let first: CommandResult;

const audit = (...args: readonly string[]) =>
  command(['audit', ...args], {
    ...{ cwd: repository.folder, today: '2026-11-01T00:00:00Z' },
    env: { PATH: process.env.PATH ?? '', THINGS_API_KEY: 'canary-77aa01' },
  });

const pathOf = (date: string, ending: string) =>
  join(repository.folder, `${REPORTS}/handoff/things-python-drift-${date}.${ending}`);
const read = (date: string, ending = 'json') => readFileSync(pathOf(date, ending), 'utf8');
const replays = () => readFileSync(join(repository.folder, `${REPORTS}/handoff/things-python.replays.jsonl`), 'utf8');
const handoff = (date: string) => JSON.parse(read(date)) as Handoff;

beforeAll(async () => {
  repository = scratchRepository(FILES);
  repository.git('commit', '--quiet', '--amend', '--no-edit', '--date', '2026-10-01T12:00:00Z');
  repository.branch('reads', { file: PACKAGE, replace: ['    def delete(', `${GET}    def delete(`] });
  repository.git('checkout', '--quiet', 'main');
  first = await audit('--openapi', 'openapi.json');
});
afterAll(() => repository.remove());

describe('parity audit', () => {
  it('writes a hand-off with a date for each client, and prints the number of rows', () => {
    expect(first.stderr).toContain(`wrote ${REPORTS}/handoff/things-python-drift-2026-11-01.md and .json`);
    expect(first.stdout).toMatch(/^things-python: 1 missing, 1 wrong, 1 in flight, 3 manifest, /m);
    expect(first.exitCode).toBe(0);
    expect(read('2026-11-01', 'md')).toContain('# Hand-off: `things-python`, 2026-11-01');
  });

  it('gives the library the hand-off that it writes', async () => {
    const { cwd, env } = { cwd: repository.folder, env: { PATH: process.env.PATH } };
    const given = await library.audit({ cwd, env, openapi: ['openapi.json'], date: '2026-11-02' });
    expect(given.exitCode).toBe(0);
    expect(given.handoffs.map(({ client }) => client)).toEqual(['things-python']);
    expect(JSON.parse(JSON.stringify(given.handoffs[0]))).toEqual(handoff('2026-11-02'));
  });

  it('lists each mistake with the evidence for it', () => {
    const [row] = handoff('2026-11-01').wrong;
    expect(row).toMatchObject({
      ...{ kind: 'argument-dropped', priority: 'P1', accepted: { owner: 'sdk', expires: '2027-01-31' } },
      points: [{ operation: 'things.create', field: 'color' }],
    });
    expect(row?.wire[0]).toBe('POST /things');
    expect(row?.places[0]).toMatch(/^things\/__init__\.py:\d+$/);
  });

  it('contains a program that runs as it is on the page, and shows the mistake of the row', async () => {
    const [, program = ''] = /```python\n([\s\S]*?\n)```/.exec(read('2026-11-01', 'md')) ?? [];
    expect(handoff('2026-11-01').wrong[0]?.reproduction).toEqual({ language: 'python', text: program });
    const heard: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => heard.push(text));
      request.on('end', () => response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"id":"t1"}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // safe cast: `address()` returns an object for a TCP server
    const env = { PATH: process.env.PATH, PYTHONPATH: join(repository.folder, 'things-python') };
    const run = (more: object) => promisify(execFile)('python3', ['-c', program], { env: { ...env, ...more } });
    await run({ BASE_URL: `http://127.0.0.1:${port}`, API_KEY: 'k' });
    server.close();
    const alone = await run({});
    expect(program).toMatch(/color="(red|blue)"/);
    expect(heard.join('')).toMatch(/^\{"name": "[^"]+"\}$/);
    expect(alone.stderr).toMatch(/"POST \/things HTTP\/1\.1" 201[\s\S]*\{"name": "[^"]+"\}/);
  });

  it('contains a curl script that makes a call that the client cannot make', () => {
    const missing = handoff('2026-11-01').missing.find(({ points }) => points[0]?.operation === 'things.get');
    expect(missing).toMatchObject({ withheld: null, reproduction: { language: 'bash' } });
    const { text } = missing?.reproduction ?? { text: '' };
    expect(text).toContain(`curl -i "$BASE_URL"/things/"$things_create_id" `);
    expect(text).toContain(`'Authorization: Bearer '"$API_KEY"`);
    expect(text).toContain('# actual:   the client cannot make this call');
  });

  it("records every program's requests before it reports them", () => {
    const recorded = replays()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { wrong, missing } = handoff('2026-11-01');
    const shown = [...wrong, ...missing].flatMap(({ fingerprints, reproduction }) =>
      reproduction === null ? [] : [{ row: fingerprints[0], program: reproduction }],
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const each of shown) expect(recorded).toContainEqual(expect.objectContaining(each));
  });

  it('lists what a branch adds as in flight, also in its row', () => {
    const { missing, inFlight } = handoff('2026-11-01');
    expect(missing).toMatchObject([{ points: [{ operation: 'things.get' }], inFlight: ['#7'], priority: 'P2' }]);
    expect(inFlight).toMatchObject([{ references: ['#7'], titles: ['Read a thing'], brings: ['things.get'] }]);
  });

  it('lists false claims of the manifest and of the documentation', () => {
    const { manifest, docs } = handoff('2026-11-01');
    expect(manifest.map(({ says }) => says)).toEqual([
      'GET /things/{thing_id}: client.get',
      'does not list POST /things',
      'does not list DELETE /things/{thing_id}',
    ]);
    const says = docs.map(({ at, says: text }) => `${at} ${text}`);
    expect(says).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^README\.md:4 .*flavour/),
        expect.stringMatching(/^README\.md:5 .*paint/),
      ]),
    );
  });

  it('lists disagreeing sources, versions, and the ledger with the age of each entry', () => {
    const { lattice, versions, accepted, wrong } = handoff('2026-11-01');
    expect(lattice.map(({ at, says }) => `${at}: ${says}`)).toContainEqual(
      expect.stringMatching(/^things\.create name: type-differs: openapi:openapi/),
    );
    expect(versions).toHaveLength(2);
    expect(accepted).toMatchObject([{ owner: 'sdk', age: 31, expires: '2027-01-31', rows: [wrong[0]?.id] }]);
  });

  it('writes one file per row for an issue tracker, with labels', async () => {
    await audit('--openapi', 'openapi.json', '--traces', '--issues', `${REPORTS}/issues`);
    const { wrong, missing } = handoff('2026-11-01');
    const ids = [...wrong, ...missing].map(({ id }) => `${id}.md`).sort();
    expect(readdirSync(join(repository.folder, `${REPORTS}/issues`)).sort()).toEqual(ids);
    const text = readFileSync(join(repository.folder, `${REPORTS}/issues/${wrong[0]?.id}.md`), 'utf8');
    expect(text).toMatch(
      /^---\ntitle: "things-python: argument-dropped things\.create color"\nlabels: \["parity","P1","argument-dropped"\]\n---\n/,
    );
    expect(text).toContain('```python\nimport os\nimport things\n');
  });

  it('shows no secret, and leaves no worktree', () => {
    expect(read('2026-11-01') + read('2026-11-01', 'md')).not.toContain('canary-77aa01');
    expect(repository.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  it('writes the same bytes for the same evidence, and keeps the ids on a later day', async () => {
    const before = [read('2026-11-01'), read('2026-11-01', 'md')];
    await audit('--openapi', 'openapi.json');
    expect([read('2026-11-01'), read('2026-11-01', 'md')]).toEqual(before);
    const replayed = replays();
    await audit('things-python', '--date', '2026-12-01', '--openapi', 'openapi.json');
    const later = handoff('2026-12-01');
    expect(later.wrong).toMatchObject([{ id: handoff('2026-11-01').wrong[0]?.id, first: '2026-11-01' }]);
    expect(read('2026-12-01', 'md')).toContain('since 2026-11-01');
    expect(replays(), 'nothing has changed, so no program runs again').toBe(replayed);
  });

  it('runs the programs again after a new trace', async () => {
    const before = replays();
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(repository.folder, `${REPORTS}/things-python.trace.jsonl`), later, later);
    await audit('things-python', '--openapi', 'openapi.json');
    expect(replays()).not.toBe(before);
    expect(replays().split('\n')).toHaveLength(before.split('\n').length);
  });

  it('leaves out drifts of the baseline until the last day of their entries', async () => {
    const written = await audit('--openapi', 'openapi.json', '--date', '2026-11-02', '--traces', '--update-baseline');
    expect(written).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('wrote drift-baseline.yaml') });
    const known = await audit('--openapi', 'openapi.json', '--date', '2026-11-03', '--traces');
    expect(handoff('2026-11-03').lattice).toEqual([]);
    expect(known.stderr).toMatch(/\d+ drifts? known in drift-baseline\.yaml/);
    const late = await audit('--openapi', 'openapi.json', '--date', '2027-03-01', '--traces');
    expect(late).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(/type-differs .* expired on 2027-01-31/) });
    expect(handoff('2027-03-01').lattice).not.toEqual([]);
  });
});

describe('a usage error', () => {
  it.each([
    [['things-pyton'], 2, 'Did you mean "things-python"?'],
    [['--date', '2026-02-30'], 2, '--date must be a day'],
    [['--recording', 'one.jsonl'], 2, 'the older recording first'],
    [['--docs', 'nowhere.md'], 2, '--docs names nowhere.md, which does not exist'],
    [['--docs', 'nobody=README.md'], 2, 'is not one of the audited clients'],
    [['--openapi', 'nowhere.json'], 2, 'nowhere.json: does not exist'],
    [['--target', 'nowhere'], 2, '--target must be a target with a URL'],
    [['--manifest', 'nowhere.json'], 2, 'there is no file nowhere.json'],
  ])('%j ends with %i and says %j', async (args, code, message) => {
    const { exitCode, stderr } = await audit('--date', '2026-01-01', ...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
    expect(existsSync(pathOf('2026-01-01', 'json'))).toBe(false);
  });
});
