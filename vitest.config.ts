import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';
import { leftOut } from './tests/needs-python.ts';

/** Tests that start processes, such as the bundled command, drivers, servers and git. */
const PROCESS_TESTS = 'tests/**/*.e2e.test.ts';
/** Tests of the HTML report in Chromium. Chromium must be installed. */
const BROWSER_TESTS = 'tests/**/*.browser.test.ts';

/** Bundles the sources first, because these tests run the bundled programs. */
const BUILD = ['tests/build.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000, // long enough for a busy machine, so that only a test that hangs reaches it
    hookTimeout: 120_000,
    // Test files may share modules, because no file changes the state of a module. Sharing halves the processor time.
    isolate: false,
    // On two cores, the default is one worker, which mostly waits for processes.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, PROCESS_TESTS, BROWSER_TESTS],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          globalSetup: BUILD,
          include: [PROCESS_TESTS],
          exclude: [...configDefaults.exclude, ...leftOut(process.env)],
        },
      },
      { extends: true, test: { name: 'browser', globalSetup: BUILD, include: [BROWSER_TESTS] } },
    ],
  },
});
