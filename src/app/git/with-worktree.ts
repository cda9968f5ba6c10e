import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorMessage } from '../../lib/error-text.ts';
import { environmentError, usageError } from '../../lib/tagged-error.ts';

const run = promisify(execFile);

/**
 * A folder of a git repository as it was at a revision, in a worktree of its own that is removed afterwards. The
 * repository's own files, index and branches are left alone. @throws NO_REPOSITORY, NO_REVISION, WORKTREE_FAILED.
 */
export async function withWorktree<T>(
  folder: string,
  revision: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const commit = await resolveRevision(folder, revision);
  const inside = (await git(folder, 'rev-parse', '--show-prefix')).trim();
  const home = await mkdtemp(join(tmpdir(), 'parity-worktree-'));
  const tree = join(home, 'tree');
  try {
    await git(folder, 'worktree', 'add', '--detach', '--force', tree, commit).catch((error: unknown) => {
      throw environmentError(
        'WORKTREE_FAILED',
        `git cannot check out ${revision}: ${lastLine(error)}`,
        'Make room, or repair the repository.',
      );
    });
    return await use(join(tree, inside));
  } finally {
    await git(folder, 'worktree', 'remove', '--force', tree).catch(() => undefined);
    await rm(home, { recursive: true, force: true });
    await git(folder, 'worktree', 'prune').catch(() => undefined);
  }
}

/** The commit that a revision names. @throws NO_REPOSITORY, NO_REVISION saying what a shallow clone lacks. */
export async function resolveRevision(folder: string, revision: string): Promise<string> {
  if (revision.startsWith('-')) throw noRevision(revision, 'it must not begin with "-"');
  const top = await git(folder, 'rev-parse', '--is-shallow-repository').catch((error: unknown) => {
    const hint = 'The source of the client must be a clone.';
    throw usageError('NO_REPOSITORY', `${folder} is in no git repository: ${lastLine(error)}`, hint);
  });
  try {
    return (await git(folder, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`)).trim();
  } catch {
    const isShallow = top.trim() === 'true';
    throw noRevision(
      revision,
      isShallow
        ? 'the clone is shallow: fetch more of it (`fetch-depth: 0`, or `git fetch --unshallow`)'
        : 'see `git branch --all`',
    );
  }
}

/** What a pull request is compared with when nothing is said: where the current commit left the main branch. */
export async function defaultBase(folder: string): Promise<string> {
  for (const main of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    const base = await git(folder, 'merge-base', main, 'HEAD').catch(() => '');
    const head = await git(folder, 'rev-parse', 'HEAD').catch(() => '');
    if (base.trim() !== '' && base.trim() !== head.trim()) return base.trim();
  }
  return 'HEAD^';
}

function noRevision(revision: string, hint: string): Error {
  return usageError('NO_REVISION', `there is no revision "${revision}"`, hint);
}

/** Without hooks: some lie in the tree, and a pull request may have written them. */
async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', folder, '-c', 'core.hooksPath=/dev/null', ...args], {
    timeout: 60_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

/** Of what git said. */
function lastLine(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : errorMessage(error);
  return text.trim().split('\n').at(-1) ?? '';
}
