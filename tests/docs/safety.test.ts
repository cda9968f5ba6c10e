import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';

const ROWS = tableRows(read('docs/reference/safety.md'));

/** The promises of the README, and the words of the corresponding row of the safety page. */
const README: { readonly [promise: string]: string } = {
  'The servers that we start listen on loopback only': 'What we serve is reachable from this machine only',
  "A key comes from the environment, is sent only to the target's origin, never across a redirect":
    "A key is sent to the target's origin only",
  'and appears in no recording, report or terminal': 'No secret reaches a recording, a report or the terminal',
  'Operations that may affect what the run did not create are not tried unless the target allows them':
    'What was there before a run is not harmed',
  'Client code runs without your credentials in its environment': 'A traced client gets no credentials from us',
};

it.each(ROWS)('names tests that exist for "%s"', (_promise, files) => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(REPOSITORY, file)))).toEqual([]);
});

it('has a row for each promise of the README', () => {
  for (const [promise, row] of Object.entries(README)) {
    expect(section(), 'a promise of this list is not in the README any more').toContain(promise);
    expect(ROWS.map(([said]) => said).filter((said) => said.startsWith(row))).toHaveLength(1);
  }
});

it('has no promise in the README that is not in the list above', () => {
  const rest = Object.keys(README).reduce((text, promise) => text.replace(promise, ''), section());
  expect(rest.replaceAll(/\[.*\]\(.*\)/g, '').replaceAll(/[\s.,]/g, '')).toBe('');
});

function read(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

/** The promise of each row, and the files in its last column. */
function tableRows(page: string): readonly (readonly [promise: string, files: readonly string[]])[] {
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| promise |'));
  return rows.map((row) => {
    const cells = row.split(' | ');
    const files = [...(cells.at(-1) ?? '').matchAll(/`((?:tests|bench)\/[^`]+)`/g)].map(([, file = '']) => file);
    return [cells[0]?.replace('| ', '') ?? '', files];
  });
}

/** The README's section on one line. */
function section(): string {
  const [, after = ''] = read('README.md').split('## Safety\n');
  return (after.split(/\n## |\nMIT\n/)[0] ?? '').replaceAll(/\s+/g, ' ').trim();
}
