import { randomBytes } from 'node:crypto';
import { listen, type RunningServer } from '../http/listen.ts';
import { json } from '../http/message.ts';
import { answerOrders, type Shop, type ShopDefect } from './orders.ts';
import { shopDocument } from './shop-document.ts';

export interface ShopServer extends RunningServer {
  /** The API key is valid until the server ends. */
  readonly key: string;
}

/** Starts the server of the tutorial on loopback. It has one API key and keeps the orders in memory. */
export async function startShop(port: number, defects: ReadonlySet<ShopDefect>): Promise<ShopServer> {
  const shop: Shop = { key: `shop_${randomBytes(16).toString('hex')}`, defects, orders: new Map(), placed: new Map() };
  const server = await listen(port, async (request) =>
    request.method === 'GET' && request.path === '/openapi.json'
      ? json(200, shopDocument)
      : answerOrders(shop, request),
  );
  return { ...server, key: shop.key };
}
