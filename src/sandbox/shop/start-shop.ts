import { randomBytes } from 'node:crypto';
import { listen, type RunningServer } from '../http/listen.ts';
import { json } from '../http/message.ts';
import { answerOrders, type Shop, type ShopDefect } from './orders.ts';
import { shopDocument } from './shop-document.ts';

export interface ShopServer extends RunningServer {
  /** The API key. It is valid for this process only. */
  readonly key: string;
}

/** Starts the tutorial's server on loopback: orders in memory, one key, and `/openapi.json`. */
export async function startShop(port: number, defects: ReadonlySet<ShopDefect>): Promise<ShopServer> {
  const shop: Shop = { key: `shop_${randomBytes(16).toString('hex')}`, defects, orders: new Map(), placed: new Map() };
  const server = await listen(port, async (request) =>
    request.method === 'GET' && request.path === '/openapi.json'
      ? json(200, shopDocument)
      : answerOrders(shop, request),
  );
  return { ...server, key: shop.key };
}
