import type { SendingMethod } from '../../model/client-surface.ts';
import { isSameHeader } from '../../model/http.ts';
import type { ClientExchange } from '../../model/trace.ts';
import { WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';

const DEFAULT_PORTS: { readonly [scheme: string]: string } = { 'https:': '443', 'http:': '80' };

/** A request to another host does not reach the recorder, so the recorder cannot check the request. */
export const originUndeclared: Kind = {
  title: 'The client contacts a host that its client file does not list',
  severity: 'error',
  gravity: 112,
  about: 'client',
  cause: 'observed',
  priority: 'P0',
  trace: ({ client, contacts, sending, foreign }) => {
    const declared = new Set(client.origins.map(addressOf));
    const called = [...foreign].sort().map((host) => ({
      address: /:\d+$/.test(host) ? host : `${host}:443`,
      methods: sending.filter(callsOf(host)).map(({ name }) => name),
    }));
    return [...contacts, ...called]
      .filter(({ address }) => !declared.has(address))
      .map(({ address, methods }) => ({
        operation: WHOLE_CLIENT,
        method: null,
        field: null,
        expected: 'requests only to the recorder, or to an origin listed under `origins:` in the client file',
        observed: `the client connected to ${address} ${methods.length === 0 ? 'when it started' : `in ${methods.slice(0, 3).join(', ')}`}`,
        ...(methods.length > 0 && { methods }),
        call: null,
        request: 0,
        pointer: '',
        found: undefined,
        identity: address,
      }));
  },
};

/** A host that received at least one documented request belongs to the API. */
export function foreignHosts(methods: readonly SendingMethod[]): ReadonlySet<string> {
  const all = methods.flatMap(({ calls }) => calls).flatMap(({ exchanges }) => exchanges);
  const own = new Set(all.filter(({ operation }) => operation !== null).map(hostOf));
  const others = all.map(hostOf).filter((host) => host !== '' && !own.has(host) && !RECORDER.test(host));
  return new Set(own.size === 0 ? [] : others);
}

const RECORDER = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export function hostOf({ request }: ClientExchange): string {
  return request.headers.find(([name]) => isSameHeader(name, 'host'))?.[1].toLowerCase() ?? '';
}

function callsOf(host: string) {
  return ({ calls }: SendingMethod) => calls.some(({ exchanges }) => exchanges.some((each) => hostOf(each) === host));
}

/** Returns `auth.example.com:443` for `https://auth.example.com`. */
function addressOf(origin: string): string {
  const { hostname, port, protocol } = new URL(origin);
  return `${hostname}:${port === '' ? (DEFAULT_PORTS[protocol] ?? '') : port}`;
}
