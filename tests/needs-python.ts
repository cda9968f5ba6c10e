import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** Tests that drive a client in Python. `CI=true` requires them; elsewhere a machine without python3 leaves them out, and says so. */
const NEED_PYTHON = [
  'tests/clients/drivers/command.test.ts',
  'tests/clients/drivers/python.test.ts',
  'tests/clients/drivers/python/modules.test.ts',
  'tests/clients/drivers/python-calls.test.ts',
  'tests/clients/hostile-python.test.ts',
  'tests/clients/trace/trace-client.test.ts',
  'tests/clients/mutants/cli.test.ts',
  'tests/clients/mutants/python.test.ts',
  'tests/clients/try-signatures.test.ts',
  'tests/commands/audit.test.ts',
  'tests/commands/gate.test.ts',
  'tests/commands/manifest.test.ts',
  'tests/commands/trace.test.ts',
];

/** The test files that this machine cannot run. */
export function leftOut(env: NodeJS.ProcessEnv): readonly string[] {
  if (env.CI === 'true' || spawnSync('python3', ['--version']).status === 0) return [];
  process.stderr.write(
    `python3 is not installed: ${NEED_PYTHON.length} test files that need it are left out (CI=true requires them)\n`,
  );
  return NEED_PYTHON;
}
