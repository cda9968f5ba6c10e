import { defineConfig, type UserConfig } from 'tsdown';

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
  outputOptions: {
    codeSplitting: {
      groups: [
        { name: 'ajv', test: /node_modules[\\/](?:ajv|fast-|json-schema-|require-from-string)/, priority: 3 },
        { name: 'undici', test: /node_modules[\\/]undici[\\/]/, priority: 3 },
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
  copy: [
    { from: 'src/clients/drivers/python', to: 'dist/drivers' },
    { from: 'src/clients/drivers/hooks', to: 'dist/drivers' },
    { from: 'src/clients/drivers/read_examples.py', to: 'dist/drivers' },
  ],
});

// The HTML report's program: one script for a browser, which the report embeds.
const page = defineConfig({
  ...bundle,
  entry: { 'page/page': 'src/page/main.ts' },
  platform: 'browser',
  target: 'es2022',
  minify: true,
  copy: [{ from: 'src/page/page.css', to: 'dist/page' }],
});

export default [commands, drivers, page];
