import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

/** Levels that differ from the kinds' own, as the settings come to them. */
async function severityWith(config: string) {
  const cwd = await writeProject({ 'parity.config.yaml': config });
  const { stdout, stderr } = await command(['config', '--json'], { cwd });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { severity: { [kind: string]: string } }).severity;
}

describe('settings that were made for an earlier version', () => {
  it('make a kind that a later version adds a warning, and no other one', async () => {
    expect(await severityWith('made_for: 0.1.0\n')).toEqual({ 'default-sent': 'warning' });
  });

  it.each(['0.2.0', '0.10.0'])('leave the kind as it is from its own version on, as %s', async (version) => {
    expect(await severityWith(`made_for: ${version}\n`)).toEqual({});
  });

  it('leave every kind as it is when they name no version', async () => {
    expect(await severityWith('default_target: sandbox\n')).toEqual({});
  });

  it('are overridden by the level of a kind', async () => {
    expect(await severityWith('made_for: 0.1.0\nseverity: { default-sent: error }\n')).toEqual({
      'default-sent': 'error',
    });
  });
});
