import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeClient, describeReturned } from '../../../../src/clients/drivers/node/describe-client.ts';
import { type Declarations, readDeclarations } from '../../../../src/clients/drivers/node/read-declarations.ts';

const DECLARED = `
type Json = string | { [key: string]: Json } | Json[];
interface Thread { update(params: { title: string }): Promise<void>; again(): Thread; readonly id: string }
export declare class Client {
  thread(params: { id: string }): Thread;
  later(): Promise<Thread>;
  self(): Client;
  send(value: Json): Promise<void>;
}
`;

let folder: string;
let declarations: Declarations;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-factory-'));
  await writeFile(join(folder, 'index.d.ts'), DECLARED);
  const read = await readDeclarations(join(folder, 'index.d.ts'), 'Client', folder);
  if (read === null) throw new Error('the client is declared');
  declarations = read;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("finds the methods of a factory's result", () => {
  expect([...declarations.returned(['thread']).keys()]).toEqual(['update', 'again']);
});

it.each(['later', 'self', 'send'])('does not treat a promise or the client itself as a factory: %s', (name) => {
  expect(declarations.returned([name]).size).toBe(0);
});

it('ends recursion at a recursive type', () => {
  const declared = declarations.method(['send']);
  expect(declared).toMatchObject({ kind: 'method', description: { parameters: [{ name: 'value' }] } });
});

it('calls a method through its factory, with the arguments of both', () => {
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

/** The names of the methods that a started client sends, and the client. */
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

it.each(['send', 'thread().update'])('sends no description that is known already, and still calls %s', async (name) => {
  const { told, started } = await startIn({ described: true });
  expect(told).toEqual([]);
  expect((await started.callable(name))?.parameters).not.toEqual([]);
  expect(await started.callable('thread().remove')).toBeNull();
});
