import { readFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

const SRC = join(dirname(fileURLToPath(import.meta.url)), '../src');

const BELOW_APP = [
  'model',
  'lib',
  'schema',
  'wire',
  'recording',
  'load',
  'plan',
  'run',
  'surface',
  'openapi',
  'audit',
  'clients',
  'judge',
  'gate',
  'report',
  'sandbox',
];

/** Folder → the folders of `src/` that it may import. Imports run one way: see ARCHITECTURE.md. */
const MAY_IMPORT: { readonly [folder: string]: readonly string[] } = {
  model: [],
  lib: [],
  schema: ['model', 'lib'],
  wire: ['model', 'lib', 'schema'],
  recording: ['model', 'lib', 'wire'],
  load: ['model', 'lib', 'schema'],
  plan: ['model', 'lib', 'schema'],
  run: ['model', 'lib', 'schema', 'wire', 'recording', 'plan'],
  surface: ['model', 'lib', 'schema', 'wire'],
  openapi: ['model', 'lib', 'schema', 'plan'],
  judge: ['model', 'lib', 'schema', 'wire'],
  audit: ['model', 'lib', 'schema', 'wire', 'plan', 'surface', 'openapi', 'judge'],
  clients: ['model', 'lib', 'schema', 'wire', 'recording', 'run', 'surface', 'audit'],
  gate: ['model', 'lib', 'surface', 'judge'],
  report: ['model', 'lib', 'judge'],
  sandbox: ['lib'],
  app: BELOW_APP,
  commands: [...BELOW_APP, 'app'],
  program: ['lib', 'report', 'app', 'commands'],
  '.': ['app', 'program'],
};

/** What the pure folders must not touch: the disk, the network, other processes. */
const EFFECTS = /^(node:)?(fs|fs\/promises|http|https|net|tls|child_process|process|os|dgram|dns)$|^undici$/;
const PURE = ['model', 'lib', 'schema', 'wire', 'plan', 'judge', 'openapi', 'surface', 'audit', 'gate', 'report'];

const sources = await readSources();

describe('the architecture', () => {
  it('has a row for every folder of src', () => {
    const folders = new Set(sources.map((source) => source.folder));
    expect([...folders].filter((folder) => !Object.hasOwn(MAY_IMPORT, folder))).toEqual([]);
  });

  it('has imports that run one way', () => {
    const wrong = sources.flatMap(({ file, folder, imports }) =>
      imports
        .filter((each) => each.startsWith('.'))
        .map((each) => folderOf(posix.join(posix.dirname(file), each)))
        .filter((target) => target !== folder && target !== '..' && !MAY_IMPORT[folder]?.includes(target))
        .map(
          (target) =>
            `src/${file} imports ${target}/, but ${folder}/ may import only ${MAY_IMPORT[folder]?.join(', ') || 'nothing'}`,
        ),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps effects at the two ends', () => {
    const wrong = sources
      .filter(({ folder }) => PURE.includes(folder))
      .flatMap(({ file, imports }) =>
        imports.filter((each) => EFFECTS.test(each)).map((each) => `src/${file} imports ${each}`),
      );
    expect(wrong).toEqual([]);
  });

  it('touches the process and the console in cli.ts and the drivers only', () => {
    const wrong = sources
      .filter(
        ({ file, code }) =>
          // drivers are programs of their own
          file !== 'cli.ts' &&
          !file.startsWith('clients/drivers/') &&
          /\bconsole\.|\bprocess\.(exit|env|argv|stdout|stderr|cwd|on)\b/.test(code),
      )
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });

  it('knows CueAPI in the sandbox only', () => {
    const wrong = sources
      .filter(({ folder, text }) => folder !== 'sandbox' && /cueapi|cue_sk_/i.test(text))
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });
});

interface Source {
  readonly file: string;
  readonly folder: string;
  readonly text: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

async function readSources(): Promise<readonly Source[]> {
  const files = await glob('**/*.ts', { cwd: SRC });
  return Promise.all(
    files.toSorted().map(async (path) => {
      const file = relative('.', path).replaceAll('\\', '/');
      const text = await readFile(join(SRC, file), 'utf8');
      const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
      const imports = [...code.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
      return { file, folder: folderOf(file), text, code, imports };
    }),
  );
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '.';
}
