import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../helpers/command.ts';

/** Commands that are typed one after another in one project. */
export interface Scene {
  /** What differs from the first scene, shown as a comment in the transcript. */
  readonly title?: string;
  readonly project: Project;
  /** Files in addition to those of the project. */
  readonly files?: { readonly [file: string]: string };
  /** Command lines that run before the scene and are not shown. */
  readonly before?: readonly string[];
  /** Command lines, in which `SHOP` and `BROKEN` stand for the addresses of a correct and a faulty server. */
  readonly lines: readonly (string | LongLine)[];
}

/** A command that runs until Ctrl-C, as `typeLine` describes. */
export interface LongLine {
  readonly line: string;
  readonly until: RegExp;
  readonly request?: string;
}

/** `shop` has contracts that were imported from the shop, and `client` also has a client of the shop. */
type Project = 'empty' | 'shop' | 'client';

/** Files of each project, apart from the imported contracts. */
export const PROJECT_FILES: { readonly [project in Project]: { readonly [file: string]: string } } = {
  empty: {},
  shop: {},
  client: tutorialClient(),
};

/** Returns the client of the tutorial, a faulty version of it, and a program that uses it. */
function tutorialClient(): { readonly [file: string]: string } {
  const page = readFileSync(join(REPOSITORY, 'docs/tutorial.md'), 'utf8');
  const block = (start: RegExp) => start.exec(page)?.[1] ?? '';
  const client = block(/client\/index\.js`:\n+```js\n([\s\S]*?)```/);
  return {
    'client/package.json': block(/client\/package\.json`:\n\n```json\n([\s\S]*?)```/),
    'client/index.js': client,
    'misplaced.js': client.replace(
      "order, { 'Idempotency-Key': idempotencyKey }",
      '{ ...order, idempotency_key: idempotencyKey }',
    ),
    'clients/shop.yaml': block(/clients\/shop\.yaml`:\n\n```yaml\n([\s\S]*?)```/),
    'use.mjs': `import { Shop } from './client/index.js';

const shop = new Shop({ apiKey: 'a-key', baseUrl: process.env.PARITY_BASE_URL });
await shop.create({ item: 'tea', quantity: 101 });
`,
  };
}

export const MISTAKE = {
  'contracts/carts/get.yaml':
    'summary: Get.\nrequest: GET /carts/{id}\nauth: key\nfields:\n  id: { in: path, schema: { tpye: string } }\nresponses: { 200: {} }\n',
};

export const WITHOUT_CONTRACTS = { title: 'without contracts', project: 'empty' } as const;

/** Scenes by the name of their file in `docs/transcripts`. */
export interface Scenes {
  readonly [name: string]: readonly Scene[];
}
