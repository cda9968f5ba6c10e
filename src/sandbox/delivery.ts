import { errorMessage } from '../lib/error-text.ts';
import { isLoopbackUrl } from './callback-url.ts';
import { MINUTE } from './clock.ts';
import type { World } from './world.ts';

interface Delivery {
  readonly url: string;
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** This body is not sent if the method is GET. */
  readonly body: string;
  readonly timeoutMs?: number;
}

interface DeliveryResult {
  readonly ok: boolean;
  readonly status: number | null;
  readonly error: string | null;
}

const LONGEST_WAIT_MS = 5000;
const REMEMBERED = 200;

/** Sends requests only to receivers on loopback. For any other receiver, the result is simulated. */
export async function deliver(world: World, delivery: Delivery): Promise<DeliveryResult> {
  const simulated = !isLoopbackUrl(delivery.url);
  const result = simulated ? pretend(delivery.url) : await send(delivery);
  const { status, error } = result;
  world.state.deliveries.push({ url: delivery.url, status, error, simulated, at: world.clock.now() });
  if (world.state.deliveries.length > REMEMBERED) world.state.deliveries.shift();
  return result;
}

/** Returns the delay in milliseconds before the next attempt. After the last entry of `minutes`, the delay stays the same. */
export function backoff(attempts: number, minutes: readonly number[]): number {
  return (minutes[Math.min(attempts, minutes.length) - 1] ?? 1) * MINUTE;
}

function pretend(url: string): DeliveryResult {
  const isFailing = URL.canParse(url) && new URL(url).hostname.startsWith('fail.');
  return isFailing ? { ok: false, status: 503, error: 'HTTP 503' } : { ok: true, status: 200, error: null };
}

async function send(delivery: Delivery): Promise<DeliveryResult> {
  const method = delivery.method ?? 'POST';
  const headers = new Headers({ 'Content-Type': 'application/json' });
  for (const [name, value] of Object.entries(delivery.headers)) headers.set(name, value);
  const timeout = Math.min(delivery.timeoutMs ?? LONGEST_WAIT_MS, LONGEST_WAIT_MS);
  try {
    const response = await fetch(delivery.url, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: delivery.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    await response.arrayBuffer();
    return { ok: response.ok, status: response.status, error: response.ok ? null : `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, status: null, error: errorMessage(error) };
  }
}
