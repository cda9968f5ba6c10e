import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import type { ConnectionSettings, Target } from '../../../src/model/target.ts';
import { resolveCredentials } from '../../../src/run/target/credentials.ts';
import { connectionTo, readConnection } from '../../../src/run/target/read-connection.ts';
import { temporaryFolder } from '../run-on.ts';

const FAR = { name: 'staging', url: 'https://api.example.com' };

function read(connection: ConnectionSettings, env = {}, url = FAR.url) {
  return readConnection({ ...FAR, url, connection }, env);
}

describe('certificates', () => {
  it('of authorities are trusted in addition to the usual ones', async () => {
    const { cert, private: key } = await generate([], { keyType: 'ec', algorithm: 'sha256' });
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'ca.pem'), cert);
    await writeFile(join(folder, 'key.pem'), key);
    const { tls } = await read({
      tls: { ca: [join(folder, 'ca.pem')], cert: join(folder, 'ca.pem'), key: join(folder, 'key.pem') },
    });
    expect(tls).toMatchObject({ cert, key });
    expect(tls?.ca?.length).toBeGreaterThan(50);
    expect(tls?.ca?.at(-1)).toBe(cert);
  });

  it('that are missing or invalid are reported with the target', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'ca.pem'), 'no certificate');
    await writeFile(join(folder, 'key.pem'), 'no key');
    for (const tls of [
      { ca: [join(folder, 'missing.pem')] },
      { ca: [], cert: join(folder, 'ca.pem'), key: join(folder, 'key.pem') },
    ])
      await expect(read({ tls })).rejects.toMatchObject({
        code: 'certificate-unreadable',
        message: expect.stringContaining('targets.staging.tls'),
      });
  });

  it('with a passphrase need its variable', async () => {
    await expect(read({ tls: { ca: [], passphrase: { env: 'PHRASE' } } })).rejects.toMatchObject({
      code: 'credential-missing',
      exitCode: 3,
      message: expect.stringContaining('PHRASE'),
    });
  });
});

describe('the credentials of the actors', () => {
  const source = (value: string, user: string) => ({ key: { secret: { value }, user_id: { value: user } } });

  it('must be of different accounts', () => {
    expect(() => resolveCredentials({ main: source('s', 'u1'), other: source('s', 'u1') }, {})).toThrow(
      expect.objectContaining({
        code: 'credential-repeated',
        exitCode: 3,
        message: expect.not.stringContaining("'s'"),
      }),
    );
  });

  it('may share a secret if another part names the account', () => {
    expect(Object.keys(resolveCredentials({ main: source('s', 'u1'), other: source('s', 'u2') }, {}))).toEqual([
      ...['main', 'other'],
    ]);
  });
});

describe('a proxy', () => {
  it.each<[string, string, { readonly [name: string]: string }, string | undefined]>([
    ['of the environment, for https', FAR.url, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    ['of the environment, for http', 'http://api.example.com', { http_proxy: 'http://p:1' }, 'http://p:1'],
    ['for everything', FAR.url, { ALL_PROXY: 'http://p:1' }, 'http://p:1'],
    ['without a scheme', FAR.url, { HTTPS_PROXY: 'p:1' }, 'http://p:1'],
    ['for the other scheme', FAR.url, { HTTP_PROXY: 'http://p:1' }, undefined],
    ['that is empty', FAR.url, { HTTPS_PROXY: '' }, undefined],
    ['before loopback', 'https://127.0.0.1:8443', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['before localhost', 'http://localhost:80', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['before IPv6 loopback', 'http://[::1]:80', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['with an exempt host', FAR.url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'x.org, api.example.com' }, undefined],
    ['with an exempt domain', FAR.url, { HTTPS_PROXY: 'http://p:1', no_proxy: '.example.com' }, undefined],
    ['with an exempt domain without a dot', FAR.url, { HTTPS_PROXY: 'http://p:1', no_proxy: 'EXAMPLE.com' }, undefined],
    ['with everything exempt', FAR.url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
    ['with the exempt port', FAR.url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'api.example.com:443' }, undefined],
    ['with another exempt port', FAR.url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'api.example.com:80' }, 'http://p:1'],
    [
      'with an exempt host that only ends alike',
      FAR.url,
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ple.com' },
      'http://p:1',
    ],
  ])('%s (%s)', async (_title, url, env, proxy) => {
    expect((await read({}, env, url)).proxy?.origin).toBe(proxy);
  });

  it('of the target is used instead of the proxy of the environment, even for a loopback address', async () => {
    const env = { HTTPS_PROXY: 'http://p:1' };
    expect((await read({ proxy: { url: 'http://own:2' } }, env, 'https://127.0.0.1')).proxy?.origin).toBe(
      'http://own:2',
    );
    expect((await read({ proxy: 'none' }, env)).proxy).toBeUndefined();
  });

  it('with a password comes from the environment', async () => {
    const env = { STAGING_PROXY: 'http://me:secret@p:1' };
    expect((await read({ proxy: { env: 'STAGING_PROXY' } }, env)).proxy?.password).toBe('secret');
    await expect(read({ proxy: { env: 'STAGING_PROXY' } })).rejects.toMatchObject({ code: 'credential-missing' });
  });

  it('that is no HTTP proxy is rejected, and its password is not shown', async () => {
    const error = await read({}, { HTTPS_PROXY: 'socks5://me:secret@p:1' }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'proxy-invalid', exitCode: 3, hint: expect.stringContaining('proxy: none') });
    expect(error.message).not.toContain('secret');
  });

  it('is not used if there is a Unix socket', async () => {
    expect(await read({ socket: '/run/s' }, { HTTPS_PROXY: 'http://p:1' })).toEqual({ socketPath: '/run/s' });
  });
});

describe('an address', () => {
  const target = (url: string, socket?: string): Target =>
    ({ kind: 'url', name: 'docker', url, ...(socket !== undefined && { connection: { socket } }) }) as Target; // safe cast: `Target` has more members, but the code under test does not read them

  it.each<[string, Target[], object]>([
    ['as the target of its origin is', [target('http://docker/v1', '/run/d.sock')], { socketPath: '/run/d.sock' }],
    [
      'as the one of several that says how',
      [target('http://docker'), target('http://docker', '/s')],
      { socketPath: '/s' },
    ],
    [
      'by the environment where no target has its origin',
      [target('http://docker:1', '/s')],
      { proxy: new URL('http://p:1') },
    ],
    ['by the environment where settings have no URL', [target('')], { proxy: new URL('http://p:1') }],
  ])('is connected to %s', async (_title, targets, expected) => {
    const config = { targets: Object.fromEntries(targets.map((each, index) => [index, each])) };
    const env = { HTTP_PROXY: 'http://p:1' };
    expect(await connectionTo(new URL('http://docker/openapi.json'), config, env)).toEqual(expected);
  });
});
