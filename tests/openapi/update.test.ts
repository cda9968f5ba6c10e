import { describe, expect, it } from 'vitest';
import { updateContractFiles } from '../../src/openapi/update-contract-files.ts';
import { openapi, readFiles, takes } from './documents.ts';

const OLD = openapi({
  '/cues/{id}/fire': {
    post: {
      tags: ['cues'],
      operationId: 'fire',
      summary: 'Fire.',
      ...takes({ at: { type: 'string' }, mode: { type: 'string', maxLength: 9 } }),
    },
  },
  '/cues': { get: { tags: ['cues'], operationId: 'list', responses: {} } },
});

async function update(files: ReadonlyMap<string, string>, document: object, options = {}) {
  const { files: changed, changelog } = updateContractFiles(files, await readFiles({ 'api.json': document }), options);
  const after = new Map([...files, ...changed.map(({ path, text }) => [path, text] as const)]);
  return {
    after,
    changed: changed.map(({ path }) => path),
    log: changelog.map(({ kind, file, what }) => `${kind} ${file} ${what}`),
  };
}

/** Contracts that were imported from a document and then edited by people. */
async function edited(): Promise<Map<string, string>> {
  const { after } = await update(new Map(), OLD);
  const text = after.get('cues/fire.yaml') ?? '';
  const mine = text
    .replace('fields:', '# Checked by hand.\nfields:')
    .replace('summary: Fire.', 'summary: Fire a cue, now or later.')
    .replace(
      'at: { in: body, schema: { type: string } }',
      'at: { in: body, schema: { type: string }, since: cueapi#618, note: Needs an offset. } # soon',
    )
    .replace('path, schema: { type: string } }', 'path, name: id, schema: { type: string } }')
    .replace('  id:', '  cue_id:');
  return new Map([...after, ['cues/fire.yaml', `${mine}behaviors:\n  - write_once: { status: 409 }\n`]]);
}

function fire(properties: object, more: object = {}): object {
  const post = { tags: ['cues'], operationId: 'fire', summary: 'Fire.', ...takes(properties), ...more };
  return openapi({
    '/cues/{cue}/fire': { post },
    '/cues': { get: { tags: ['cues'], operationId: 'list', responses: {} } },
  });
}

