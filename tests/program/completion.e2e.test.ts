import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

const script = async (shell: string) => (await command(['completion', shell], { cwd: '/' })).stdout;

/** Returns the suggestions of bash for the last word. Here, the command `parity` prints fixed names. */
async function offers(...words: readonly string[]): Promise<readonly string[]> {
  const lines = [
    'complete() { :; }',
    'parity() { echo "listed-$3"; }',
    'command() { shift; parity "$@"; }',
    await script('bash'),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`,
    '_parity; printf "%s\\n" "${COMPREPLY[@]}"',
  ];
  return execFileSync('bash', ['-c', lines.join('\n')], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

describe('parity completion bash', () => {
  it.each([
    [['parity', 'ga'], ['gate']],
    [['parity', 'gate', '--cl'], ['--client']],
    [['parity', 'gate', '--client', ''], ['listed-clients']],
    [['parity', 'run', '-t', ''], ['listed-targets']],
    [['parity', 'run', '--probes', 'q'], ['quick']],
    [['parity', 'trace', ''], ['listed-clients']],
    [['parity', 'import', ''], ['openapi']],
    [['parity', 'judge', ''], []],
    [['parity', 'completion', 'z'], ['zsh']],
  ])('completes %j with %j', async (words, expected) => {
    expect(await offers(...words)).toEqual(expected);
  });
});

describe.each(['zsh', 'fish'])('parity completion %s', (shell) => {
  it('is a script that the shell can parse, and contains every command', async () => {
    const text = await script(shell);
    for (const verb of ['run', 'trace', 'gate', 'completion']) expect(text).toMatch(new RegExp(`\\b${verb}\\b`));
    const file = join(await mkdtemp(join(tmpdir(), 'parity-completion-')), 'script');
    await writeFile(file, text);
    const read = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    await rm(dirname(file), { recursive: true });
    // A shell that is not installed is not tested.
    if (read.error === undefined) expect(read.stderr).toBe('');
  });
});

describe('parity completion --list', () => {
  it('prints the names of the project, and nothing if there is no project', async () => {
    const cwd = await writeProject();
    const list = async (names: string, folder = cwd) =>
      (await command(['completion', '--list', names], { cwd: folder })).stdout;
    expect(await list('operations')).toBe('things.create\nthings.delete\nthings.get\n');
    expect(await list('targets')).toBe('sandbox\n');
    expect(await list('clients')).toBe('');
    expect(await list('operations', '/')).toBe('');
  });
});
