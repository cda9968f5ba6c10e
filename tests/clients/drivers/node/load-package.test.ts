import { expect, it } from 'vitest';
import { type PackageManifest, runtimeEntry, typesEntry } from '../../../../src/clients/drivers/node/load-package.ts';

const BOTH = { import: { types: './a.d.mts', default: './a.mjs' }, require: './a.cjs' };

it.each<[string, PackageManifest, string, string | null, string | null]>([
  ['main', { main: './m.js', types: './m.d.ts' }, '.', './m.js', './m.d.ts'],
  ['module if there is no main', { module: './m.mjs' }, '.', './m.mjs', null],
  ['index.js if package.json names no file', {}, '.', './index.js', null],
  ['exports before main', { main: './m.js', exports: './e.js' }, '.', './e.js', null],
  ['the conditions of import', { exports: { '.': BOTH } }, '.', './a.mjs', './a.d.mts'],
  ['require if there is no import', { exports: { require: './r.cjs' } }, '.', './r.cjs', null],
  ['the first fitting file of a list', { exports: ['./one.js', './two.js'] }, '.', './one.js', null],
  ['a subpath', { exports: { '.': './i.js', './sub': './s.js' } }, './sub', './s.js', null],
  [
    'a pattern',
    { exports: { './*': { types: './t/*.d.ts', default: './d/*.js' } } },
    './x/y',
    './d/x/y.js',
    './t/x/y.d.ts',
  ],
  ['no path that is not exported', { exports: { '.': './i.js' } }, './sub', null, null],
  ['a file of a package without exports', { main: './m.js', types: './m.d.ts' }, './lib/x.js', './lib/x.js', null],
])('finds %s', (_title, manifest, subpath, runtime, types) => {
  expect([runtimeEntry(manifest, subpath), typesEntry(manifest, subpath)]).toEqual([runtime, types]);
});
