import { expect, it } from 'vitest';
import { callMethod } from '../../../../src/clients/drivers/node/call-method.ts';
import { parseConstruction, parseFunction } from '../../../../src/clients/drivers/node/parse-function.ts';

const NAMES = { name: () => 'Object', errorName: () => 'Error', bases: () => [], isOwn: () => false, errors: [] };
const NEVER = new Promise<never>(() => {});

async function called(call: CallableFunction, given: { readonly [name: string]: string }): Promise<unknown> {
  const { parameters, rest, open } = await parseFunction(call);
  const shape = { order: parameters.map(({ name }) => name), rest, ...(open !== undefined && { open }) };
  const caller = {
    timeoutMs: 5000,
    names: NAMES,
    stray: NEVER,
    waits: { recorded: [], endless: NEVER, end: () => undefined },
  };
  return callMethod({ name: 'update', receiver: undefined, call, parameters, shape }, given, caller);
}

it('finds the members and the rest of a destructured object', async () => {
  const parsed = await parseFunction((id: string, { note, ...more }: { note: string }) => [id, note, more]);
  expect(parsed).toMatchObject({ open: 'options2', rest: false });
  expect(parsed.parameters[1]?.type).toMatchObject({ kind: 'object', fields: [{ name: 'note' }] });
});

it('finds no open object if the destructured object has no rest', async () => {
  expect((await parseFunction(({ note }: { note: string }) => note)).open).toBeUndefined();
});

it('passes further names as members of a destructured object with a rest', async () => {
  const update = (id: string, { ...more }: object) => ({ id, ...more });
  const outcome = await called(update, { id: 'a', color: 'red', size: 'l' });
  expect(outcome).toMatchObject({ kind: 'returned', value: { id: 'a', color: 'red', size: 'l' } });
});

it('rejects a name that is not a parameter if no destructured object has a rest', async () => {
  await expect(called((id: string) => id, { id: 'a', color: 'red' })).rejects.toThrow(/no parameter color/);
});

it('finds the parameters of a constructor, even if a method comes before the constructor', async () => {
  class Client {
    get = (id: string) => id;
    list(limit: number): number {
      return limit;
    }
    constructor(key: string, { url }: { url: string }) {
      this.get(key + url);
    }
  }
  const parameters = await parseConstruction(Client as unknown as CallableFunction);
  expect(parameters?.map(({ name }) => name)).toEqual(['key', 'options2']);
  expect(parameters?.[1]?.type).toMatchObject({ kind: 'object', fields: [{ name: 'url' }] });
});

it('does not guess the parameters of an inherited constructor', async () => {
  class Own {}
  class Inherits extends Map {}
  expect(await parseConstruction(Own as unknown as CallableFunction)).toEqual([]);
  expect(await parseConstruction(Inherits as unknown as CallableFunction)).toBeNull();
  const made = await parseConstruction((key: string) => key);
  expect(made?.map(({ name }) => name)).toEqual(['key']);
});
