import { describe, expect, it } from 'vitest';
import { exampleProject, runNode } from './example-project.ts';

describe('examples/library', () => {
  it('passes, and prints a line for each cause of a server with a defect', async () => {
    const root = await exampleProject('library');
    const good = await runNode(['nightly.mjs'], root);
    expect(good, good.output).toMatchObject({ exitCode: 0 });
    expect(good.output).toMatch(/^\d+ scenarios passed$/m);
    const bad = await runNode(['nightly.mjs', 'fire-unknown-fields-ignored'], root);
    expect(bad.exitCode).toBe(1);
    expect(bad.output).toMatch(/^error [\w-]+\/cues\.fire/m);
  });

  it('prints the message and the hint of an error', async () => {
    const { exitCode, output } = await runNode(
      ['nightly.mjs', 'fire-unknown-field-ignored'],
      await exampleProject('library'),
    );
    expect(exitCode).toBe(2);
    expect(output).toContain('--list-defects');
  });
});
