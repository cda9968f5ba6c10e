import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withPrivateGit } from '../../../src/app/git/private-git-folder.ts';
import { sourceRevision } from '../../../src/app/git/source-revision.ts';
import { defaultBase, resolveRevision, withWorktree } from '../../../src/app/git/with-worktree.ts';
import { type ScratchRepository, scratchRepository } from '../../helpers/scratch-repository.ts';

let repository: ScratchRepository;
let ran: string;
let env: { [name: string]: string | undefined };

beforeEach(() => {
  repository = scratchRepository({ 'client/a.py': 'A = 1\n', 'client/.gitattributes': '*.py filter=evil diff=evil\n' });
  ran = `${repository.folder}-ran`;
  env = { PATH: process.env.PATH, HOME: process.env.HOME, PARITY_MAIN_KEY: 'a-key-of-ours' };
});

afterEach(() => {
  repository.remove();
  rmSync(ran, { force: true });
});

const leaveTrace = () => `env >> ${ran}; cat >/dev/null; false`;
const configure = (name: string, value: string) => repository.git('config', name, value);

/** Runs all git queries that parity makes on the repository of a client. */
async function askEverything(folder = join(repository.folder, 'client')) {
  const place = { folder, env };
  const commit = await resolveRevision(place, 'HEAD');
  await defaultBase(place);
  const revision = await sourceRevision(place);
  const text = await withWorktree(place, commit, async (tree) => readFileSync(join(tree, 'a.py'), 'utf8'));
  const seen = await withPrivateGit(place, (git) =>
    Promise.all([git('diff', 'HEAD', '--', '.'), git('blame', '--', 'a.py'), git('ls-files', '--others', '--', '.')]),
  );
  return { revision, text, seen };
}

describe('a repository under inspection', () => {
  it.each<[string, () => unknown]>([
    ['a file monitor', () => configure('core.fsmonitor', leaveTrace())],
    [
      'filters in its configuration',
      () => ['clean', 'smudge', 'process'].map((kind) => configure(`filter.evil.${kind}`, leaveTrace())),
    ],
    [
      'attributes in its git folder',
      () => {
        configure('filter.other.smudge', leaveTrace());
        writeFileSync(join(repository.folder, '.git/info/attributes'), '* filter=other\n');
      },
    ],
    ['diff drivers', () => ['command', 'textconv'].map((kind) => configure(`diff.evil.${kind}`, leaveTrace()))],
    ['an external diff program', () => configure('diff.external', leaveTrace())],
    [
      'hooks',
      () => {
        for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
          const file = join(repository.folder, '.git/hooks', hook);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, `#!/bin/sh\n${leaveTrace()}\n`);
          chmodSync(file, 0o755);
        }
      },
    ],
    [
      'another folder of hooks',
      () => {
        configure('core.hooksPath', join(repository.folder, 'hooks'));
        mkdirSync(join(repository.folder, 'hooks'));
        writeFileSync(join(repository.folder, 'hooks/post-checkout'), `#!/bin/sh\n${leaveTrace()}\n`, { mode: 0o755 });
      },
    ],
    ['a pager', () => configure('core.pager', leaveTrace())],
    ['an ssh command', () => configure('core.sshCommand', leaveTrace())],
    [
      'an included configuration',
      () => {
        writeFileSync(join(repository.folder, 'more'), `[core]\n\tfsmonitor = "${leaveTrace()}"\n`);
        configure('include.path', join(repository.folder, 'more'));
      },
    ],
    [
      'a submodule with a monitor',
      () => {
        const inner = join(repository.folder, 'client/inner');
        execFileSync('git', ['init', '-q', inner]);
        execFileSync('git', ['-C', inner, 'config', 'core.fsmonitor', leaveTrace()]);
        writeFileSync(join(inner, 'file'), 'x');
        const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
        execFileSync('git', ['-C', inner, ...identity, 'commit', '-q', '--allow-empty', '-m', 'x']);
        repository.git('add', 'client/inner');
        rmSync(ran, { force: true });
      },
    ],
  ])('runs no program through %s', async (_, prepare) => {
    prepare();
    rmSync(ran, { force: true });
    writeFileSync(join(repository.folder, 'client/a.py'), 'A = 2\n');
    const { revision, text } = await askEverything();
    expect(existsSync(ran)).toBe(false);
    expect(revision?.dirty).toBe(true);
    expect(text).toBe('A = 1\n');
  });

  it('does not treat a folder of committed files as a repository', async () => {
    const fake = join(repository.folder, 'client');
    for (const part of ['HEAD', 'objects', 'refs'])
      cpSync(join(repository.folder, '.git', part), join(fake, part), { recursive: true });
    writeFileSync(
      join(fake, 'config'),
      `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ${fake}\n\tfsmonitor = "${leaveTrace()}"\n`,
    );
    expect(await sourceRevision({ folder: fake, env })).toBeNull();
    await expect(resolveRevision({ folder: fake, env }, 'HEAD')).rejects.toMatchObject({ code: 'repository-missing' });
    expect(existsSync(ran)).toBe(false);
  });

  it.each(['', '.', 'client'])('cannot replace the git program through the PATH entry "%s"', async (entry) => {
    const program = join(repository.folder, 'client/git');
    writeFileSync(program, `#!/bin/sh\n${leaveTrace()}\n`, { mode: 0o755 });
    const own = entry === 'client' ? join(repository.folder, 'client') : entry;
    env = { ...env, PATH: `${own}:${env.PATH}` };
    expect((await sourceRevision({ folder: join(repository.folder, 'client'), env }))?.dirty).toBe(true);
    expect(existsSync(ran)).toBe(false);
  });

  it('cannot redirect git through our environment', async () => {
    const other = { GIT_DIR: '/nowhere', GIT_WORK_TREE: '/nowhere', GIT_CONFIG_COUNT: 'x', GIT_EXTERNAL_DIFF: 'false' };
    env = { ...env, ...other };
    expect((await askEverything()).text).toBe('A = 1\n');
  });
});

describe('a repository without changes', () => {
  it('is clean, whatever times its index contains', async () => {
    const { revision } = await askEverything();
    expect(revision).toEqual({ commit: repository.git('rev-parse', 'HEAD').trim(), dirty: false });
  });

  it('is unchanged after a checkout of another revision', async () => {
    const before = repository.git('for-each-ref') + repository.git('worktree', 'list') + repository.git('status', '-s');
    await askEverything();
    const after = repository.git('for-each-ref') + repository.git('worktree', 'list') + repository.git('status', '-s');
    expect(after).toBe(before);
  });

  it('keeps its own ignore rules', async () => {
    writeFileSync(join(repository.folder, '.git/info/exclude'), '*.tmp\n');
    writeFileSync(join(repository.folder, 'client/x.tmp'), '');
    expect((await askEverything()).revision?.dirty).toBe(false);
  });

  it('is read from a linked worktree', async () => {
    const linked = `${repository.folder}-linked`;
    repository.git('worktree', 'add', '--quiet', linked, '-b', 'linked');
    expect((await askEverything(join(linked, 'client'))).revision?.dirty).toBe(false);
    rmSync(linked, { recursive: true, force: true });
  });

  it('is read when it is a shallow clone', async () => {
    repository.branch('more', { file: 'client/a.py', replace: ['1', '1 '] });
    const clone = `${repository.folder}-clone`;
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository.folder}`, clone]);
    expect((await askEverything(join(clone, 'client'))).text).toBe('A = 1 \n');
    rmSync(clone, { recursive: true, force: true });
  });
});
