import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../model/client.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { Workspace } from '../model/workspace.ts';
import { diffLines } from '../report/diff-lines.ts';
import { formatSurface } from '../surface/format-surface.ts';
import type { Io } from './io.ts';
import { writeWholeFile } from './write-file.ts';

export interface SnapshotFlags {
  /** A surface that is not as its snapshot says fails. */
  readonly check?: boolean;
  /** Write the snapshot anew. */
  readonly update?: boolean;
}

/**
 * Holds a surface against the file beside the client's own. A first one is written, but not with `--check`. Without
 * flags a difference is only told.
 */
export async function keepSnapshot(
  surface: ClientSurface,
  client: Client,
  { workspace, flags, io }: { readonly workspace: Workspace; readonly flags: SnapshotFlags; readonly io: Io },
): Promise<'same' | 'written' | 'differs'> {
  const name = `${workspace.config.clients}/${client.name}.surface.yaml`;
  const file = join(workspace.root, name);
  const text = formatSurface(surface);
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before === text) return 'same';
  if (flags.update || (before === null && !flags.check)) {
    await writeWholeFile(file, text, name);
    io.err(`wrote ${name}\n`);
    return 'written';
  }
  const what = before === null ? `${name} is not there` : `${name} is not what the trace shows`;
  const hint = `\`parity trace ${client.name} --update\` writes it; review the change like any other.`;
  io.err(`${what}\n${before === null ? '' : diffLines(before, text)}  ${hint}\n`);
  return flags.check ? 'differs' : 'same';
}
