import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Client } from '../../model/client.ts';

/**
 * Writes a file with a single certificate for Python clients. Returns the environment variable that names the file. Without
 * this file, many HTTP libraries read all certificates for each new client, even for plain HTTP, and this takes most of the
 * time of a command. In a trace, a client can use TLS only to reach the addresses that its client file declares.
 */
export async function fewCertificates(
  { driver, origins }: Pick<Client, 'driver' | 'origins'>,
  scratch: string,
): Promise<{ readonly [name: string]: string }> {
  const isPython = driver === 'command' || driver === 'python';
  if (!isPython || origins.some((origin) => origin.startsWith('https:'))) return {};
  const file = join(scratch, 'certificates.pem');
  await writeFile(file, rootCertificates[0] ?? '');
  return { SSL_CERT_FILE: file };
}
