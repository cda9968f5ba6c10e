import { defineConfig } from 'tsdown';

const UNDICI_CLIENT = `
  export { default as Client } from 'undici/lib/dispatcher/client.js';
  export { default as buildConnector } from 'undici/lib/core/connect.js';
`;

const UNDICI_HTTP2 = `module.exports = () => { throw new Error('HTTP/2 is not bundled: see tsdown.config.ts'); };`;

// The libraries are bundled too, in chunks that are loaded when they are needed: looking for and reading hundreds of
// small files is what takes most of a short run's time.
export default defineConfig({
  entry: {
    cli: 'src/cli.ts',
    'drivers/node': 'src/clients/drivers/node.ts',
    'drivers/mcp': 'src/clients/drivers/mcp.ts',
    'drivers/command': 'src/clients/drivers/command.ts',
  },
  copy: [
    { from: 'src/clients/drivers/python.py', to: 'dist/drivers' },
    { from: 'node_modules/web-tree-sitter/web-tree-sitter.wasm', to: 'dist' },
    { from: 'node_modules/tree-sitter-python/tree-sitter-python.wasm', to: 'dist' },
  ],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  fixedExtension: false,
  dts: false,
  clean: true,
  deps: { alwaysBundle: [/^(?!typescript$)[^./]/], onlyBundle: false },
  plugins: [onlyUndiciClient()],
});

/**
 * Of undici only what we use: its index also loads fetch, caches, mocks and web sockets, and its client the whole of
 * HTTP/2, which it speaks only where it is allowed to.
 */
function onlyUndiciClient() {
  const client = '\0undici-client';
  const http2 = '\0undici-http2.cjs';
  const texts: Readonly<Record<string, string>> = { [client]: UNDICI_CLIENT, [http2]: UNDICI_HTTP2 };
  return {
    name: 'only-undici-client',
    resolveId: (id: string) => (id === 'undici' ? client : id === './client-h2.js' ? http2 : null),
    load: (id: string) => texts[id] ?? null,
  };
}
