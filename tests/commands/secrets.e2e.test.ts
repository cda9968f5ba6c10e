import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { command, ownProject } from '../helpers/command.ts';

describe('a key in the environment', () => {
  it('appears in no output of any command and in no remaining file', async () => {
    const root = await ownProject();
    const sandbox = await startSandbox({ defects: ['wrong-key-forbidden', 'response-field-gone'] });
    const { main, other, operator } = sandbox.accounts;
    const env = {
      PARITY_MAIN_API_KEY: main.api_key,
      PARITY_MAIN_SESSION: main.session_token,
      PARITY_OTHER_API_KEY: other.api_key,
      PARITY_OPERATOR_INTERNAL: operator.internal_token,
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: join(root, 'reports', 'summary.md'),
    };
    const target = ['--target', sandbox.origin, '--allow-destructive'];
    const runs = [
      [
        'run',
        ...target,
        '--probes',
        'none',
        '-g',
        '/^(account|cues|agents|agent-secrets|errors|fire)\\//',
        '--reporter',
        'terminal',
        '--reporter',
        'github',
        '--reporter',
        'json',
        '--reporter',
        'junit',
      ],
      ['judge', 'reports/recording.jsonl'],
      ['run', ...target, '--list'],
      ['config', '--print'],
      ['check'],
    ];
    const outputs: string[] = [];
    for (const args of runs) {
      const { stdout, stderr, exitCode } = await command(args, { cwd: root, env });
      expect(exitCode, stderr).toBeLessThan(2);
      outputs.push(stdout, stderr);
    }
    await sandbox.close();
    for (const file of await readdir(join(root, 'reports')))
      outputs.push(await readFile(join(root, 'reports', file), 'utf8'));
    const secrets = [main.api_key, main.session_token, other.api_key, operator.internal_token];
    const leaks = outputs.flatMap((text) =>
      secrets.filter((secret) => text.includes(secret) || text.includes(secret.slice(-16))),
    );
    expect(leaks).toEqual([]);
    expect(outputs.some((text) => text.includes('[redacted:'))).toBe(true);
  });

  it('is named in the message if a target needs it and it is not set', async () => {
    const { writeFile } = await import('node:fs/promises');
    const root = await ownProject();
    await writeFile(
      join(root, 'parity.config.yaml'),
      'targets: { staging: { url: "http://127.0.0.1:1", actors: { main: { api_key: { env: STAGING_KEY } } } } }\n',
    );
    const { exitCode, stderr } = await command(['run', '--target', 'staging'], { cwd: root });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('STAGING_KEY');
  });
});
