import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';
import { leftOut } from './tests/needs-python.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...leftOut(process.env)],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A file's tests change nothing that another file could meet; sharing the modules saves half of the processor's time.
    isolate: false,
    // Left to itself vitest keeps a core free: on two cores that is one worker, waiting for processes most of the time.
    maxWorkers: 3,
    globalSetup: ['tests/build.ts'],
  },
});
