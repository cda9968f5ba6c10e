import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { codedError } from '../lib/error.ts';

/**
 * Rejects pipes, sockets and devices, because opening a pipe waits for a writer, and reading a device may never end.
 * @throws file-irregular
 */
export async function readTextFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile() && !found.isDirectory())
      throw codedError('file-irregular', 'the path is a pipe, a socket or a device, not a file');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
