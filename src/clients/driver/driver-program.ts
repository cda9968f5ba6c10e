import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { userError } from '../../lib/error.ts';
import type { Client } from '../../model/client.ts';
import { findProgram } from './find-program.ts';

export function driverProgram(client: Client): readonly string[] {
  if (client.driver === 'custom') return findProgram(client.command, client.source);
  const folder = driversFolder();
  return client.driver === 'python'
    ? [pythonOf(client), join(folder, 'python')]
    : [runtimeOf(client) ?? execPath, join(folder, `${client.driver}.js`)];
}

/** The Python interpreter: `runtime` from the client file, the source's virtual environment, or `python3` on the PATH. */
export function pythonOf(client: Client): string {
  const own = client.source.kind === 'path' ? join(client.source.path, '.venv/bin/python') : null;
  return runtimeOf(client) ?? (own !== null && existsSync(own) ? own : 'python3');
}

/** A path is relative to the source folder, but a name is searched on the PATH. */
function runtimeOf({ runtime, source }: Client): string | null {
  if (runtime === null || !/[\\/]/.test(runtime) || source.kind !== 'path') return runtime;
  return /^([\\/]|[A-Za-z]:)/.test(runtime) ? runtime : join(source.path, runtime);
}

/** Returns the folder that contains the built drivers. If wireparity runs from its sources, the last build is used. */
export function driversFolder(): string {
  const candidates = ['./drivers/', '../../../dist/drivers/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((folder) => existsSync(join(folder, 'node.js')));
  if (found !== undefined) return found;
  throw userError('drivers-missing', `the drivers are missing: searched in ${candidates.join(' and ')}`, {
    exitCode: 3,
    hint: "Reinstall wireparity. In wireparity's own repository, run: npm run build",
  });
}
