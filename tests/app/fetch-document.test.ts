import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentFetcher } from '../../src/app/fetch-document.ts';
import { loadBundle } from '../../src/openapi/load-bundle.ts';
import { type Handler, serve } from '../run/servers.ts';

let cwd: string;

const connect = async () => ({});

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'parity-documents-'));
  mkdirSync(join(cwd, 'api/parts'), { recursive: true });
  writeFileSync(join(cwd, 'secret.yaml'), 'a: PLANTED\n');
  writeFileSync(join(cwd, 'api/parts/part.yaml'), 'a: part\n');
  symlinkSync(join(cwd, 'secret.yaml'), join(cwd, 'api/link.yaml'));
  symlinkSync(cwd, join(cwd, 'api/up'));
  execFileSync('mkfifo', [join(cwd, 'api/pipe.yaml')]);
});

async function loadRef(ref: string) {
  writeFileSync(join(cwd, 'api/root.yaml'), `openapi: 3.1.0\nx: { $ref: ${JSON.stringify(ref)} }\n`);
  const bundle = await loadBundle('api/root.yaml', { fetchDocument: documentFetcher({ connect, cwd }) });
  return [...bundle.documents].filter(([location]) => location !== 'api/root.yaml').map(([, loaded]) => loaded);
}

describe('a reference to a file', () => {
  it.each(['parts/part.yaml', './parts/part.yaml', 'parts/../parts/part.yaml#/a'])('is followed to %s', async (ref) => {
    expect(await loadRef(ref)).toEqual([{ value: { a: 'part' } }]);
  });

  it.each([
    '../secret.yaml',
    'parts/../../secret.yaml',
    'link.yaml',
    'up/secret.yaml',
    '/etc/hostname',
  ])('is not followed outside the folder of the document, to %s', async (ref) => {
    const loaded = await loadRef(ref);
    expect(loaded).toMatchObject([{ error: { message: expect.stringContaining("outside the document's folder") } }]);
    expect(JSON.stringify(loaded)).not.toContain('PLANTED');
  });

  it('is not followed to a pipe, which may never have a writer', async () => {
    expect(await loadRef('pipe.yaml')).toMatchObject([{ error: { message: expect.stringContaining('regular file') } }]);
  });

  it('is not followed to a folder', async () => {
    expect(await loadRef('parts')).toMatchObject([{ error: { code: 'ref-missing' } }]);
  });
});

describe('a document that is named by the user', () => {
  it('may be anywhere', async () => {
    expect(await documentFetcher({ connect, cwd: join(cwd, 'api') })('../secret.yaml')).toBe('a: PLANTED\n');
  });
});

const redirectTo =
  (location: string): Handler =>
  (_, response) =>
    void response.writeHead(302, { location }).end();

describe('a document of a server', () => {
  it('is read behind a redirect to the same origin', async () => {
    const server = await serve((request, response) =>
      request.target === '/a'
        ? void response.writeHead(302, { location: '/b' }).end()
        : void response.end('openapi: 3.1.0\n'),
    );
    expect(await documentFetcher({ connect, cwd })(`${server.origin}/a`)).toBe('openapi: 3.1.0\n');
  });

  it('is not read after a redirect to another origin, and that origin gets no request', async () => {
    const asked: string[] = [];
    const other = await serve((request, response) => {
      asked.push(request.target ?? '');
      response.end('x: 1\n');
    });
    const server = await serve(redirectTo(`${other.origin}/b`));
    await expect(documentFetcher({ connect, cwd })(`${server.origin}/a`)).rejects.toMatchObject({
      code: 'redirect-refused',
    });
    expect(asked).toEqual([]);
    expect(await documentFetcher({ connect, cwd, allowRemote: true })(`${server.origin}/a`)).toBe('x: 1\n');
  });

  it('fails after too many redirects', async () => {
    const server = await serve(redirectTo('/again'));
    await expect(documentFetcher({ connect, cwd })(server.origin)).rejects.toMatchObject({
      code: 'fetch-failed',
      exitCode: 3,
    });
  });

  it.each<[string, Handler]>([
    ['sends nothing', () => undefined],
    ['drips bytes', (_, response) => void setInterval(() => response.write('#'), 5).unref()],
    ['stops in the middle', (_, response) => void response.write('openapi:')],
  ])('fails with exit code 3 if the server %s', async (_, handler) => {
    const server = await serve(handler);
    const fetching = documentFetcher({ connect, cwd, timeoutMs: 200 })(server.origin);
    await expect(fetching).rejects.toMatchObject({ code: 'fetch-failed', exitCode: 3 });
  });

  it('fails with exit code 3 if the connection is lost', async () => {
    const server = await serve((_, response) => {
      response.write('openapi:');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(documentFetcher({ connect, cwd })(server.origin)).rejects.toMatchObject({
      code: 'fetch-failed',
      exitCode: 3,
    });
  });
});
