import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDeclarations } from '../../../../src/clients/drivers/node/read-declarations.ts';
import type { Parameter } from '../../../../src/model/driver.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/clients/node-declared');
const declarations = await readDeclarations(join(FOLDER, 'index.d.ts'), 'default', { folder: FOLDER });

const ANY = { kind: 'any' };
const AGENT = {
  kind: 'object',
  class: 'Agent',
  fields: [{ name: 'id' }, { name: 'parent', type: ANY }, { name: 'seen', type: { kind: 'datetime' } }],
};

it.each<[string, object]>([
  ['literal', { kind: 'literal', values: ['a', 'b'] }],
  ['color', { kind: 'literal', values: ['blue', 'red'] }],
  ['open', { kind: 'union', of: [{ kind: 'literal', values: ['x'] }, { kind: 'string' }] }],
  ['bytes', { kind: 'bytes' }],
  ['either', { kind: 'union', of: [{ kind: 'string' }, { kind: 'bytes' }] }],
  ['pair', { kind: 'list', of: { kind: 'union', of: [{ kind: 'string' }, { kind: 'number' }] } }],
  ['some', { kind: 'object', fields: [{ name: 'id', required: false }] }],
  ['record', { kind: 'map', of: { kind: 'number' } }],
  ['known', { kind: 'object', fields: [{ name: 'a', type: { kind: 'boolean' } }] }],
  ['flag', { kind: 'union', of: [{ kind: 'literal', values: ['auto'] }, { kind: 'boolean' }] }],
  ['tags', { kind: 'list', of: { kind: 'string' } }],
  ['agents', { kind: 'list', of: AGENT }],
  ['anything', ANY],
  ['big', { kind: 'integer' }],
])('reports what the type of %s accepts', (name, type) => {
  expect(optionsOf().find((field) => field.name === name)).toMatchObject({ required: true, type });
});

it('treats a member whose type allows undefined as optional', () => {
  expect(optionsOf().find(({ name }) => name === 'maybe')).toMatchObject({ required: false, type: { kind: 'string' } });
});

it('leaves out values that cannot be created: signals, sockets, functions, and absent members', () => {
  const names = optionsOf().map(({ name }) => name);
  expect(names.filter((name) => /signal|socket|fetch|onDone|never/.test(name))).toEqual([]);
});

it('follows nested objects four deep', () => {
  let [found] = optionsOf().filter(({ name }) => name === 'deep');
  const path: string[] = [];
  while (found !== undefined) {
    path.push(found.name);
    found = found.type.kind === 'object' ? found.type.fields[0] : undefined;
  }
  expect(path).toEqual(['deep', 'a', 'b', 'c']);
});

it('keeps the position of a callback that it does not report', () => {
  expect(methodAt('skip')).toMatchObject({
    shape: { order: ['callback', 'last'], rest: false },
    description: { parameters: [{ name: 'last', type: { kind: 'string' } }], async: true },
  });
});

it('uses the overload with the most parameters, and reports the others', () => {
  const { parameters, overloads } = methodAt('wide').description;
  expect(parameters.map(({ name }) => name)).toEqual(['id', 'limit']);
  expect(overloads?.map((each) => each.map(({ name }) => name))).toEqual([['id']]);
});

it('follows an export without a file extension in a package of ES modules', async () => {
  const found = await readDeclarations(join(FOLDER, 'reexport.d.mts'), 'default', { folder: FOLDER });
  expect(found?.method(['wide'])).toMatchObject({ kind: 'method' });
});

it('unwraps promises and iterators', () => {
  expect(methodAt('resource', 'get').description).toMatchObject({ async: true, returns: AGENT });
  const pages = methodAt('pages');
  expect(pages.description).toMatchObject({ async: true, returns: { kind: 'list', of: AGENT } });
  expect(pages.shape).toEqual({ order: ['ids'], rest: true });
});

it('reads a method that is stored as a member', () => {
  expect(methodAt('held').description).toMatchObject({ parameters: [{ name: 'limit' }], returns: { kind: 'string' } });
});

it.each([
  [['secret']],
  [['nothing']],
  [['resource', 'nothing']],
])('hides %j, which is not meant for callers', (path) => {
  expect(declarations?.method(path)).toEqual({ kind: 'hidden' });
});

it('returns null for an export that is not declared', async () => {
  expect(await readDeclarations(join(FOLDER, 'index.d.ts'), 'Nobody', { folder: FOLDER })).toBeNull();
});

function methodAt(...path: string[]) {
  const found = declarations?.method(path);
  if (found?.kind !== 'method') throw new Error(`${path.join('.')} is ${found?.kind}`);
  return found;
}

function optionsOf(): readonly Parameter[] {
  const type = methodAt('take').description.parameters[0]?.type;
  if (type?.kind !== 'object') throw new Error('options are no object');
  return type.fields;
}

it('reports that it is busy while it reads', async () => {
  const said = new Set<string>();
  const busy = (what: string) => void said.add(what);
  await readDeclarations(join(FOLDER, 'index.d.ts'), 'default', { folder: FOLDER, busy });
  expect([...said]).toEqual(['reading type declarations']);
});
