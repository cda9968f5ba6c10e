// @ts-check
// Runs the suites as `parity run` does, and prints one line for each cause. Arguments are defects of the sandbox.
import { isUserError, run } from 'wireparity';

const defects = process.argv.slice(2);

try {
  const { verdict, exitCode } = await run({ target: 'sandbox', probes: 'none', defect: defects });
  for (const { id, severity, count } of verdict?.causes ?? []) console.log(`${severity} ${id} (${count})`);
  for (const { owner, what } of verdict?.xpasses ?? []) console.log(`xpass ${what}: tell ${owner}`);
  console.log(`${verdict?.counts.scenarios.passed ?? 0} scenarios passed`);
  process.exitCode = exitCode;
} catch (error) {
  if (!isUserError(error)) throw error;
  console.error(`${error.message}\n${error.hint ?? ''}`);
  process.exitCode = error.exitCode;
}
