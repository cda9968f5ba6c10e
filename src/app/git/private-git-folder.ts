import { copyFile, lstat, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GitLocation, type GitPlace, runGit } from './run-git.ts';

/** Git with a private git folder: for commands that look at files. */
type PrivateGit = (...args: readonly string[]) => Promise<string>;

/**
 * Runs commands on the files of a repository with a git folder of our own, which shares its objects and has a copy of its
 * index. The repository's configuration is not read, so that its filters, hooks, monitors and diff programs do not exist.
 * @throws git's error where there is no repository.
 */
export async function withPrivateGit<T>(place: GitPlace, use: (git: PrivateGit) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'parity-git-'));
  try {
    const original = await findParts(place);
    const location = { GIT_DIR: join(home, 'git'), GIT_WORK_TREE: original.top };
    await makeGitFolder(place, location);
    await copyIndex(original.gitFolder, location.GIT_DIR);
    await copyRegular(original.exclude, join(location.GIT_DIR, 'info', 'exclude'));
    return await use((...args) => runGit(place, args, location));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Makes a git folder without settings, at the commit that is checked out, or at another one. */
export async function makeGitFolder(place: GitPlace, location: GitLocation, commit?: string): Promise<void> {
  const { format, objects, shallow, head } = await findParts(place);
  const { GIT_DIR } = location;
  await runGit(place, ['init', '--quiet', '--template=', `--object-format=${format}`], location);
  await mkdir(join(GIT_DIR, 'objects', 'info'), { recursive: true });
  await writeFile(join(GIT_DIR, 'objects', 'info', 'alternates'), `${JSON.stringify(objects)}\n`);
  await copyRegular(shallow, join(GIT_DIR, 'shallow'));
  await writeFile(join(GIT_DIR, 'HEAD'), `${commit ?? head}\n`);
}

/** Where the parts of a repository are. This reads no file of the working tree and starts nothing. */
async function findParts(place: GitPlace) {
  const paths = ['objects', 'shallow', 'info/exclude'].flatMap((name) => ['--git-path', name]);
  const wanted = ['--path-format=absolute', '--show-toplevel', '--absolute-git-dir', '--show-object-format', ...paths];
  const said = await runGit(place, ['rev-parse', ...wanted, 'HEAD^{commit}']);
  const [top = '', gitFolder = '', format = '', objects = '', shallow = '', exclude = '', head = ''] = said.split('\n');
  return { top, gitFolder, format, objects, shallow, exclude, head };
}

/** The index says which files are unchanged; a split one has its second half beside it. */
async function copyIndex(from: string, to: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => name === 'index' || name.startsWith('sharedindex.'));
  await Promise.all(names.map((name) => copyRegular(join(from, name), join(to, name))));
}

/** A pipe or a link in the place of a file would block, or lead elsewhere. */
async function copyRegular(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  if (!found?.isFile()) return;
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
  await utimes(to, found.atime, found.mtime); // git distrusts entries that are younger than their index
}
