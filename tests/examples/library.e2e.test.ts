import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';
import { exampleProject, runNode } from './example-project.ts';

/** Copies the example with only one suite. One suite is enough to see the output. */
async function example(): Promise<string> {
  const root = await exampleProject('library');
  const suites = join(root, '../../suites');
  await rm(suites);
  await mkdir(suites);
  await cp(join(REPOSITORY, 'suites/fire.yaml'), join(suites, 'fire.yaml'));
  return root;
}

describe('examples/library', () => {
  it('passes, and prints a line for each cause if the server has a defect', async () => {
    const root = await example();
    const good = await runNode(['nightly.mjs'], root);
    expect(good, good.output).toMatchObject({ exitCode: 0 });
    expect(good.output).toMatch(/^\d+ scenarios passed$/m);
    const bad = await runNode(['nightly.mjs', 'fire-unknown-fields-ignored'], root);
    expect(bad.exitCode).toBe(1);
    expect(bad.output).toMatch(/^error [\w-]+\/cues\.fire/m);
  });

  it('prints the message and the hint of an error', async () => {
    const { exitCode, output } = await runNode(['nightly.mjs', 'fire-unknown-field-ignored'], await example());
    expect(exitCode).toBe(2);
    expect(output).toContain('--list-defects');
  });
});
