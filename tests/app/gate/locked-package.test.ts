import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedAt } from '../../../src/app/gate/locked-package.ts';

const NAME = '@acme/contracts';
const OTHER = '@acme/contracts-extra';

const LOCKS = [
  [
    'package-lock.json',
    JSON.stringify({
      packages: {
        [`node_modules/${OTHER}`]: { version: '9.0.0' },
        [`node_modules/${NAME}`]: { version: '1.2.0', resolved: 'https://r/x.tgz', integrity: 'sha512-aa' },
      },
    }),
  ],
  [
    'pnpm-lock.yaml',
    `lockfileVersion: '9.0'
importers:
  .:
    devDependencies:
      '${OTHER}': { specifier: ^9.0.0, version: 9.0.0 }
      '${NAME}': { specifier: ^1.0.0, version: 1.2.0(zod@4.0.0) }
packages:
  '${NAME}@1.2.0':
    resolution: {integrity: sha512-aa}
`,
  ],
  [
    'pnpm-lock.yaml',
    `lockfileVersion: '6.0'
dependencies:
  '${NAME}':
    specifier: ^1.0.0
    version: 1.2.0
packages:
  /${NAME}@1.2.0:
    resolution: {integrity: sha512-aa}
`,
  ],
  [
    'yarn.lock',
    `# yarn lockfile v1

"${OTHER}@^9.0.0":
  version "9.0.0"

"${NAME}@^1.0.0", "${NAME}@^1.1.0":
  version "1.2.0"
  resolved "https://r/x.tgz"
  integrity sha512-aa
`,
  ],
  [
    'yarn.lock',
    `__metadata:
  version: 8

"${NAME}@npm:^1.0.0":
  version: 1.2.0
  resolution: "${NAME}@npm:1.2.0"
  checksum: sha512-aa
`,
  ],
  ['bun.lock', `{\n  "packages": {\n    "${NAME}": ["${NAME}@1.2.0", "", {}, "sha512-aa"],\n  },\n}\n`],
] as const;

describe('lockedAt', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parity-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(LOCKS)('reads the version and the hash of a package from %s', async (file, text) => {
    writeFileSync(join(folder, file), text);
    expect(await lockedAt(folder, NAME)).toMatchObject({ version: '1.2.0', integrity: 'sha512-aa' });
  });

  it.each(LOCKS)('finds nothing in %s for a package that it does not name', async (file, text) => {
    writeFileSync(join(folder, file), text);
    expect(await lockedAt(folder, '@acme/contract')).toBeUndefined();
  });
});
