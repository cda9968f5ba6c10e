import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, it } from 'vitest';
import { formatProblem } from '../../../src/app/trace/keep-snapshot.ts';
import { REPOSITORY } from '../../helpers/command.ts';

const SNAPSHOTS = globSync(['clients/*.surface.yaml', 'examples/clients/*.surface.yaml'], { cwd: REPOSITORY }).sort();

it.each(SNAPSHOTS)('the committed snapshot %s has the current format', async (file) => {
  expect(formatProblem(await readFile(join(REPOSITORY, file), 'utf8'))).toBeUndefined();
});

it('a snapshot without a format version has format 1', () => {
  expect(formatProblem('client: acme\n')).toContain('has format 1');
});
