import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { Client } from '../../model/client.ts';

/** Signs certificates for one trace. Only the traced client trusts these certificates. */
export interface Authority {
  /** PEM certificates that the client trusts: the certificate of this authority, and the usual public certificates. */
  readonly trusted: string;
  readonly contextFor: (host: string) => Promise<SecureContext>;
}

/** Lets the recorder act as the host that a client always calls. */
export interface Interception {
  readonly authority: Authority;
  readonly file: string;
}

/** Returns null if the client file contains `${base_url}`, because such a client gets the recorder's address. */
export async function openInterception(
  { construct, env, command }: Pick<Client, 'construct' | 'env' | 'command'>,
  scratch: string,
): Promise<Interception | null> {
  const isStarted = construct !== null || command.length > 0;
  if (!isStarted || JSON.stringify([construct, env, command]).includes('${base_url}')) return null;
  const authority = await createAuthority();
  const file = join(scratch, 'trusted.pem');
  await writeFile(file, authority.trusted);
  return { authority, file };
}

const DAY_MS = 86_400_000;

async function createAuthority(): Promise<Authority> {
  const now = Date.now();
  const common = {
    ...({ keyType: 'ec', algorithm: 'sha256' } as const),
    ...{ notBeforeDate: new Date(now - DAY_MS), notAfterDate: new Date(now + 30 * DAY_MS) },
  };
  const own = await generate([{ name: 'commonName', value: 'wireparity trace' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const contexts = new Map<string, Promise<SecureContext>>();
  const make = async (host: string) => {
    const issued = await generate([{ name: 'commonName', value: host }], {
      ...common,
      ca: { key: own.private, cert: own.cert },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
      ],
    });
    return createSecureContext({ key: issued.private, cert: `${issued.cert}\n${own.cert}` });
  };
  return {
    trusted: [own.cert, ...rootCertificates].join('\n'),
    contextFor: (host) => {
      const context = contexts.get(host) ?? make(host);
      contexts.set(host, context);
      return context;
    },
  };
}
