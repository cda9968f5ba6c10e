import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

async function severityWith(config: string) {
  const cwd = await writeProject({ 'parity.config.yaml': config });
  const { stdout, stderr } = await command(['config', '--json'], { cwd });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { severity: { [kind: string]: string } }).severity;
}

describe('settings that were made for an earlier version', () => {
  it('turn a kind that was added later into a warning, and no other kind', async () => {
    expect(await severityWith('made_for: 0.1.0\n')).toEqual({ 'default-sent': 'warning' });
  });

  it.each([
    '0.2.0',
    '0.10.0',
  ])('do not change the kind if they name its version or a later one, as %s', async (version) => {
    expect(await severityWith(`made_for: ${version}\n`)).toEqual({});
  });

  it('change no kind if they name no version', async () => {
    expect(await severityWith('default_target: sandbox\n')).toEqual({});
  });

  it('are overridden by the setting for the kind', async () => {
    expect(await severityWith('made_for: 0.1.0\nseverity: { default-sent: error }\n')).toEqual({
      'default-sent': 'error',
    });
  });
});
