import { defineConfig } from 'vitest/config';
import { parity } from 'wireparity/vitest/plugin';

// The plugin is for watch mode: a change of a contract, a suite or the client runs the tests that depend on it.
export default defineConfig({ plugins: [parity()] });
