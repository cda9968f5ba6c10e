import { afterEach, describe, expect, it } from 'vitest';
import type { ShopDefect } from '../../../src/sandbox/shop/orders.ts';
import { type ShopServer, startShop } from '../../../src/sandbox/shop/start-shop.ts';

let running: ShopServer | undefined;
afterEach(() => running?.close());

async function shop(...defects: readonly ShopDefect[]) {
  const server = await startShop(0, new Set(defects));
  running = server;
  return async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(server.origin + path, {
      method,
      headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
}

describe('the shop', () => {
  it('creates, updates, lists and cancels an order', async () => {
    const send = await shop();
    const placed = await send('POST', '/orders', { item: 'tea' });
    expect(placed).toMatchObject({ status: 201, body: { item: 'tea', quantity: 1, note: null } });
    const path = `/orders/${placed.body.id}`;
    expect(await send('PATCH', path, { note: 'hot' })).toMatchObject({ status: 200, body: { note: 'hot' } });
    expect(await send('GET', '/orders?limit=1')).toMatchObject({ status: 200, body: { total: 1 } });
    expect(await send('DELETE', path)).toEqual({ status: 204, body: null });
    expect(await send('GET', path)).toMatchObject({ status: 404, body: { error: { code: 'order_not_found' } } });
  });

  it.each([
    ['without a key', 'GET', '/orders', undefined, { Authorization: '' }, 401],
    ['for an unknown route', 'GET', '/carts', undefined, {}, 404],
    ['with a method that the route does not have', 'PUT', '/orders', undefined, {}, 405],
    ['without an item', 'POST', '/orders', {}, {}, 422],
    ['with a quantity that is too large', 'POST', '/orders', { item: 'tea', quantity: 101 }, {}, 422],
    ['with an unknown member', 'POST', '/orders', { item: 'tea', price: 1 }, {}, 422],
    ['with another content type', 'POST', '/orders', { item: 'tea' }, { 'Content-Type': 'text/plain' }, 415],
    ['for a page that is too long', 'GET', '/orders?limit=101', undefined, {}, 422],
  ] as const)('rejects a request %s', async (_title, method, path, body, headers, status) => {
    const send = await shop();
    expect((await send(method, path, body, headers)).status).toBe(status);
  });

  it('returns the same order for the same idempotency key, and rejects another body', async () => {
    const send = await shop();
    const key = { 'Idempotency-Key': 'k1' };
    const first = await send('POST', '/orders', { item: 'tea' }, key);
    expect(await send('POST', '/orders', { item: 'tea' }, key)).toEqual(first);
    expect((await send('POST', '/orders', { item: 'milk' }, key)).status).toBe(409);
  });

  it('has the bug of a defect that is switched on', async () => {
    const send = await shop('key-ignored', 'note-lost', 'limit-unchecked');
    const key = { 'Idempotency-Key': 'k1' };
    const order = { item: 'tea', quantity: 101, note: 'hot' };
    const first = await send('POST', '/orders', order, key);
    expect(first).toMatchObject({ status: 201, body: { quantity: 101, note: null } });
    expect((await send('POST', '/orders', order, key)).body.id).not.toBe(first.body.id);
  });
});
