import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest, PortInFlight, PortShipped } from '../../src/model/manifest.ts';
import { type CommandResult, command } from '../helpers/command.ts';
import { VALID_PROJECT } from '../helpers/project.ts';
import { type ScratchRepository, scratchRepository } from '../helpers/scratch-repository.ts';
import { THING_CLIENT } from '../helpers/thing-client.ts';

const SOURCE = 'things-python/things/__init__.py';
const GET = `    def get(self, thing_id: str) -> Dict[str, Any]:
        return self._send("GET", "/things/" + quote(thing_id, safe=""))

`;
const CLOSE = '    def close(self) -> None:';
const COLOR = ', *, color: Optional[Literal["red", "blue"]] = None';
const SHIPPED_ON = VALID_PROJECT['contracts/things/get.yaml']?.replace(
  'auth: key',
  'auth: key\nsince: "server#7, 2027-01-01"',
);

/** Returns the name of a manifest entry, such as `get` for the line `"get": …`. */
function nameOf(line: string): string {
  const [, key, operation] = /^ *(?:"([^"]+)": |\{ "(?:operation|entry)": "([^"]+)")/.exec(line) ?? [];
  return key ?? operation ?? line;
}

/** A client in git. One branch adds the method `get`, and two branches add the argument `color`. */
let repository: ScratchRepository;

beforeAll(() => {
  repository = scratchRepository({ ...VALID_PROJECT, ...THING_CLIENT, 'contracts/things/get.yaml': SHIPPED_ON ?? '' });
  repository.edit(
    { file: SOURCE, replace: [GET, ''] },
    { file: SOURCE, replace: [COLOR, ''] },
    { file: SOURCE, replace: ['{"name": name, "color": color}', '{"name": name}'] },
  );
  repository.git('commit', '--quiet', '--all', '--message', 'Less');
  const addColor = [
    { file: SOURCE, replace: ['def create(self, name: str)', `def create(self, name: str${COLOR})`] },
    { file: SOURCE, replace: ['{"name": name}', '{"name": name, "color": color}'] },
  ] as const;
  repository.branch('add-get', { file: SOURCE, replace: [CLOSE, `${GET}${CLOSE}`] });
  repository.branch('add-color', ...addColor);
  repository.branch('color-again', ...addColor);
  repository.git('checkout', '--quiet', 'main');
});

afterAll(() => repository.remove());

