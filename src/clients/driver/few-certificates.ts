import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Client } from '../../model/client.ts';

/** A Python client gets only one certificate. A command would otherwise spend most of its run time on reading certificates. */
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
