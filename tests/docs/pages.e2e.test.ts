import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';
import { type Outcome, runPage } from './run-page.ts';

// A page runs dozens of commands; nothing here is about speed.
vi.setConfig({ testTimeout: 600_000 });

describe('a page that teaches', () => {
  it.each(['docs/tutorial.md'])('%s shows what its commands print', async (file) => {
    const outcomes = await runPage(readFileSync(join(REPOSITORY, file), 'utf8'));
    expect(outcomes.flatMap(problems)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(0);
  });
});

/** A command must end with 0, and print each line that the page shows, in this order. `…` stands for any text. */
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