function write(file: string, text: string): void {
  const path = join(repository.folder, 'reports', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const run = (...args: readonly string[]): Promise<CommandResult> =>
  command(['manifest', '--out', 'reports/m.json', ...args], {
    cwd: repository.folder,
    env: { PATH: process.env.PATH ?? '' },
  });
const path = () => join(repository.folder, 'reports/m.json');
const text = () => readFileSync(path(), 'utf8');
const NOTES = 'clients/things-python.notes.yaml';
const notesFile = () => join(repository.folder, NOTES);
const note = (text: string) => writeFileSync(notesFile(), `# Ours.\nnotes:\n${text}`);
const notes = () => readFileSync(notesFile(), 'utf8');
const part = () => {
  const manifest: Manifest = JSON.parse(text());
  return manifest.clients['things-python'];
};

const PULL_REQUESTS = [
  { number: 7, title: 'Read a thing', headRefName: 'add-get', state: 'OPEN', mergedAt: null },
  { number: 8, title: 'Colours', headRefName: 'add-color', state: 'OPEN', mergedAt: null },
];

describe('parity manifest', () => {
  it('writes what the client sends, passes --check, and is unchanged when written again', async () => {
    const made = await run('--audited', '2027-01-31');
    expect(made, made.stderr).toMatchObject({ exitCode: 0 });
    const first = text();
    expect(part()).toMatchObject({
      endpoints_covered: {
        'things.create': { request: 'POST /things', methods: ['create'], lacks: ['color'] },
        'things.delete': { request: 'DELETE /things/{thing_id}', methods: ['delete'] },
      },
      endpoints_missing: { 'things.get': { request: 'GET /things/{thing_id}', since: 'server#7, 2027-01-01' } },
    });
    expect(first).toContain(
      '        "things.delete": { "request": "DELETE /things/{thing_id}", "methods": ["delete"] }\n',
    );
    expect(await run('--check')).toMatchObject({ exitCode: 0, stdout: '' });
    await run('--audited', '2027-01-31');
    expect(text()).toBe(first);
  });

  it('fails --check with the entry if a byte of a claim differs, or the client lost a method', async () => {
    await run();
    const good = text();
    writeFileSync(path(), good.replace('"DELETE /things/{thing_id}"', '"DELETE /thingz/{thing_id}"'));
    expect(await run('--check')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(
        'things-python: endpoints_covered things.delete: request: claims "DELETE /thingz/{thing_id}"',
      ),
    });
    writeFileSync(path(), good);
    repository.edit({ file: SOURCE, replace: ['    def delete(self', '    def _delete(self'] });
    const lost = await run('--check');
    repository.git('checkout', '--quiet', '--', '.');
    expect(lost.exitCode).toBe(1);
    expect(lost.stdout).toContain('things-python: endpoints_covered things.delete: is claimed');
    expect(lost.stdout).toContain(
      'things-python: endpoints_missing things.delete: is not in the manifest, but the evidence shows it',
    );
  });

  it('copies the notes of the notes file, and reports a note without an entry', async () => {
    note('  things.get: { blocker: Waits for v2. }\n  things.paint: { text: Ask Ada. }\n');
    const made = await run();
    expect(made.stdout).toBe('note without an entry: things-python: things.paint: Ask Ada.\n');
    expect(part()?.endpoints_missing).toMatchObject({ 'things.get': { note: { blocker: 'Waits for v2.' } } });
    expect(part()?.orphaned_notes).toEqual([{ entry: 'things.paint', note: { text: 'Ask Ada.' } }]);
    expect(await run('--check')).toMatchObject({ exitCode: 0 });
    note('  things.get: { blocker: Waits for v3. }\n');
    expect(await run('--check')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('things-python: endpoints_missing things.get: note: claims'),
    });
    rmSync(notesFile());
    rmSync(path());
  });

  it('moves the notes of a manifest without a notes file into one, and keeps what such a file already contains', async () => {
    await run();
    const since = '"since": "server#7, 2027-01-01"';
    const edited = (words: string) =>
      writeFileSync(path(), text().replace(since, `${since}, "note": { "blocker": "${words}" }`));
    edited('Waits for v2.');
    expect((await run()).stderr).toContain(`wrote ${NOTES}\n`);
    expect(notes()).toContain('notes:\n  things.get: { blocker: Waits for v2. }\n');
    writeFileSync(path(), text().replace('v2', 'v3'));
    const again = await run();
    expect(again.stderr).toContain(
      `things-python: things.get: the note in ${NOTES} replaces the note in the manifest\n`,
    );
    expect(part()?.endpoints_missing['things.get']?.note).toEqual({ blocker: 'Waits for v2.' });
    rmSync(notesFile());
    rmSync(path());
  });

  it('rejects a notes file that belongs to no client', async () => {
    const file = join(repository.folder, 'clients/nobody.notes.yaml');
    writeFileSync(file, 'notes: {}\n');
    const result = await run();
    rmSync(file);
    expect(result).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('belongs to no client: the folder has no nobody.yaml'),
    });
  });

  it('lists what branches contribute as in flight, with overlaps, and as shipped after the merge', async () => {
    write('prs.json', JSON.stringify(PULL_REQUESTS));
    write(
      'three.json',
      JSON.stringify([...PULL_REQUESTS, { number: 9, title: 'Colours again', headRefName: 'color-again' }]),
    );
    note('  # A port that arrives keeps its note.\n  things.get: { blocker: Waits for v2. }\n');
    await run('--ports', 'reports/three.json', '--audited', '2027-01-31');
    const flying: readonly PortInFlight[] = [
      {
        operation: 'things.create',
        field: 'color',
        since: null,
        references: ['#8', '#9'],
        titles: ['Colours', 'Colours again'],
        overlap: true,
        days: null,
      },
      {
        operation: 'things.get',
        field: null,
        since: 'server#7, 2027-01-01',
        references: ['#7'],
        titles: ['Read a thing'],
        overlap: false,
        days: 30,
        note: { blocker: 'Waits for v2.' },
      },
    ];
    expect(part()?.ports_in_flight).toEqual(flying);
    expect(await run('--check', '--ports', 'reports/three.json')).toMatchObject({ exitCode: 0 });

    repository.git('merge', '--quiet', '--no-edit', 'add-get');
    repository.git('merge', '--quiet', '--no-edit', 'add-color');
    write(
      'prs.json',
      JSON.stringify(PULL_REQUESTS.map((each) => ({ ...each, state: 'MERGED', mergedAt: '2027-02-01T00:00:00Z' }))),
    );
    await run('--ports', 'reports/prs.json');
    const shipped: readonly PortShipped[] = [
      {
        ...{ operation: 'things.create', field: 'color', since: null },
        ...{ reference: '#8', title: 'Colours', merged: '2027-02-01' },
      },
      {
        ...{ operation: 'things.get', field: null, since: 'server#7, 2027-01-01' },
        ...{ reference: '#7', title: 'Read a thing', merged: '2027-02-01' },
        note: { blocker: 'Waits for v2.' },
      },
    ];
    expect(part()).toMatchObject({ ports_in_flight: [], ports_shipped: shipped, endpoints_missing: {} });
    await run();
    expect(part()?.ports_shipped).toEqual(shipped);
    expect(notes()).toBe(`# Ours.
notes:
  # A port that arrives keeps its note.
  things.get: { blocker: Waits for v2. }
ports_shipped:
  - { operation: things.create, field: color, reference: "#8", title: Colours, merged: 2027-02-01 }
  - { operation: things.get, reference: "#7", title: Read a thing, merged: 2027-02-01 }
`);
  });

  it.each([
    ['a branch that does not exist', '[gone]', 'there is no revision "gone"', 2],
    ['a list of another shape', '[{ number: 0 }]', 'the data files have mistakes', 2],
  ])('reports %s', async (_, ports, message, exitCode) => {
    write('bad.yaml', ports);
    const result = await run('--ports', 'reports/bad.yaml');
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });

  it('requires a clean working tree if branches are compared with it', async () => {
    write('one.yaml', '[add-get]');
    repository.edit({ file: SOURCE, replace: ['    def close(self)', '    def shut(self)'] });
    const result = await run('--ports', 'reports/one.yaml');
    repository.git('checkout', '--quiet', '--', '.');
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('has uncommitted changes') });
  });

  it('does not overwrite a manifest in another format, and takes over its notes on request', async () => {
    const old = {
      endpoints_covered: { 'POST /things': { sdk: 'client.paint (PR #3)' } },
      endpoints_missing: { 'GET /nothing': { blocker: 'No.' } },
    };
    write('old.json', JSON.stringify(old));
    const refused = await run('--out', 'reports/old.json');
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(
        'is a hand-written manifest, whose format differs from that of a generated manifest',
      ),
    });
    rmSync(path());
    rmSync(notesFile());
    const carried = await run('--from-old', 'things-python=reports/old.json');
    expect(carried.stdout).toContain(
      '  claims: POST /things: client.paint (PR #3)\n  seen:   there is no paint; create sends POST /things\n',
    );
    expect(part()?.endpoints_covered['things.create']?.note).toEqual({ reference: 'PR #3' });
    expect(part()?.orphaned_notes).toEqual([{ entry: 'GET /nothing', note: { blocker: 'No.' } }]);
    rmSync(notesFile());
  });

  describe("without the client's source", () => {
    const source = () => join(repository.folder, 'things-python');
    const snapshot = () => join(repository.folder, 'clients/things-python.surface.yaml');

    beforeAll(async () => {
      repository.git('checkout', '--quiet', '--force', 'main');
      rmSync(path(), { force: true });
      note(
        '  things.get: { blocker: Waits for v2. }\n  things.create: { reference: "#1" }\n  things.paint: { text: Ask Ada. }\n',
      );
      write('three.json', JSON.stringify(PULL_REQUESTS));
      await run('--ports', 'reports/three.json', '--audited', '2027-01-31');
      renameSync(source(), `${source()}-elsewhere`);
    });
    afterAll(() => renameSync(`${source()}-elsewhere`, source()));

    it('passes --check against the snapshot, and says so', async () => {
      const result = await run('--check');
      expect(result).toMatchObject({ exitCode: 0, stdout: '' });
      expect(result.stderr).toMatch(
        /^things-python: the client's source .* compared with clients\/things-python\.surface\.yaml\nreports\/m\.json agrees with the evidence\n$/,
      );
    });

    it('fails --check for a changed byte in any line of the client, and names the entry', async () => {
      const good = text();
      const lines = good.split('\n');
      const first = lines.findIndex((line) => line.includes('"things-python": {')) + 1;
      const changed = lines.flatMap((line, index) => {
        const byte = index < first ? -1 : line.search(/[a-z0-9](?=[^a-z0-9]*$)/);
        if (byte === -1) return [];
        const other = line.slice(0, byte) + (line[byte] === '7' ? '6' : '7') + line.slice(byte + 1);
        return [{ line, name: nameOf(line), text: lines.with(index, other).join('\n') }];
      });
      expect(changed.length).toBeGreaterThan(12);
      for (const { line, name, text: bad } of changed) {
        writeFileSync(path(), bad);
        const result = await run('--check');
        expect([line, result.exitCode]).toEqual([line, 1]);
        expect(result.stdout).toMatch(/^things-python: /);
        expect(result.stdout).toContain(name);
      }
      writeFileSync(path(), good);
    });

    it('fails --check when the snapshot was changed', async () => {
      const good = readFileSync(snapshot(), 'utf8');
      writeFileSync(snapshot(), good.replace('POST', 'PUT').replace('path thing_id', 'path thing_ix'));
      const result = await run('--check');
      writeFileSync(snapshot(), good);
      expect(result).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('things-python: proof snapshot') });
    });

    it('fails --check with the reason if there is no snapshot either', async () => {
      const good = readFileSync(snapshot(), 'utf8');
      rmSync(snapshot());
      const result = await run('--check');
      writeFileSync(snapshot(), good);
      expect(result.exitCode).toBe(1);
      expect(result.stdout).toMatch(
        /things-python: cannot be checked: the client's source .* does not exist, and clients\/things-python\.surface\.yaml does not exist\n/,
      );
    });
  });

  it('fails --check if the snapshot differs from the trace', async () => {
    await run();
    const file = join(repository.folder, 'clients/things-python.surface.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('body name', 'body nome'));
    const result = await run('--check');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('clients/things-python.surface.yaml: differs from the trace');
  });

  it('reads a manifest of format 2 and moves its notes to the notes file', async () => {
    const note = { blocker: 'Waits for v2.' };
    const before = {
      ...{ format: 2, audited: null, contracts: { hash: 'a', profile: 'default' } },
      clients: {
        'things-python': {
          ...{ source: { commit: null, dirty: false }, profile: 'default', versions: [], endpoints_missing: [] },
          endpoints_covered: [
            { operation: 'things.create', request: '', methods: [], fields: [], fields_missing: [], note },
          ],
          ...{ ports_in_flight: [], ports_shipped: [], model_drift: [], orphaned_notes: [] },
        },
      },
    };
    rmSync(notesFile(), { force: true });
    writeFileSync(path(), JSON.stringify(before));
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(part()?.endpoints_covered).toMatchObject({ 'things.create': { note } });
  });
});
