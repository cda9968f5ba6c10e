import { randomBytes } from 'node:crypto';
import { empty, headerOf, json, type SandboxReply, type SandboxRequest } from '../http/message.ts';
import { isObject } from '../validate/containers.ts';

export const SHOP_DEFECTS = {
  'key-ignored': 'the idempotency key has no effect: the same request places a second order',
  'note-lost': 'a note is accepted but not stored',
  'limit-unchecked': 'a quantity over 100 is accepted',
} as const;

export type ShopDefect = keyof typeof SHOP_DEFECTS;

export interface Shop {
  readonly key: string;
  readonly defects: ReadonlySet<ShopDefect>;
  readonly orders: Map<string, Order>;
  /** The key is an idempotency key. The value is the sent body and the created order. */
  readonly placed: Map<string, { readonly body: string; readonly order: Order }>;
}

interface Order {
  readonly id: string;
  readonly item: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly created_at: string;
}

/** The order of the checks is: route, method, API key, input. */
export function answerOrders(shop: Shop, request: SandboxRequest): SandboxReply {
  const [, root = '', id, ...more] = request.path.split('/');
  if (root !== 'orders' || id === '' || more.length > 0)
    return refusal(404, 'route_not_found', 'There is no such route');
  const handlers = id === undefined ? collection(shop, request) : single(shop, request, id);
  const handler = handlers[request.method];
  if (handler === undefined) {
    const allow = Object.keys(handlers).join(', ');
    return { ...refusal(405, 'method_not_allowed', `Allowed: ${allow}`), headers: { Allow: allow } };
  }
  if (headerOf(request, 'authorization') !== `Bearer ${shop.key}`)
    return refusal(401, 'key_invalid', 'The key is missing or wrong');
  return handler();
}

type Handlers = { readonly [method: string]: () => SandboxReply };

function collection(shop: Shop, request: SandboxRequest): Handlers {
  return { GET: () => list(shop, request), POST: () => place(shop, request) };
}

function single(shop: Shop, request: SandboxRequest, id: string): Handlers {
  const found = (handle: (order: Order) => SandboxReply) => () => {
    const order = shop.orders.get(id);
    return order === undefined ? refusal(404, 'order_not_found', `There is no order ${id}`) : handle(order);
  };
  return {
    GET: found((order) => json(200, order)),
    PATCH: found((order) => change(shop, request, order)),
    DELETE: found(() => {
      shop.orders.delete(id);
      return empty(204);
    }),
  };
}

/** Returns the orders, newest last. */
function list({ orders }: Shop, { query }: SandboxRequest): SandboxReply {
  const [limit, offset] = [wholeNumber(query.limit ?? '20'), wholeNumber(query.offset ?? '0')];
  if (limit === null || limit < 1 || limit > 100) return invalid('limit must be a whole number from 1 to 100');
  if (offset === null) return invalid('offset must be a whole number, 0 or more');
  const all = [...orders.values()];
  return json(200, { orders: all.slice(offset, offset + limit), total: all.length });
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** A repeated idempotency key returns the first order if the body is the same. */
function place(shop: Shop, request: SandboxRequest): SandboxReply {
  const read = readOrder(shop, request, { isNew: true });
  if ('status' in read) return read;
  const key = headerOf(request, 'idempotency-key');
  const earlier = key === undefined || shop.defects.has('key-ignored') ? undefined : shop.placed.get(key);
  const body = JSON.stringify(read);
  if (earlier !== undefined)
    return earlier.body === body
      ? json(201, earlier.order)
      : refusal(409, 'key_reused', 'This idempotency key was used for another order');
  const { item = '', quantity = 1, note = null } = read;
  const id = `ord_${randomBytes(6).toString('hex')}`;
  const order: Order = { id, item, quantity, note, created_at: new Date().toISOString() };
  shop.orders.set(id, order);
  if (key !== undefined) shop.placed.set(key, { body, order });
  return json(201, order);
}

function change(shop: Shop, request: SandboxRequest, order: Order): SandboxReply {
  const read = readOrder(shop, request, { isNew: false });
  if ('status' in read) return read;
  const changed = { ...order, ...read };
  shop.orders.set(order.id, changed);
  return json(200, changed);
}

type Draft = Partial<Pick<Order, 'item' | 'quantity' | 'note'>>;

/** Returns the members of the body, or the response that rejects the body. */
function readOrder(
  shop: Shop,
  { body, headers, isBodyTooLarge }: SandboxRequest,
  { isNew }: { readonly isNew: boolean },
): Draft | SandboxReply {
  if (isBodyTooLarge) return refusal(413, 'body_too_large', 'The body must be at most 1 MB');
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return refusal(415, 'not_json', 'Content-Type must be application/json');
  const sent = parse(body);
  if (!isObject(sent)) return invalid('the body must be a JSON object');
  const unknown = Object.keys(sent).find((name) => !MEMBERS.has(name) || (!isNew && name === 'item'));
  if (unknown !== undefined) return invalid(`${unknown} cannot be set on an order`);
  const { item, quantity, note } = sent;
  if (item === undefined ? isNew : !isText(item, 80) || item === '')
    return invalid('item must be text of 1 to 80 characters');
  if (quantity !== undefined && !isQuantity(quantity, shop))
    return invalid('quantity must be a whole number from 1 to 100');
  if (note !== undefined && note !== null && !isText(note, 500))
    return invalid('note must be text of at most 500 characters, or null');
  const read = { item, quantity, note: shop.defects.has('note-lost') ? undefined : note };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

const MEMBERS: ReadonlySet<string> = new Set(['item', 'quantity', 'note']);

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && [...value].length <= longest && !value.includes('\0');
}

function isQuantity(value: unknown, { defects }: Shop): value is number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) return false;
  return value <= 100 || (defects.has('limit-unchecked') && value <= 2 ** 31);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function invalid(message: string): SandboxReply {
  return refusal(422, 'invalid', message);
}

function refusal(status: number, code: string, message: string): SandboxReply {
  return json(status, { error: { code, message } });
}
