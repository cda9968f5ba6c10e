import { generate } from 'selfsigned';

interface Pems {
  readonly private: string;
  readonly cert: string;
}

export interface Certificates {
  readonly ca: Pems;
  /** The server certificate is valid for `localhost` and `127.0.0.1`. */
  readonly server: Pems;
  readonly client: Pems;
}

/** Creates a private certificate authority, a server certificate and a client certificate. */
export async function makeCertificates(): Promise<Certificates> {
  const name = (value: string) => [{ name: 'commonName', value }];
  const ec = { keyType: 'ec', algorithm: 'sha256' } as const;
  const authority = { name: 'basicConstraints', cA: true, critical: true } as const;
  const root = await generate(name('private authority'), { ...ec, extensions: [authority] });
  const ca = { key: root.private, cert: root.cert };
  const altNames = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ] as const;
  const server = await generate(name('localhost'), {
    ...{ ...ec, ca },
    extensions: [{ name: 'subjectAltName', altNames: [...altNames] }],
  });
  return { ca: root, server, client: await generate(name('client'), { ...ec, ca }) };
}
