import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../../helpers/command.ts';
import { writeProject } from '../../helpers/project.ts';

/** The locations at which each fault is possible. */
const LOCATIONS: { readonly [operator: string]: readonly string[] } = {
  move: ['query', 'header', 'cookie', 'body', 'nested', 'list'],
  drop: ['query', 'header', 'cookie', 'body', 'nested', 'list', 'credential'],
  rename: ['query', 'header', 'cookie', 'body', 'nested', 'list'],
  retype: ['query', 'body', 'nested', 'list'],
  restyle: ['query', 'list', 'credential'],
  're-encode': ['path', 'query', 'body', 'list'],
  double: ['query', 'header', 'body', 'credential'],
  default: ['query', 'header', 'cookie', 'body', 'nested', 'list'],
  swap: ['query', 'header', 'cookie', 'body', 'nested'],
};
/** The key is the location of a fault. The value is the list of arguments of the faulty method. */
const ARGUMENTS: { readonly [location: string]: readonly string[] } = {
  ...{ path: [], credential: [], query: ['page', 'limit', 'search', 'flag', 'tags'], list: ['tags', 'parts'] },
  ...{ header: ['trace_id', 'second_id'], cookie: ['theme', 'skin_tone'], nested: ['depth', 'height'] },
  body: ['size', 'width', 'label', 'parts'],
};

interface Row {
  readonly fault: string;
  readonly takes: readonly string[];
}

const FAULTS = Object.entries(LOCATIONS).flatMap(([operator, places]) =>
  places.map((place): Row => ({ fault: `${operator} ${place}`, takes: ARGUMENTS[place] ?? [] })),
);
const CONTROLS = ['right_one', 'right_two'];
const ROWS: { readonly [name: string]: Row } = Object.fromEntries([
  ...FAULTS.map((row) => [row.fault.replaceAll(/\W/g, '_'), row] as const),
  ...CONTROLS.map((name) => [name, { fault: 'none', takes: [...new Set(Object.values(ARGUMENTS).flat())] }] as const),
]);

/** Faults that only an intent file reveals, because each wrong request is valid in itself. */
const ONLY_WITH_INTENT = /^(?:drop (?!credential)|default|swap|double body|re-encode body|restyle list)/;

const VALUE_OF: { readonly [field: string]: unknown } = {
  ...{
    path_id: 'a/b',
    page: 3,
    limit: 4,
    search: 'x&y z',
    flag: true,
    tags: ['u', 'v'],
    trace_id: 't-1',
    second_id: 's-1',
  },
  ...{ theme: 'light', skin_tone: 'warm', size: 11, width: 12, label: 'a label', parts: [21, 22] },
  options: { depth: 31, height: 32 },
};
const LEFT_OUT: { readonly [location: string]: string } = {
  ...{ query: 'page', header: 'trace_id', cookie: 'theme', body: 'size', list: 'tags' },
};

const FIELDS = `
  page: { in: query, schema: { type: integer } }
  limit: { in: query, schema: { type: integer } }
  search: { in: query, schema: { type: string } }
  flag: { in: query, schema: { type: boolean } }
  tags: { in: query, schema: { type: array, items: { type: string } } }
  trace_id: { in: header, name: X-Trace-Id, schema: { type: string } }
  second_id: { in: header, name: X-Second-Id, schema: { type: string } }
  theme: { in: cookie, schema: { type: string } }
  skin_tone: { in: cookie, schema: { type: string } }
  size: { in: body, schema: { type: integer } }
  width: { in: body, schema: { type: integer } }
  label: { in: body, schema: { type: string } }
  parts: { in: body, schema: { type: array, items: { type: integer } } }
  options: { in: body, schema: { type: object, properties: { depth: { type: integer }, height: { type: integer } }, additionalProperties: false } }
`.split('\n');

/** A method has the arguments `depth` and `height` instead of the field `options`. */
const has = ({ takes }: Row, field: string) => takes.includes(field === 'options' ? 'depth' : field);

