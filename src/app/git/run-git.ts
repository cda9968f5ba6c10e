import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { searchPath } from '../../lib/search-path.ts';

export interface GitPlace {
  readonly folder: string;
  readonly env: { readonly [name: string]: string | undefined };
}

export interface GitLocation {
  readonly GIT_DIR: string;
  readonly GIT_WORK_TREE: string;
}

/** A repository may be untrusted, so git reads no settings of the user and contacts no server. */
export async function runGit(place: GitPlace, args: readonly string[], location?: GitLocation): Promise<string> {
  const { stdout } = await promisify(execFile)('git', [...FIXED, '-C', place.folder, ...args], {
    env: { ...gitEnvironment(place), ...location },
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Options that override the git configuration of the repository. */
const FIXED = [
  '--no-pager',
  '--literal-pathspecs',
  // A commit may contain a folder that looks like a bare repository. git would read the configuration in this folder.
  ...['-c', 'safe.bareRepository=explicit'],
  // In a container, a clone often belongs to another user. By default, git rejects such a clone.
  ...['-c', 'safe.directory=*'],
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', `core.hooksPath=${devNull}`],
  ...['-c', 'protocol.allow=never'],
];

/** The git process receives no credentials and no `GIT_…` variables of this process. */
function gitEnvironment({ folder, env }: GitPlace): { [name: string]: string | undefined } {
  const kept = ['SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH'];
  const inherited = kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return {
    ...Object.fromEntries(inherited),
    ...(env.PATH !== undefined && { PATH: searchPath(env.PATH, folder) }),
    HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}
