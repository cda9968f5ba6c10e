import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientDescription } from '../../../src/model/driver.ts';
import { CLIENTS, DriverProcess } from './driver-process.ts';

const ACME = join(CLIENTS, 'typescript');
const ODD = { source: join(CLIENTS, 'node-odd'), construct: { call: 'Odd', args: [], kwargs: {} } };

let odd: DriverProcess;
let other: DriverProcess;
let description: ClientDescription;

beforeAll(async () => {
  odd = new DriverProcess('node');
  other = new DriverProcess('node');
  description = await odd.start({ ...ODD, construct: { ...ODD.construct, args: ['a'], kwargs: { b: 1 } } });
});

afterAll(async () => {
  await Promise.all([odd.end(), other.end()]);
});

describe('a package without declarations', () => {
  it('is described with its own and inherited methods, without private members, classes and built-in functions', () => {
    const names = description.methods.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['inherited', 'options', 'tools.twice']));
    expect(names.filter((name) => /private|fetch|Model|constructor|parts/.test(name))).toEqual([]);
  });

  it("reads parameters from a function's source text", () => {
    const any = { kind: 'any' } as const;
    const found = description.methods.find(({ name }) => name === 'options');
    const deep = { name: 'deep', required: true, type: any };
    const nested = {
      name: 'nested',
      required: false,
      default: {},
      type: { kind: 'object', class: 'object', fields: [deep] },
    };
    const options = [
      { name: 'sendAt', required: true, type: any },
      nested,
      { name: 'limit', required: false, type: any, default: 20 },
    ];
    expect(found?.parameters).toEqual([
      { name: 'first', required: true, type: any, positional: true },
      {
        name: 'options2',
        required: false,
        type: { kind: 'object', class: 'object', fields: options },
        positional: true,
      },
      { name: 'flag', required: false, type: any, default: false, positional: true },
      { name: 'ids', required: false, type: { kind: 'list', of: any }, positional: true },
    ]);
  });

  it('is constructed with its arguments, and with an object of the named arguments at the end', async () => {
    expect(await odd.value('constructed')).toEqual(['a', { b: 1 }]);
  });

  it('gets its arguments by position, up to the last one that is given', async () => {
    expect(await odd.value('options', { options2: { limit: 5, other: true } })).toEqual({
      ...{ first: null, sendAt: null, deep: null, limit: 5, rest: { other: true }, flag: false, ids: [], count: 2 },
    });
    expect(await odd.value('options', { first: 1, ids: [7, 8] })).toMatchObject({ first: 1, ids: [7, 8], count: 5 });
  });

  it('gets a text with line separators unchanged', async () => {
    expect(await odd.value('options', { first: 'a\u2028b\u2029\n' })).toMatchObject({ first: 'a\u2028b\u2029\n' });
  });

  it('gets dates and bytes as JavaScript values', async () => {
    expect(await odd.value('type', { value: { $type: 'datetime', value: '2026-01-02T03:04:05Z' } })).toMatchObject({
      type: 'Date',
    });
    expect(await odd.value('type', { value: { $type: 'bytes', base64: 'aGk=' } })).toEqual({
      type: 'Uint8Array',
      text: '104,105',
    });
  });
});

describe('the result of a call', () => {
  it('is reported with its getters, dates, bytes, lists and maps, even if it contains itself', async () => {
    const { fields, ...rest } = (await odd.value('model')) as { fields: object };
    expect(rest).toEqual({ $type: 'object', class: 'Model' });
    expect(fields).toEqual({
      ...{ id: 'm1', label: 'from a getter', nothing: null, tags: ['a'], more: { k: 1 } },
      when: { $type: 'datetime', value: '2026-01-02T03:04:05.000Z' },
      bytes: { $type: 'bytes', base64: 'aGk=' },
      big: 12,
      call: { $type: 'opaque', class: 'Function', text: 'anonymous' },
      self: { $type: 'opaque', class: 'Model', text: '[cycle]' },
      broken: '[cannot be read: Error: not now]',
    });
  });

  it('is truncated if nested too deeply', async () => {
    expect(JSON.stringify(await odd.value('deep'))).toContain('nested too deeply');
  });

  it('contains the first fifty items of an endless iterator', async () => {
    const pages = (await odd.value('pages')) as readonly object[];
    expect([pages.length, pages[0], pages[49]]).toEqual([50, { page: 1 }, { page: 50 }]);
    expect(await odd.value('few')).toEqual([1, 2]);
  });

  it("is not disturbed by the client's output", async () => {
    expect(await odd.value('print', { text: '{"id":1,"ok":null}' })).toBe('{"id":1,"ok":null}');
    await odd.printed(/("ok":null[\s\S]*){2}/);
  });

  it("does not depend on the client's stdin", async () => {
    expect(await odd.value('read')).toEqual([]);
    expect(await odd.value('few')).toEqual([1, 2]);
  });

  it('is a timeout if the call hangs, and the next call works', async () => {
    expect(await odd.call('hang', {}, 50)).toEqual({ kind: 'timed-out', afterMs: 50 });
    expect(await odd.value('few')).toEqual([1, 2]);
  });
});

