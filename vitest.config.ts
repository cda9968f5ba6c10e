import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';
import { leftOut } from './tests/needs-python.ts';

/** Tests that start processes: the bundled command, drivers and their clients, servers, git. */
const PROCESS_TESTS = 'tests/**/*.e2e.test.ts';
/** Tests of the HTML report in Chromium, which must be installed. */
const BROWSER_TESTS = 'tests/**/*.browser.test.ts';

/** Their programs are the bundle of the sources under test. */
const BUILD = ['tests/build.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000, // a hang, on however busy a machine
    hookTimeout: 120_000,
    // No test file changes anything that another file sees, and shared modules halve the processor time.
    isolate: false,
    // By default vitest leaves one core free, which on two cores means one worker that mostly waits for processes.
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
