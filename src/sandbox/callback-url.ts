import { isIP } from 'node:net';

/** The real server in development mode also allows http and loopback addresses. */
export function callbackUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'URL is not valid';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'URL scheme must be http or https';
  const host = hostOf(url);
  if (isLoopback(host)) return undefined;
  if (isPrivate(host)) return 'URL resolves to a private address';
  // Names that end in `.invalid` never exist. Other names would need a DNS query.
  if (host.endsWith('.invalid')) return 'URL host cannot be resolved';
  return undefined;
}

export function isLoopbackUrl(text: string): boolean {
  return URL.canParse(text) && isLoopback(hostOf(new URL(text)));
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isPrivate(host: string): boolean {
  if (isIP(host) === 4) return PRIVATE_IPV4.test(host);
  if (isIP(host) === 6) return /^(?:::|f[cd]|fe[89ab])/.test(host);
  return host.endsWith('.internal') || host.endsWith('.local');
}

const PRIVATE_IPV4 = /^(?:0|10|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;
