import { withPrivateGit } from './private-git-folder.ts';
import { type GitPlace, runGit } from './run-git.ts';

/** Returns null outside a git repository. */
export async function sourceRevision(
  place: GitPlace,
): Promise<{ readonly commit: string; readonly dirty: boolean } | null> {
  try {
    const commit = (await runGit(place, ['rev-parse', '--verify', 'HEAD'])).trim();
    const status = await withPrivateGit(place, (git) =>
      git('status', '--porcelain', '--ignore-submodules=all', '--', '.'),
    );
    return { commit, dirty: status.trim() !== '' };
  } catch {
    return null;
  }
}
