import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Callable, callMethod } from '../../../../src/clients/drivers/node/call-method.ts';
import { describeClient, describeReturned } from '../../../../src/clients/drivers/node/describe-client.ts';
import { encodeValue } from '../../../../src/clients/drivers/node/encode-value.ts';
import { type Declarations, readDeclarations } from '../../../../src/clients/drivers/node/read-declarations.ts';
import type { DriverValue } from '../../../../src/model/driver.ts';

const DECLARED = `
type Json = string | { [key: string]: Json } | Json[];
interface Thread { update(params: { title: string }): Promise<void>; again(): Thread; readonly id: string }
export declare class Client {
  thread(params: { id: string }): Thread;
  later(): Promise<Thread>;
  self(): Client;
  box(id: string): { part(name: string): { get(): Promise<void> } };
  either(names: Set<string>, counts: Map<string, number>, done: (error: Error | null, id?: string) => void): void;
  many(kind: string, ...ids: string[]): Promise<void>;
  plain(id: string, options?: { signal?: AbortSignal }): Promise<void>;
  table: { [method: string]: any };
  send(value: Json): Promise<void>;
}
`;

let folder: string;
let declarations: Declarations;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-factory-'));
  await writeFile(join(folder, 'index.d.ts'), DECLARED);
  const read = await readDeclarations(join(folder, 'index.d.ts'), 'Client', { folder });
  if (read === null) throw new Error('the client is declared');
  declarations = read;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('finds the methods of the object that a factory returns', () => {
  expect([...declarations.returned(['thread']).keys()]).toEqual(['update', 'again']);
});

it.each(['later', 'self', 'send'])('does not treat a promise or the client itself as a factory: %s', (name) => {
  expect(declarations.returned([name]).size).toBe(0);
});

it('ends recursion at a recursive type', () => {
  const declared = declarations.method(['send']);
  expect(declared).toMatchObject({ kind: 'method', description: { parameters: [{ name: 'value' }] } });
});

it('calls a method through its factory, with the arguments of the factory and the method', () => {
  const client = {
    thread: ({ id }: { id: string }) => ({ update: ({ title }: { title: string }) => `${id} is ${title}` }),
  };
  const declared = declarations.method(['thread']);
  if (declared.kind !== 'method') throw new Error('it is declared');
  const { parameters } = declared.description;
  const callable = { name: 'thread', receiver: client, call: client.thread, parameters, shape: declared.shape };
  const description = { ...declared.description, name: 'thread' };
  const [update] = describeReturned({ callable, description }, declarations.returned(['thread']));
  expect(update?.description.name).toBe('thread().update');
  expect(update?.callable.shape.order).toEqual(['thread:params', 'params']);
  expect(update?.callable.call({ id: 't1' }, { title: 'new' })).toBe('t1 is new');
});

const SOURCE = `
export class Client {
  thread(params) { return { update: async ({ title }) => params.id + ' is ' + title, again: () => this.thread(params) }; }
  async send(value) { return value; }
}
`;

/** Returns the names of the described methods, and the started client. */
async function startIn(described: { readonly described?: true }) {
  await writeFile(join(folder, 'package.json'), '{ "name": "acme", "type": "module", "exports": "./index.js" }');
  await writeFile(join(folder, 'index.js'), SOURCE);
  const told: string[] = [];
  const construct = { call: 'Client', args: [], kwargs: {} };
  const none = { command: [], functions: [], ignore: [], table: null };
  const start = { do: 'start', protocol: 2, source: folder, construct, ...none, ...described } as const;
  const started = await describeClient(start, async ({ name }) => void told.push(name));
  return { told, started };
}

it('sends the description of every method', async () => {
  const { told } = await startIn({});
  expect(told).toEqual(['send', 'thread', 'thread().update', 'thread().again']);
});

it.each(['send', 'thread().update'])('does not send known descriptions again, and can still call %s', async (name) => {
  const { told, started } = await startIn({ described: true });
  expect(told).toEqual([]);
  expect((await started.callable(name))?.parameters).not.toEqual([]);
  expect(await started.callable('thread().remove')).toBeNull();
});

it('calls a method through several factories', () => {
  const client = { box: (id: string) => ({ part: (name: string) => ({ get: () => `${name} of ${id}` }) }) };
  const returned = describeReturned(describedAt('box', client, client.box), declarations.returned(['box']));
  expect(returned.map(({ description }) => description.name)).toEqual(['box().part', 'box().part().get']);
  expect(returned[1]?.callable.shape.order).toEqual(['part:box:id', 'part:name']);
  expect(returned[1]?.callable.call('b1', 'p1')).toBe('p1 of b1');
});

it('passes sets, maps and a callback, and reports the arguments of the callback as the result', async () => {
  const either = (names: unknown, counts: unknown, done: (...told: readonly unknown[]) => void) => {
    setTimeout(() => done(null, { names, counts }), 1);
  };
  const { callable } = describedAt('either', undefined, either);
  const given = { names: ['a', 'b'], counts: { k: 2 } };
  expect(await called(callable, given)).toEqual({ kind: 'returned', value: { names: ['a', 'b'], counts: { k: 2 } } });
  const kinds = (names: unknown, counts: unknown, done: (...told: readonly unknown[]) => void) =>
    done(names instanceof Set, counts instanceof Map);
  expect(await called({ ...callable, call: kinds }, given)).toEqual({ kind: 'returned', value: [true, true] });
});

it('raises the error that is passed to a callback', async () => {
  const failing = (...args: readonly unknown[]) => (args[2] as CallableFunction)(new RangeError('no')); // the function
  const { callable } = describedAt('either', undefined, failing);
  expect(await called(callable, {})).toMatchObject({ kind: 'raised', class: 'RangeError', text: 'no' });
});

it('marks a rest parameter, and leaves out an object if none of its members can be given', () => {
  const parametersAt = (name: string) => describedAt(name, undefined, () => undefined).description.parameters;
  expect(parametersAt('many').map(({ declared }) => declared)).toEqual(['string', '...string[]']);
  expect(parametersAt('plain').map(({ name }) => name)).toEqual(['id']);
});

it('does not describe a method that only an index signature declares', () => {
  expect(declarations.method(['table', 'send'])).toEqual({ kind: 'unknown' });
});

it('reports an object with only private members by its JSON, or else as an object without public members', () => {
  class Thing {
    #id = 't1';
    toJSON = undefined;
    read() {
      return this.#id;
    }
  }
  class Shown {
    #id = 't1';
    toJSON() {
      return { id: this.#id };
    }
  }
  const thing = new Thing();
  Reflect.deleteProperty(thing, 'toJSON');
  expect(encodeValue(thing, () => 'Thing')).toMatchObject({ $type: 'opaque', class: 'Thing' });
  expect(encodeValue(new Shown(), () => 'Shown')).toEqual({ id: 't1' });
});

function describedAt(name: string, receiver: object | undefined, call: CallableFunction) {
  const declared = declarations.method([name]);
  if (declared.kind !== 'method') throw new Error('it is declared');
  const { description, shape } = declared;
  return {
    callable: { name, receiver, call, parameters: description.parameters, shape },
    description: { ...description, name },
  };
}

function called(callable: Callable, given: { readonly [name: string]: DriverValue }) {
  const names = {
    name: () => 'Object',
    errorName: ({ name }: CallableFunction) => name,
    bases: () => [],
    isOwn: () => false,
    errors: [],
  };
  const waits = { endless: new Promise<never>(() => undefined), recorded: [], end: () => undefined };
  return callMethod(callable, given, { timeoutMs: 5000, names, stray: new Promise<never>(() => undefined), waits });
}