describe('a repeated import', () => {
  it('changes nothing if the document did not change', async () => {
    const files = await edited();
    expect(await update(files, OLD)).toMatchObject({ changed: [], log: [] });
  });

  it("applies the document's changes and keeps manual edits", async () => {
    const document = fire({ at: { type: 'string', format: 'date-time' }, key: { type: 'string' } });
    const { after, log } = await update(await edited(), document);
    expect(log).toEqual([
      'changed cues/fire.yaml field at',
      'added cues/fire.yaml field key',
      'removed cues/fire.yaml field mode',
    ]);
    expect(after.get('cues/fire.yaml')).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../schema/contract.json
      summary: Fire a cue, now or later.
      request: POST /cues/{id}/fire
      auth: none
      # Checked by hand.
      fields:
        cue_id: { in: path, name: id, schema: { type: string } }
        at: { in: body, schema: { type: string, format: date-time }, since: cueapi#618, note: Needs an offset. } # soon
        key: { in: body, schema: { type: string } }
      responses:
        200: { body: { type: object, properties: { id: { type: string } } } }
      behaviors:
        - write_once: { status: 409 }
      "
    `);
    expect((await update(after, document)).changed).toEqual([]);
  });

  it('reports parts that the document and a person changed, and keeps manual additions', async () => {
    const files = await edited();
    files.set(
      'cues/fire.yaml',
      (files.get('cues/fire.yaml') ?? '').replace('maxLength: 9', 'maxLength: 9, pattern: "^m"'),
    );
    const { after, log } = await update(
      files,
      fire({ at: { type: 'string' }, mode: { type: 'string', maxLength: 20 } }),
    );
    expect(log).toEqual(['changed cues/fire.yaml field mode']);
    expect(after.get('cues/fire.yaml')).toContain('maxLength: 20, pattern: "^m"');
  });

  it('keeps a manually edited field that the document no longer has', async () => {
    const files = await edited();
    files.set('cues/fire.yaml', (files.get('cues/fire.yaml') ?? '').replace('maxLength: 9', 'maxLength: 8'));
    const { after, log } = await update(files, fire({ at: { type: 'string' } }));
    expect(log).toEqual(['kept cues/fire.yaml field mode']);
    expect(after.get('cues/fire.yaml')).toContain('maxLength: 8');
  });

  it.each([
    ['lists an operation that the document no longer has', {}, 'request: GET /cues\n'],
    ['marks such an operation as removed if the option is set', { remove: true }, 'lifecycle: removed'],
  ])('%s', async (_, options, text) => {
    const { after, log } = await update(
      await edited(),
      openapi({
        '/cues/{id}/fire': {
          post: { summary: 'Fire.', ...takes({ at: { type: 'string' }, mode: { type: 'string', maxLength: 9 } }) },
        },
      }),
      options,
    );
    expect(log).toEqual(['removed cues/list.yaml operation']);
    expect(after.get('cues/list.yaml')).toContain(text);
    expect(after.get('cues/list.yaml')?.includes('lifecycle')).toBe(text.includes('lifecycle'));
  });

  it('does not change contracts that no import wrote', async () => {
    const files = new Map([
      ['mine/shoot.yaml', 'summary: Mine.\nrequest: POST /cues/{id}/fire\nauth: none\nresponses: {}\n'],
    ]);
    const { changed, log } = await update(files, OLD);
    expect(log).toContain('kept mine/shoot.yaml file');
    expect(changed).toEqual(['api.yaml', 'cues/list.yaml', 'openapi.lock.json']);
  });
});

function about(
  kind: string,
  { member = kind, header = 'X-Key', paths = {} }: { member?: string; header?: string; paths?: object } = {},
): object {
  const item = { $ref: '#/components/schemas/Item' };
  const responses = { 200: { description: 'ok', content: { 'application/json': { schema: item } } } };
  const components = {
    schemas: { Item: { type: 'object', properties: { [member]: { type: 'string' }, above: item } } },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: header } },
  };
  const own = { [`/${kind}`]: { get: { responses } }, [`/${kind}/{id}`]: { get: { responses } } };
  return openapi({ ...own, ...paths }, { info: { title: kind, version: '1' }, components, security: [{ key: [] }] });
}

describe('a second document', () => {
  it('does not change the contracts of the first document', async () => {
    const { after: first } = await update(new Map(), about('notes'));
    const { after, log } = await update(first, about('users', { header: 'X-User-Key' }));
    const changed = [...first].filter(([path, text]) => path !== 'api.yaml' && after.get(path) !== text);
    expect(changed).toEqual([]);
    expect(log.filter((line) => !line.startsWith('added'))).toEqual([]);
  });

  it('gets new names for shared schemas and credentials whose names the first document uses too', async () => {
    const { after: first } = await update(new Map(), about('notes'));
    const { after } = await update(first, about('users', { header: 'X-User-Key' }));
    expect(after.get('schemas/item.yaml')).toContain('notes: { type: string }');
    expect(after.get('schemas/users-item.yaml')).toContain('users: { type: string }');
    expect(after.get('schemas/users-item.yaml')).toContain('$ref: users-item.yaml');
    expect(after.get('users/list.yaml')).toContain('../schemas/users-item.yaml');
    expect(after.get('users/list.yaml')).toContain('auth: users_key');
    expect(after.get('api.yaml')).toContain('users_key: { headers: { X-User-Key: "${secret}" } }');
    expect(after.get('api.yaml')).toContain('key: { headers: { X-Key: "${secret}" } }');
  });

  it('is recognised in a later import, and so is the first document', async () => {
    const { after: first } = await update(new Map(), about('notes'));
    const { after: both } = await update(first, about('users', { header: 'X-User-Key' }));
    expect((await update(both, about('notes'))).changed).toEqual([]);
    expect((await update(both, about('users', { header: 'X-User-Key' }))).changed).toEqual([]);
    const { changed } = await update(both, about('users', { member: 'name', header: 'X-User-Key' }));
    expect(changed).toEqual(['openapi.users.lock.json', 'schemas/users-item.yaml']);
  });

  it('does not replace a contract if both documents have the same request', async () => {
    const health = (summary: string) => ({ '/health': { get: { summary, responses: {} } } });
    const { after: first } = await update(new Map(), about('notes', { paths: health('first') }));
    const { after, log } = await update(first, about('users', { paths: health('second') }));
    expect(log).toContain('kept health/list.yaml operation');
    expect(after.get('health/list.yaml')).toContain('summary: first');
  });

  it('is a new version of the first document if most routes are the same', async () => {
    const { after: first } = await update(new Map(), about('notes'));
    const { log } = await update(
      first,
      about('notes', { member: 'text', paths: { '/tags': { get: { responses: {} } } } }),
    );
    expect(log).toContain('added schemas/item.yaml property text');
    expect(log.some((line) => line.includes('lock.json'))).toBe(false);
  });
});
