import { expect, it } from 'vitest';
import { walkClient } from '../../../../src/clients/drivers/node/walk-client.ts';

class Resource {
  readonly next: object;
  constructor(next: object) {
    this.next = next;
  }
  list() {
    return [];
  }
}

const nested = (depth: number): object => (depth === 0 ? { end: () => undefined } : new Resource(nested(depth - 1)));

it('follows declared objects to any depth that real clients have, and other objects to a depth of four', () => {
  const names = (declared: (path: readonly string[]) => readonly string[]) =>
    walkClient(nested(8), declared).methods.map(({ name }) => name.split('.').length);
  expect(Math.max(...names(() => []))).toBe(5);
  expect(Math.max(...names(() => ['list', 'next', 'end']))).toBe(9);
});

it('ends at an object that contains itself', () => {
  const client: Record<string, unknown> = { send: () => undefined };
  client.self = new Resource(client);
  const { methods, aliases } = walkClient(client, () => ['send', 'self', 'next']);
  expect(methods.map(({ name }) => name)).toEqual(['self.list', 'send']);
  expect(aliases).toEqual({});
});

class Orders {
  parent: object | null = null;
  get(): string {
    return 'an order';
  }
}

class Client {
  readonly orders = new Orders();
  readonly sales = this.orders;
  constructor() {
    this.orders.parent = this;
  }
}

it('reports the methods of an object once, and further paths of the object as aliases', () => {
  const { methods, aliases } = walkClient(new Client());
  expect(methods.map(({ name }) => name)).toEqual(['orders.get']);
  expect(aliases).toEqual({ sales: 'orders' });
});

class NotPaidError extends Error {}

it('finds the functions of a plain object that also contains classes and constants', () => {
  const webhooks = { DEFAULT_TOLERANCE: 300, parse: () => undefined, signature: { verify: () => true } };
  const errors = { NotPaidError, fromResponse: () => new NotPaidError() };
  const { methods } = walkClient({ webhooks, errors });
  expect(methods.map(({ name }) => name)).toEqual([
    'errors.fromResponse',
    'webhooks.parse',
    'webhooks.signature.verify',
  ]);
});

it('marks a declared function of an object that may be a set of options, and omits an undeclared function', () => {
  const client = { settings: { timeout: 3, onRetry: () => undefined } };
  const declared = (path: readonly string[]) => (path.join('.') === 'settings' ? ['timeout', 'onRetry'] : []);
  expect(walkClient(client, declared).methods).toMatchObject([{ name: 'settings.onRetry', mayBeOption: true }]);
  expect(walkClient(client).methods).toEqual([]);
});
