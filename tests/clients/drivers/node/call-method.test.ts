import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { callMethod } from '../../../../src/clients/drivers/node/call-method.ts';
import { watchRequests } from '../../../../src/clients/drivers/node/open-requests.ts';

const NAMES = {
  name: ({ name }: CallableFunction) => name,
  ...{ errorName: () => 'Error', bases: () => [], isOwn: () => false, errors: [] },
};
const NEVER = new Promise<never>(() => {});

function called(call: CallableFunction) {
  const callable = { name: 'list', receiver: undefined, call, parameters: [], shape: { order: [], rest: false } };
  const waits = { recorded: [], endless: NEVER, end: () => undefined };
  return callMethod(callable, {}, { timeoutMs: 5000, names: NAMES, stray: NEVER, waits });
}

it('waits for a request that a method sends after it has returned', async () => {
  watchRequests();
  let answered = 0;
  const server = createServer((_request, response) => {
    setTimeout(() => {
      answered += 1;
      response.end('{}');
    }, 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // safe cast: `address()` returns an object for a TCP server
  const start = () => {
    setTimeout(() => void fetch(url).then((response) => response.text()), 0);
    return { on: () => undefined };
  };
  await called(start);
  expect(answered).toBe(1);
  server.close();
});

class Page {
  readonly data = ['a', 'b'];
  readonly total = 3;
  readonly #rest: readonly string[];
  constructor(rest: readonly string[]) {
    this.#rest = rest;
  }
  async *[Symbol.asyncIterator]() {
    yield* this.data;
    yield* this.#rest;
  }
}

it.each([
  ['members of a page', [], {}],
  ['items that only its iterator gives', ['c'], { _items: ['a', 'b', 'c'] }],
])('reports the %s', async (_title, rest, more) => {
  const outcome = await called(async () => new Page(rest));
  const fields = { data: ['a', 'b'], total: 3, ...more };
  expect(outcome).toEqual({ kind: 'returned', value: { $type: 'object', class: 'Page', fields } });
});

it('reports the items of a generator', async () => {
  const items = async function* () {
    yield 'a';
    yield 'b';
  };
  expect(await called(() => items())).toEqual({ kind: 'returned', value: ['a', 'b'] });
});
