import { describe, expect, it } from 'vitest';
import { parseSource, type Source } from './read-sources.ts';
import {
  ambiguousTypes,
  errorCodes,
  foreignNames,
  importCycles,
  impureImports,
  longFiles,
  longFunctions,
  misplacedComments,
  processUses,
  wrongImports,
} from './rules.ts';

const TABLE = { model: [], wire: ['model'] };

/** Each row contains a rule, sources that obey the rule, and sources that violate the rule. */
const RULES: readonly [string, (sources: readonly Source[]) => readonly string[], Files, Files][] = [
  [
    'an import against the table',
    (sources) => wrongImports(sources, TABLE),
    { 'wire/a.ts': "import type { B } from '../model/b.ts';", 'model/b.ts': 'export type B = 1;' },
    { 'wire/a.ts': 'export type A = 1;', 'model/b.ts': "import type { A } from '../wire/a.ts';" },
  ],
  ['a folder without a row', (sources) => wrongImports(sources, TABLE), { 'wire/a.ts': '' }, { 'wired/a.ts': '' }],
  [
    'a cycle of types',
    importCycles,
    { 'a.ts': "import type { B } from './b.ts';", 'b.ts': '' },
    { 'a.ts': "import type { B } from './b.ts';", 'b.ts': "import type { A } from './a.ts';" },
  ],
  ['a long file', (sources) => longFiles(sources, 3), { 'a.py': 'a\nb\nc\n' }, { 'a.py': 'a\nb\nc\nd\n' }],
  [
    'a long function in TypeScript',
    (sources) => longFunctions(sources, 3),
    { 'a.ts': 'const f = () => {\n  a();\n};\n' },
    { 'a.ts': 'const f = () => {\n  a();\n  b();\n};\n' },
  ],
  [
    'a long function in Python',
    (sources) => longFunctions(sources, 3),
    { 'a.py': 'def f(\n    x):\n    a()\n\n\nb()\nc()\n' },
    { 'a.py': 'def f(\n    x):\n    a()\n\n    b()\nc()\n' },
  ],
  [
    'a type name with two meanings',
    ambiguousTypes,
    { 'a.ts': 'export interface A {}', 'b.ts': 'export interface B {}' },
    { 'a.ts': 'export interface A {}', 'b.ts': 'export type A = 1;' },
  ],
  [
    'a name of one API',
    (sources) => foreignNames(sources, { names: /\bpets\b/, home: 'sandbox' }),
    { 'sandbox/a.ts': '// pets' },
    { 'wire/a.ts': '// pets' },
  ],
  [
    'an error code that is not in kebab-case',
    errorCodes,
    { 'a.ts': "throw userError('file-missing', 'x');" },
    { 'a.ts': "throw userError('NO_FILE', 'x');" },
  ],
  [
    'an error code whose noun does not come first',
    errorCodes,
    { 'a.ts': "report({ severity: 'error', code: 'value-invalid', at });" },
    { 'a.ts': "report({ severity: 'error', code: 'invalid-value', at });" },
  ],
  [
    'an error code that names no state',
    errorCodes,
    { 'a.ts': "report({ code: isUnknown ? 'key-unknown' : 'schema-invalid' });" },
    { 'a.ts': "report({ code: isUnknown ? 'key-unknown' : 'schema-keyword' });" },
  ],
  [
    'an error code of a driver whose noun does not come first',
    errorCodes,
    { 'a.py': 'raise DriverFault("method-unknown", name)' },
    { 'a.py': 'raise DriverFault("unknown-method", name)' },
  ],
  [
    'a second factory of errors',
    errorCodes,
    { 'lib/error.ts': 'return Object.assign(new Error(message), { code });' },
    { 'a.ts': 'return Object.assign(new Error(message), { code });' },
  ],
  [
    'an effect in a pure folder',
    (sources) => impureImports(sources, ['wire']),
    { 'run/a.ts': "import { readFile } from 'node:fs/promises';" },
    { 'wire/a.ts': "import { readFile } from 'node:fs/promises';" },
  ],
  [
    'a use of the process',
    (sources) => processUses(sources, ['cli.ts']),
    { 'cli.ts': 'process.exit(1);' },
    { 'run/a.ts': 'process.exit(1);' },
  ],
  [
    'a comment in the place of a message',
    misplacedComments,
    { 'a.ts': "/** Returns the reason as 'Returns the text'. */\nconst hint = 'Check the name of the file.';" },
    { 'a.ts': "const hint = 'Returns the name of the file.';" },
  ],
];

type Files = { readonly [file: string]: string };

describe('the rules of the architecture', () => {
  it.each(RULES)('report %s', (_, rule, _kept, broken) => {
    expect(rule(parse(broken))).toHaveLength(1);
  });

  it.each(RULES)('without %s, report nothing', (_, rule, kept) => {
    expect(rule(parse(kept))).toEqual([]);
  });
});

function parse(files: Files): readonly Source[] {
  return Object.entries(files).map(([file, text]) => parseSource(file, text));
}
