import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';

const ROWS = tableRows(read('docs/reference/safety.md'));

/** The key is a guarantee in the README. The value is the beginning of its row on the safety page. */
const README: { readonly [promise: string]: string } = {
  'All servers that wireparity starts can be reached only from this machine':
    'The servers that wireparity starts can be reached from this machine only',
  'Keys come from the environment. Keys are sent only to the server under test, and never to the target of a redirect':
    'A key is sent only to the origin of the target',
  'No recording, report or terminal output contains a key': 'No secret reaches a recording, a report or the terminal',
  'If an operation may affect resources that the run did not create, a run calls it only if the settings allow this':
    'Resources that existed before a run are not harmed',
  "A client's code runs without your credentials in its environment": 'A traced client gets no credentials of yours',
};

it.each(ROWS)('names tests that exist for "%s"', (_promise, files) => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(REPOSITORY, file)))).toEqual([]);
});

it('has a row for each guarantee in the README', () => {
  for (const [promise, row] of Object.entries(README)) {
    expect(section(), 'a guarantee in this list is no longer in the README').toContain(promise);
    expect(ROWS.map(([said]) => said).filter((said) => said.startsWith(row))).toHaveLength(1);
  }
});

it('has no guarantee in the README that is not in the list above', () => {
  const rest = Object.keys(README).reduce((text, promise) => text.replace(promise, ''), section());
  expect(rest.replaceAll(/\[.*\]\(.*\)/g, '').replaceAll(/[\s.,]/g, '')).toBe('');
});

function read(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

/** Returns the guarantee and the test files of each row. */
function tableRows(page: string): readonly (readonly [promise: string, files: readonly string[]])[] {
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| guarantee |'));
  return rows.map((row) => {
    const cells = row.split(' | ');
    const files = [...(cells.at(-1) ?? '').matchAll(/`((?:tests|bench)\/[^`]+)`/g)].map(([, file = '']) => file);
    return [cells[0]?.replace('| ', '') ?? '', files];
  });
}

/** Returns the section "Safety" of the README as one line. */
function section(): string {
  const [, after = ''] = read('README.md').split('## Safety\n');
  return (after.split(/\n## |\nMIT\n/)[0] ?? '').replaceAll(/\s+/g, ' ').trim();
}
