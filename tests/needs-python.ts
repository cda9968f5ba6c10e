import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** These tests call Python. A machine without python3 skips them unless `CI=true`. */
const NEED_PYTHON = [
  'tests/clients/drivers/command.e2e.test.ts',
  'tests/clients/drivers/command/python-host.e2e.test.ts',
  'tests/clients/drivers/python.e2e.test.ts',
  'tests/clients/drivers/python/modules.e2e.test.ts',
  'tests/clients/drivers/python-calls.e2e.test.ts',
  'tests/clients/hostile-python.e2e.test.ts',
  'tests/clients/trace/trace-client.e2e.test.ts',
  'tests/clients/mutants/cli.e2e.test.ts',
  'tests/clients/mutants/python.e2e.test.ts',
  'tests/clients/try-signatures.e2e.test.ts',
  'tests/commands/audit.e2e.test.ts',
  'tests/commands/gate.e2e.test.ts',
  'tests/commands/manifest.e2e.test.ts',
  'tests/commands/trace.e2e.test.ts',
];

export function leftOut(env: NodeJS.ProcessEnv): readonly string[] {
  if (env.CI === 'true' || spawnSync('python3', ['--version']).status === 0) return [];
  process.stderr.write(
    `python3 is not installed: ${NEED_PYTHON.length} test files that need it are left out (CI=true requires them)\n`,
  );
  return NEED_PYTHON;
}
