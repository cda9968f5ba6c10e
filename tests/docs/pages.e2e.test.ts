import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';
import { type Outcome, runPage } from './run-page.ts';

// The pages run dozens of commands. This takes long on a slow machine.
vi.setConfig({ testTimeout: 600_000 });

/** The tutorial runs first, because the how-to pages use its project and its running servers. */
const PAGES = [
  'tutorial',
  'how-to/accept-a-known-failure',
  'how-to/ci',
  'how-to/contracts-from-a-document',
  'how-to/hand-over-drift',
  'how-to/run-every-night',
  'how-to/trace-a-client',
  'how-to/use-an-editor',
];

describe('the tutorial and the how-to pages', () => {
  it('show what their commands print in an empty folder with the packed package', async () => {
    const pages = PAGES.map((page) => readFileSync(join(REPOSITORY, `docs/${page}.md`), 'utf8'));
    const outcomes = await runPage(pages.join('\n'));
    expect(outcomes.flatMap(problems)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(40);
  });

  it('are all run if they have a console block', () => {
    const howTos = readdirSync(join(REPOSITORY, 'docs/how-to')).map((file) => `how-to/${file.replace('.md', '')}`);
    const withCommands = howTos.filter((page) =>
      readFileSync(join(REPOSITORY, `docs/${page}.md`), 'utf8').includes('```console'),
    );
    expect(withCommands.filter((page) => !PAGES.includes(page))).toEqual([]);
  });
});

/** The command must print every line that the page shows and end with exit code 0. */
function problems({ text, shown, output, exitCode }: Outcome): readonly string[] {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let at = 0;
  for (const line of shown.filter((each) => each.trim() !== '…')) {
    const found = lines.findIndex((said, index) => index >= at && isLike(said, line));
    if (found === -1) return [`$ ${text}\nlacks: ${line}\nprinted:\n${output}`];
    at = found + 1;
  }
  return exitCode === 0 ? [] : [`$ ${text}\nended with ${exitCode}:\n${output}`];
}

function isLike(said: string, shown: string): boolean {
  const parts = shown
    .trimEnd()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(said);
}
