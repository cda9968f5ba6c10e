import { WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';

const DEFAULT_PORTS: { readonly [scheme: string]: string } = { 'https:': '443', 'http:': '80' };

/** The client connected to an address other than the recorder's, and what it sent there is unknown. */
export const originUndeclared: Kind = {
  title: 'The client contacts an undeclared origin',
  severity: 'error',
  gravity: 112,
  about: 'client',
  cause: 'observed',
  priority: 'P0',
  trace: ({ client, contacts }) => {
    const declared = new Set(client.origins.map(addressOf));
    return contacts
      .filter(({ address }) => !declared.has(address))
      .map(({ address, methods }) => ({
        operation: WHOLE_CLIENT,
        method: null,
        field: null,
        expected: 'requests only to the recorder, or to an origin listed under `origins:` in the client file',
        observed: `a connection to ${address} ${methods.length === 0 ? 'at the start of the client' : `in ${methods.slice(0, 3).join(', ')}`}`,
        ...(methods.length > 0 && { methods }),
        call: null,
        request: 0,
        pointer: '',
        found: undefined,
        identity: address,
      }));
  },
};

/** `https://auth.example.com` is `auth.example.com:443`. */
function addressOf(origin: string): string {
  const { hostname, port, protocol } = new URL(origin);
  return `${hostname}:${port === '' ? (DEFAULT_PORTS[protocol] ?? '') : port}`;
}
