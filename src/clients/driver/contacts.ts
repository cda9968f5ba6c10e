import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A driver writes here which addresses its client connects to, one `host port` a line. */
function contactsFile(scratch: string): string {
  return join(scratch, 'contacts.log');
}

/** Notes which address is the recorder's, and gives the variable that tells a driver where to write. */
export async function watchContacts(scratch: string, recorder: string): Promise<{ readonly PARITY_CONTACTS: string }> {
  const file = contactsFile(scratch);
  await appendFile(file, `recorder ${new URL(recorder).port}\n`);
  return { PARITY_CONTACTS: file };
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost|::ffff:127\.0\.0\.1)$/i;

/** `host:port` of every address that is no recorder's, sorted. Only the drivers of Python and Node write them down. */
export async function readContacts(scratch: string): Promise<readonly string[]> {
  const text = await readFile(contactsFile(scratch), 'utf8').catch(() => '');
  const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ')]));
  const recorders = new Set(lines.flatMap(([host, port]) => (host === 'recorder' ? [port] : [])));
  const others = lines.filter(
    ([host = '', port]) => host !== 'recorder' && !(LOOPBACK.test(host) && recorders.has(port)),
  );
  return [...new Set(others.map(([host = '', port]) => `${host.includes(':') ? `[${host}]` : host}:${port}`))].sort();
}
