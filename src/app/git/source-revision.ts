import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The commit that a folder is at, and whether something in it differs from it; null where git knows nothing of it. */
export async function sourceRevision(
  folder: string,
): Promise<{ readonly commit: string; readonly dirty: boolean } | null> {
  try {
    const git = (...args: readonly string[]) => run('git', ['-C', folder, ...args], { timeout: 10_000 });
    const [head, status] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain', '--', '.')]);
    return { commit: head.stdout.trim(), dirty: status.stdout.trim() !== '' };
  } catch {
    return null;
  }
}
