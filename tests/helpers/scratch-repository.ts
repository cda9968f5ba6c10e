import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The replaced text must occur exactly once in the file. */
export interface Edit {
  readonly file: string;
  readonly replace: readonly [from: string, to: string];
}

export interface ScratchRepository {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  /** Edits files without a commit. */
  readonly edit: (...edits: readonly Edit[]) => void;
  /** Creates a branch with one commit on top of `main`. Uncommitted changes are discarded. */
  readonly branch: (name: string, ...edits: readonly Edit[]) => void;
  readonly remove: () => void;
}

/** Creates a repository with one commit, from a folder or from the given files. */
export function scratchRepository(from: string | { readonly [file: string]: string }): ScratchRepository {
  const folder = mkdtempSync(join(tmpdir(), 'parity-repository-'));
  if (typeof from === 'string')
    cpSync(from, folder, { recursive: true, filter: (path) => !path.endsWith('__pycache__') });
  else for (const [file, text] of Object.entries(from)) write(join(folder, file), text);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...IDENTITY, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  git('init', '--quiet', '--initial-branch', 'main');
  write(join(folder, '.gitignore'), '__pycache__\nreports\n');
  commit('Everything');
  const edit = (...edits: readonly Edit[]) => {
    for (const { file, replace } of edits) replaceOnce(join(folder, file), replace);
  };
  return {
    folder,
    git,
    edit,
    branch: (name, ...edits) => {
      git('checkout', '--quiet', '--force', '-B', name, 'main');
      edit(...edits);
      commit(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const IDENTITY = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@example.com', '-c', 'commit.gpgsign=false'];

function replaceOnce(file: string, [from, to]: readonly [string, string]): void {
  const text = readFileSync(file, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`must occur once in ${file}; occurs ${parts.length - 1} times: ${from}`);
  writeFileSync(file, parts.join(to));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
