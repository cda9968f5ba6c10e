import { subscribe } from 'node:diagnostics_channel';

/** The real `setTimeout`, saved before the client's waits are skipped. */
const realTimeout = setTimeout;

const open = new Set<object>();
let started = 0;

/** Must be called once, before the first call of the client. */
export function watchRequests(): void {
  for (const name of ['undici:request:create', 'http.client.request.start']) subscribe(name, (event) => follow(event));
  for (const name of ['undici:request:headers', 'undici:request:error', 'http.client.response.finish'])
    subscribe(name, (event) => void open.delete(requestOf(event)));
}

function follow(event: unknown): void {
  const request = requestOf(event);
  open.add(request);
  started += 1;
  const once: unknown = Reflect.get(request, 'once');
  if (typeof once === 'function') Reflect.apply(once, request, ['close', () => open.delete(request)]);
}

function requestOf(event: unknown): object {
  const request: unknown = Reflect.get(Object(event), 'request');
  return typeof request === 'object' && request !== null ? request : {};
}

const LOOK_MS = 2;
const QUIET_LOOKS = 3;
const MOST_LOOKS = 500;

/** A method may send requests after its return. Waits for such requests, and returns true if there were any. */
export async function settleRequests(): Promise<boolean> {
  const before = started - open.size;
  let quiet = 0;
  for (let looks = 0; quiet < QUIET_LOOKS && looks < MOST_LOOKS; looks++) {
    await new Promise((resolve) => realTimeout(resolve, LOOK_MS));
    quiet = open.size === 0 ? quiet + 1 : 0;
  }
  open.clear();
  return started > before;
}