describe('an error thrown by a client', () => {
  it('is reported with its attributes and its cause', async () => {
    expect(await odd.call('fail')).toEqual({
      ...{ kind: 'raised', class: 'odd.OddError', bases: [], text: 'it broke', own: true },
      attributes: {
        ...{ message: 'it broke', status: 418, code: 'teapot', retryable: true },
        cause: {
          $type: 'object',
          class: 'Error',
          fields: {
            message: 'below',
            cause: { $type: 'opaque', class: 'Object', text: 'nested too deeply', bounded: true },
          },
        },
      },
    });
  });

  it.each([
    ['failHidden', { class: 'odd.HiddenError', bases: ['odd.OddError'], own: true }],
    ['failBuiltIn', { class: 'TypeError', bases: [], own: false }],
    ['failText', { class: 'string', text: 'just text', own: false }],
  ])('is reported with its class: %s', async (method, outcome) => {
    expect(await odd.call(method)).toMatchObject({ kind: 'raised', ...outcome });
  });

  it('belongs to the call even if nobody awaits it, and the driver continues', async () => {
    expect(await odd.call('stray')).toMatchObject({ kind: 'raised', text: 'nobody awaits me' });
    expect(await odd.value('few')).toEqual([1, 2]);
  });
});

describe('a client that cannot be started', () => {
  it.each([
    ['a missing module', './needs-module.cjs#X', 'import-failed', /a-module-that-nobody-has is missing/],
    ['a missing file', './dist/index.js#Odd', 'import-failed', /dist.index\.js does not exist/],
    ['a missing package', '@nobody/has-this#X', 'import-failed', /@nobody\/has-this is not installed/],
    ['a missing export', 'Od', 'construct-failed', /has no export Od; did you mean Odd\?/],
    [
      'an export that is not a function',
      'notCallable',
      'construct-failed',
      /exports notCallable, which is not a class or function/,
    ],
  ])('is rejected because of %s', async (_title, call, code, message) => {
    const error = await other.refusal({ ...ODD, construct: { call, args: [], kwargs: {} } });
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error?.missing).toBe(call === 'Od' ? 'Od' : undefined);
  });

  it("reports the constructor's error", async () => {
    const error = await other.refusal({ ...ODD, construct: { call: 'Odd', args: ['refuse'], kwargs: {} } });
    expect(error).toMatchObject({
      code: 'construct-failed',
      message: 'Odd of odd cannot be constructed: no key',
      construction: { name: 'Odd', parameters: expect.any(Array) },
    });
  });

  it('suggests how to build the client', async () => {
    const error = await other.refusal({ ...ODD, construct: { call: './dist/x.js#Odd', args: [], kwargs: {} } });
    expect(error?.detail).toContain('npm install && npm run build');
  });
});

it('waits for the promise of a function that constructs the client', async () => {
  await other.start({ ...ODD, construct: { call: 'make', args: [], kwargs: { key: 'k' } } });
  const value = await other.value('get');
  expect(value).toEqual({ key: 'k' });
});

it('rejects another version of the protocol', async () => {
  const { error } = await other.ask({ do: 'start', protocol: 99, source: ACME });
  expect(error?.code).toBe('request-invalid');
});

it('ends when it is asked to end', async () => {
  expect(await new DriverProcess('node').end()).toBe(0);
});