function contractOf(name: string, row: Row): string {
  const fields = FIELDS.filter((line) => has(row, line.trim().split(':')[0] ?? ''));
  return `summary: One row of the table.
request: POST /t/${name}/{path_id}
auth: key
fields:
  path_id: { in: path, schema: { type: string } }
${fields.join('\n')}
responses:
  200: { body: { type: object, properties: { ok: { type: boolean } } } }
`;
}

function intentOf(name: string, row: Row): unknown {
  const [operator = '', location = ''] = row.fault.split(' ');
  const mine = Object.entries(VALUE_OF).filter(([field]) => field === 'path_id' || has(row, field));
  const given = mine.filter(([field]) => operator !== 'default' || field !== LEFT_OUT[location]);
  const values = Object.fromEntries(given);
  return { [`t.${name}`]: row.fault === 'default nested' ? { ...values, options: { height: 32 } } : values };
}

async function project(): Promise<string> {
  const client = await readFile(join(import.meta.dirname, 'client.py'), 'utf8');
  return writeProject({
    ...Object.fromEntries(
      Object.entries(ROWS).map(([name, row]) => [`contracts/t/${name}.yaml`, contractOf(name, row)]),
    ),
    'sdk/client.py': client,
    'sdk/faults.json': JSON.stringify(ROWS),
    'intent.yaml': JSON.stringify(Object.entries(ROWS).map(([name, row]) => intentOf(name, row))),
    'clients/table.yaml': `driver: python
source: { path: ../sdk }
construct: { call: client.Client, args: ["\${base_url}"] }
covers: { only: ["t.*"] }
`,
  });
}

interface Found {
  readonly kind: string;
  readonly operation: string;
  readonly address: string;
  readonly observed: string;
  readonly methods?: readonly string[];
}

async function foundBy(args: readonly string[], cwd: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const env = { PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1' };
  const { stderr } = await command([...args.slice(0, 1), '--reporter', 'json:found.json', ...args.slice(1)], {
    cwd,
    env,
  });
  const { findings } = JSON.parse(
    await readFile(join(cwd, 'found.json'), 'utf8').catch(() => {
      throw new Error(stderr);
    }),
  ) as { findings: readonly Found[] };
  const kinds = new Map<string, string[]>();
  for (const { kind, operation, address, observed, methods = [] } of findings)
    for (const name of [operation, address, observed, ...methods].flatMap(
      (text) => /\bt[./](\w+)/.exec(text)?.[1] ?? [],
    ))
      kinds.set(name, [...(kinds.get(name) ?? []), kind]);
  return kinds;
}

function missed(found: ReadonlyMap<string, readonly string[]>, isExpected: (fault: string) => boolean = () => true) {
  return Object.entries(ROWS).flatMap(([name, { fault }]) =>
    fault !== 'none' && isExpected(fault) && !found.has(name) ? [fault] : [],
  );
}

const falseOnes = (found: ReadonlyMap<string, readonly string[]>) => CONTROLS.flatMap((name) => found.get(name) ?? []);

describe('the table of faults', () => {
  it('is found in a traced client, except for one row at most', async () => {
    const found = await foundBy(['trace', 'table'], await project());
    expect({ missed: missed(found).slice(1), false: falseOnes(found) }).toEqual({ missed: [], false: [] });
  });

  it('is found in a program with an intent file, except for one row at most', async () => {
    const found = await foundBy(
      ['capture', '--intent', 'intent.yaml', '--', 'python3', 'sdk/client.py'],
      await project(),
    );
    expect({ missed: missed(found).slice(1), false: falseOnes(found) }).toEqual({ missed: [], false: [] });
  });

  it('is found from the requests alone, except for rows that no request can show', async () => {
    const found = await foundBy(['capture', '--', 'python3', 'sdk/client.py'], await project());
    const isExpected = (fault: string) => !ONLY_WITH_INTENT.test(fault);
    expect({ missed: missed(found, isExpected), false: falseOnes(found) }).toEqual({ missed: [], false: [] });
  });
});
