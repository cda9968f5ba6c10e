import { createPrivateKey } from 'node:crypto';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createHttp2, createSecureServer } from 'node:http2';
import { createServer as createSecure, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../../../src/model/http.ts';
import type { ConnectionOptions } from '../../../src/run/http/dialer.ts';
import { openTransport } from '../../../src/run/http/transport.ts';
import { type Certificates, makeCertificates } from '../certificates.ts';
import { temporaryFolder } from '../run-on.ts';
import { freePort, serve } from '../servers.ts';

let pems: Certificates;

beforeAll(async () => {
  pems = await makeCertificates();
});

const NEVER = new AbortController().signal;
const OK: RequestListener = (_request, response) => response.end('ok');

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // safe cast: `address()` returns an object for a TCP server
}

function serveTls(options: ServerOptions = {}, handler = OK): Promise<number> {
  return listen(createSecure({ key: pems.server.private, cert: pems.server.cert, ...options }, handler));
}

async function send(origin: string, connection: ConnectionOptions = {}, given: Partial<HttpRequest> = {}) {
  const transport = await openTransport({ origin, connection, timeoutMs: 5000 });
  onTestFinished(() => transport.close());
  return transport.send({ method: 'GET', target: '/a?b=1', headers: [], body: null, ...given }, NEVER);
}

const KEY = [['Authorization', 'Bearer the-key']] as const;

describe('an https server', () => {
  it('with a certificate of a private authority responds if the authority is trusted', async () => {
    const port = await serveTls();
    expect(await send(`https://127.0.0.1:${port}`, { tls: { ca: [pems.ca.cert] } })).toMatchObject({
      response: { status: 200 },
    });
  });

  it('with an untrusted certificate does not get the key', async () => {
    let told = 0;
    const port = await serveTls({}, (_request, response) => {
      told += 1;
      response.end();
    });
    const { failure } = await send(`https://127.0.0.1:${port}`, {}, { headers: KEY });
    expect(failure?.code).toBe('tls-failed');
    expect(told).toBe(0);
  });

  it('with a certificate of another host is not trusted', async () => {
    const port = await serveTls();
    const tls = { ca: [pems.ca.cert], servername: 'other.example' };
    expect((await send(`https://127.0.0.1:${port}`, { tls })).failure?.code).toBe('tls-failed');
  });

  it('that requires a client certificate gets it', async () => {
    const port = await serveTls({ ca: pems.ca.cert, requestCert: true, rejectUnauthorized: true });
    const ca = [pems.ca.cert];
    const { cert, private: key } = pems.client;
    const origin = `https://127.0.0.1:${port}`;
    expect(await send(origin, { tls: { ca, cert, key } })).toMatchObject({ response: { status: 200 } });
    expect((await send(origin, { tls: { ca } })).response).toBeNull();
  });
});

it("may have a passphrase for the client's key", async () => {
  const port = await serveTls({ ca: pems.ca.cert, requestCert: true, rejectUnauthorized: true });
  const ca = [pems.ca.cert];
  const key = createPrivateKey(pems.client.private)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString();
  const origin = `https://127.0.0.1:${port}`;
  const tls = { ca, cert: pems.client.cert, key, passphrase: 'secret' };
  expect(await send(origin, { tls })).toMatchObject({ response: { status: 200 } });
});

