import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { makeGitFolder } from './private-git-folder.ts';
import { type GitPlace, runGit } from './run-git.ts';

/** Checks out the revision in a temporary folder, and does not change the repository. */
export async function withWorktree<T>(
  place: GitPlace,
  revision: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const commit = await resolveRevision(place, revision);
  const inside = (await runGit(place, ['rev-parse', '--show-prefix'])).trim();
  const home = await mkdtemp(join(tmpdir(), 'parity-worktree-'));
  const tree = join(home, 'tree');
  try {
    await checkOut(place, commit, tree).catch((error: unknown) => {
      throw userError('worktree-failed', `git cannot check out ${revision}: ${lastLine(error)}`, {
        exitCode: 3,
        hint: 'Free some space, or repair the repository. A partial clone (--filter) must be completed first.',
      });
    });
    return await use(join(tree, inside));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Uses a separate repository, because the configuration of the original repository could start programs. */
async function checkOut(place: GitPlace, commit: string, tree: string): Promise<void> {
  await mkdir(tree);
  const location = { GIT_DIR: join(tree, '.git'), GIT_WORK_TREE: tree };
  await makeGitFolder(place, location, commit);
  await runGit({ ...place, folder: tree }, ['checkout', '--quiet', '--force', '--detach', commit], location);
}

/** @throws repository-missing, revision-unknown */
export async function resolveRevision(place: GitPlace, revision: string): Promise<string> {
  if (revision.startsWith('-')) throw unknownRevision(revision, 'A revision must not begin with "-".');
  const top = await runGit(place, ['rev-parse', '--is-shallow-repository']).catch((error: unknown) => {
    const hint = 'The folder must be part of a clone.';
    throw userError('repository-missing', `${place.folder} is not in a git repository: ${lastLine(error)}`, { hint });
  });
  try {
    return (await runGit(place, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`])).trim();
  } catch {
    const isShallow = top.trim() === 'true';
    throw unknownRevision(
      revision,
      isShallow
        ? 'The clone is shallow. Fetch more history (`fetch-depth: 0`, or `git fetch --unshallow`).'
        : '`git branch --all` lists the branches.',
    );
  }
}

export function hasRevision(place: GitPlace, revision: string): Promise<boolean> {
  return resolveRevision(place, revision).then(
    () => true,
    () => false,
  );
}

export async function defaultBase(place: GitPlace): Promise<string> {
  for (const main of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    const base = await runGit(place, ['merge-base', main, 'HEAD']).catch(() => '');
    const head = await runGit(place, ['rev-parse', 'HEAD']).catch(() => '');
    if (base.trim() !== '' && base.trim() !== head.trim()) return base.trim();
  }
  return 'HEAD^';
}

function unknownRevision(revision: string, hint: string): Error {
  return userError('revision-unknown', `there is no revision "${revision}"`, { hint });
}

function lastLine(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : errorMessage(error);
  return text.trim().split('\n').at(-1) ?? '';
}
