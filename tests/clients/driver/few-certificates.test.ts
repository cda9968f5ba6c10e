import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewCertificates } from '../../../src/clients/driver/few-certificates.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-certificates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the file with a single certificate', () => {
  it('is given to a Python client, which reads it for each new connection pool', async () => {
    const { SSL_CERT_FILE: file = '' } = await fewCertificates({ driver: 'command', origins: [] }, folder);
    expect((await readFile(file, 'utf8')).match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  });

  it.each([
    ['that reaches a declared address over TLS', { driver: 'command', origins: ['https://login.acme.test'] }],
    ['of another language', { driver: 'node', origins: [] }],
  ] as const)('is not given to a client %s', async (_, client) => {
    expect(await fewCertificates(client, folder)).toEqual({});
  });
});