describe('a proxy', () => {
  interface Proxy {
    readonly url: URL;
    /** Everything that the proxy received outside of tunnels. */
    readonly heard: string[];
    readonly tunnelled: Buffer[];
  }

  async function serveProxy(password?: string, host = '127.0.0.1'): Promise<Proxy> {
    const heard: string[] = [];
    const tunnelled: Buffer[] = [];
    const isLetIn = (header: string | undefined) =>
      password === undefined || header === `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
    const server = createPlain((request, response) => {
      heard.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`);
      response.writeHead(isLetIn(request.headers['proxy-authorization']) ? 200 : 407).end('by proxy');
    });
    server.on('connect', (request, socket) => {
      heard.push(`CONNECT ${request.url}\n${request.rawHeaders.join('\n')}`);
      if (!isLetIn(request.headers['proxy-authorization'])) return socket.end('HTTP/1.1 407 No\r\n\r\n');
      const upstream = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket
          .on('data', (bytes: Buffer) => tunnelled.push(bytes))
          .pipe(upstream)
          .pipe(socket);
      });
      for (const end of [upstream, socket]) end.on('error', () => {});
      return upstream;
    });
    const port = await listen(server, host);
    const user = password === undefined ? '' : `me:${password}@`;
    return { url: new URL(`http://${user}${host.includes(':') ? `[${host}]` : host}:${port}`), heard, tunnelled };
  }

  it('tunnels to an https server, and never sees the key', async () => {
    const port = await serveTls();
    const proxy = await serveProxy('secret');
    const { response } = await send(
      `https://localhost:${port}`,
      { proxy: proxy.url, tls: { ca: [pems.ca.cert] } },
      { headers: KEY },
    );
    expect(response?.status).toBe(200);
    expect(proxy.heard).toHaveLength(1);
    expect(proxy.heard[0]).toContain(`CONNECT localhost:${port}`);
    const seen = `${proxy.heard.join()}${Buffer.concat(proxy.tunnelled).toString('latin1')}`;
    expect(seen).not.toContain('the-key');
    expect(seen).not.toContain('/a?b=1');
  });

  it('is reached at an IPv6 address', async () => {
    const proxy = await serveProxy(undefined, '::1');
    const { response } = await send('http://localhost:1', { proxy: proxy.url });
    expect(response?.body.toString()).toBe('by proxy');
  });

  it('does not send its own user and password to the server', async () => {
    const seen: string[] = [];
    const port = await serveTls({}, (request, response) => {
      seen.push(...request.rawHeaders);
      response.end();
    });
    const proxy = await serveProxy('secret');
    await send(`https://localhost:${port}`, { proxy: proxy.url, tls: { ca: [pems.ca.cert] } });
    expect(seen.join('\n').toLowerCase()).not.toContain('proxy-authorization');
  });

  it('receives the full URL of each request to an http server', async () => {
    const server = await serve((_request, response) => response.end());
    const proxy = await serveProxy();
    const { response } = await send(server.origin, { proxy: proxy.url });
    expect(response?.body.toString()).toBe('by proxy');
    expect(proxy.heard[0]).toContain(`GET ${server.origin}/a?b=1`);
    expect(proxy.heard[0]).toContain(new URL(server.origin).host);
    expect(server.seen).toEqual([]);
  });

  it.each(['https', 'http'])('that requires a password is named, for %s', async (scheme) => {
    const proxy = await serveProxy('secret');
    const url = new URL(`http://${proxy.url.host}`);
    const { response, failure } = await send(`${scheme}://localhost:${await freePort()}`, { proxy: url });
    expect(response).toBeNull();
    expect(failure).toMatchObject({ code: 'proxy-refused', message: expect.stringContaining(url.host) });
    expect(failure?.message).toContain('407');
  });

  it.each(['https', 'http'])('that does not exist is named, without its password, for %s', async (scheme) => {
    const proxy = new URL(`http://me:secret@127.0.0.1:${await freePort()}`);
    const { failure } = await send(`${scheme}://localhost:1`, { proxy });
    expect(failure).toMatchObject({ code: 'proxy-refused', message: expect.stringContaining(proxy.host) });
    expect(failure?.message).not.toContain('secret');
  });
});

describe('other ways to a server', () => {
  it('include a Unix socket, whose path may contain spaces', async () => {
    const socketPath = join(await temporaryFolder(), 'a socket');
    const server = createPlain((request, response) => response.end(request.headers.host));
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    onTestFinished(() => void server.close());
    const { response } = await send('http://api.example', { socketPath });
    expect(response?.body.toString()).toBe('api.example');
  });

  it('include an IPv6 address', async () => {
    const port = await listen(
      createPlain((request, response) => response.end(request.headers.host)),
      '::1',
    );
    const { response } = await send(`http://[::1]:${port}`);
    expect(response?.body.toString()).toBe(`[::1]:${port}`);
  });
});

describe('a server that supports only HTTP/2', () => {
  it('is named if it uses plain text', async () => {
    const server = createHttp2();
    server.on('sessionError', () => {});
    const { failure } = await send(`http://127.0.0.1:${await listen(server)}`);
    expect(failure).toMatchObject({ code: 'protocol-unsupported', message: expect.stringContaining('HTTP/2') });
  });

  it('is named if it uses TLS', async () => {
    const server = createSecureServer({ key: pems.server.private, cert: pems.server.cert });
    server.on('sessionError', () => {});
    const port = await listen(server);
    const { failure } = await send(`https://127.0.0.1:${port}`, { tls: { ca: [pems.ca.cert] } });
    expect(failure).toMatchObject({ code: 'protocol-unsupported' });
  });

  it('is not assumed for a server that only closes connections', async () => {
    const server = createPlain((request) => void request.socket.destroy());
    const { failure } = await send(`http://127.0.0.1:${await listen(server)}`);
    expect(failure?.code).toBe('connection-closed');
  });
});
