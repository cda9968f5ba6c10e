import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

const bundle: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outDir: 'dist',
  fixedExtension: false,
  dts: false,
  deps: { alwaysBundle: [/^(?!(?:typescript|vitest)$)[^./]/], onlyBundle: false },
};

/** Writes LICENSES.txt: the licences of all packages in the bundle. */
const licences: NonNullable<UserConfig['plugins']> = {
  name: 'licences',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
    const folders = modules.flatMap((id) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []);
    const texts = [...new Set(folders)].filter((folder) => existsSync(`${folder}/package.json`)).map(licenceOf);
    this.emitFile({
      type: 'asset',
      fileName: 'LICENSES.txt',
      source: texts.toSorted().join(`\n${'-'.repeat(80)}\n\n`),
    });
  },
};

function licenceOf(folder: string): string {
  const { name, version, license, licenses } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
  const named =
    license ?? licenses?.map(({ type, url }: { type: string; url: string }) => `${type}, ${url}`).join('; ');
  return `${name} ${version} (${named})\n\n${texts.join('\n\n') || 'The package has no text of its own.'}\n`;
}

/** Entry points that other projects import. */
const library = {
  index: 'src/index.ts',
  vitest: 'src/vitest/vitest.ts',
  'vitest-plugin': 'src/vitest/plugin.ts',
};

// The bundle includes the libraries, because reading hundreds of small files would take most of the time of a short run.
// Code that most commands share is in one chunk. Other chunks are loaded when a command needs them.
const commands = defineConfig({
  ...bundle,
  entry: { cli: 'src/cli.ts', ...library },
  plugins: [licences],
  outputOptions: {
    // Function names are kept, so that stack traces are readable.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
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

// Drivers run in separate processes together with the client under test, so they share no chunk with the commands.
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

// The script that every HTML report embeds.
const page = defineConfig({
  ...bundle,
  entry: { 'page/page': 'src/page/main.ts' },
  platform: 'browser',
  target: 'es2022',
  minify: true,
  copy: [{ from: 'src/page/page.css', to: 'dist/page' }],
});

// Type declarations of the entry points.
const types = defineConfig({
  ...bundle,
  entry: library,
  dts: { emitDtsOnly: true },
});

export default [commands, drivers, page, types];
