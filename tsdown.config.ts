import { defineConfig, type UserConfig } from 'tsdown';

const UNDICI_CLIENT = `
  export { default as Client } from 'undici/lib/dispatcher/client.js';
  export { default as buildConnector } from 'undici/lib/core/connect.js';
`;

const NOT_BUNDLED = `module.exports = () => { throw new Error('not bundled: see tsdown.config.ts'); };`;

const bundle: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  fixedExtension: false,
  dts: false,
  deps: { alwaysBundle: [/^(?!typescript$)[^./]/], onlyBundle: false },
};

// The libraries are bundled too, in chunks that are loaded when they are needed: looking for and reading hundreds of
// small files is what takes most of a short run's time. What most commands need is one chunk, and what shows the help
// another one.
const commands = defineConfig({
  ...bundle,
  entry: { cli: 'src/cli.ts' },
  copy: [
    { from: 'node_modules/web-tree-sitter/web-tree-sitter.wasm', to: 'dist' },
    { from: 'node_modules/tree-sitter-python/tree-sitter-python.wasm', to: 'dist' },
  ],
  plugins: [onlyUndiciClient()],
  // of web-tree-sitter, for libraries that it is never given
  inputOptions: { checks: { eval: false } },
  outputOptions: {
    codeSplitting: {
      groups: [
        { name: 'ajv', test: /node_modules[\\/](?:ajv|fast-|json-schema-|require-from-string)/, priority: 3 },
        { name: 'undici', test: /node_modules[\\/]undici[\\/]|^\0undici/, priority: 3 },
        { name: 'program', test: /src[\\/]program[\\/]/, priority: 2 },
        { name: 'core', test: /./, minShareCount: 7, priority: 1 },
      ],
    },
  },
});

// Programs of their own, which run beside the client under test: they share nothing with the commands.
const drivers = defineConfig({
  ...bundle,
  entry: {
    'drivers/node': 'src/clients/drivers/node.ts',
    'drivers/mcp': 'src/clients/drivers/mcp.ts',
    'drivers/command': 'src/clients/drivers/command.ts',
  },
  copy: [{ from: 'src/clients/drivers/python', to: 'dist/drivers' }],
});

export default [commands, drivers];

/**
 * Of undici only what we use: its index also loads fetch, caches, mocks and web sockets, and its client HTTP/2, which it
 * speaks only where it is allowed to, and the bodies of fetch: ours are bytes.
 */
function onlyUndiciClient() {
  const client = '\0undici-client';
  const nothing = '\0undici-not-bundled.cjs';
  const texts: Readonly<Record<string, string>> = { [client]: UNDICI_CLIENT, [nothing]: NOT_BUNDLED };
  const left = ['./client-h2.js', '../web/fetch/body.js'];
  return {
    name: 'only-undici-client',
    resolveId: (id: string) => (id === 'undici' ? client : left.includes(id) ? nothing : null),
    load: (id: string) => texts[id] ?? null,
  };
}
