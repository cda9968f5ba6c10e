import { describe, expect, it } from 'vitest';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import { writeProject } from '../helpers/project.ts';

const FILE = `deliveries:
  headers: { signature: Signature, timestamp: Timestamp }
  algorithm: hmac-sha256
  format: "v1=\${hex}"
  signed: "\${timestamp}.\${payload}"
  payload: sorted-json
  tolerance: 5m
  vectors:
    good: { payload: { a: 1 }, valid: true }
    stale: { payload: { a: 1 }, as: bytes, spelling: compact, age: 6m, valid: false }
    other: { body: '{"a": 1.0}', change: payload, age: -1m, valid: false }
`;

async function load(text: string, client?: string) {
  const files = { 'contracts/signatures.yaml': text, 'clients/acme.yaml': client ?? null };
  return loadWorkspace(await writeProject(files));
}

function edited(from: string, to: string): string {
  if (!FILE.includes(from)) throw new Error(`the file has no ${from}`);
  return FILE.replace(from, () => to);
}

const said = ({ diagnostics }: Awaited<ReturnType<typeof load>>) =>
  diagnostics.map(({ path, message }) => `${path}: ${message}`);

it('reads the vectors of a scheme, with defaults for missing keys', async () => {
  const { contracts, diagnostics } = await load(FILE);
  expect(diagnostics).toEqual([]);
  expect(contracts.operations.has('signatures')).toBe(false);
  expect(contracts.signatures).toMatchObject([
    {
      name: 'deliveries',
      headers: { signature: 'Signature', timestamp: 'Timestamp' },
      toleranceMs: 300_000,
      vectors: [
        {
          ...{ name: 'good', as: 'text', spelling: 'signed', change: 'none', ageMs: 0, valid: true },
          content: { kind: 'json', value: { a: 1 } },
          at: { file: 'contracts/signatures.yaml', line: 9, column: 5 },
        },
        { name: 'stale', as: 'bytes', spelling: 'compact', ageMs: 360_000, valid: false },
        { name: 'other', content: { kind: 'body', text: '{"a": 1.0}' }, change: 'payload', ageMs: -60_000 },
      ],
    },
  ]);
});

it('returns no signature scheme if signatures.yaml does not exist', async () => {
  const { contracts } = await loadWorkspace(await writeProject());
  expect(contracts.signatures).toEqual([]);
});

describe('a mistake', () => {
  it.each([
    ['v1=${hex}', 'v1=${hax}', 'format: must contain exactly one of ${hex} and ${base64}; was "v1=${hax}"'],
    ['v1=${hex}', 'v1=${hax}', 'format: contains the unknown placeholder ${hax}'],
    ['.${payload}', '', 'signed: must contain ${payload}; was "${timestamp}"'],
    [', timestamp: Timestamp', '', 'signed: contains ${timestamp}, but no header sends the timestamp to the receiver'],
    ['${timestamp}.', '', 'tolerance: is allowed only if `signed` contains ${timestamp}'],
    ['hmac-sha256', 'md5', 'algorithm: must be one of hmac-sha256, hmac-sha512, hmac-sha1; was "md5"'],
    ['age: 6m', 'age: soon', 'vectors.stale.age: must be a duration such as 10m or -10m; was "soon"'],
    [
      'age: 6m',
      'age: 4m',
      'vectors.stale.valid: must be true, because the age of the delivery is within the tolerance',
    ],
    [
      '1 }, valid: true',
      '1 }, age: -6m, valid: true',
      'vectors.good.valid: must be false, because the age of the delivery is beyond the tolerance',
    ],
    [
      '1 }, valid: true',
      '1 }, change: secret, valid: true',
      'vectors.good.valid: must be false, because `change` is secret',
    ],
    ['1 }, valid: true', '1 }, valid: false', 'vectors: must contain at least one valid and one invalid vector'],
    [
      `body: '{"a": 1.0}'`,
      `body: "{}", as: object`,
      'vectors.other.as: cannot be an object: the signature is computed over text',
    ],
    [
      `body: '{"a": 1.0}', `,
      '',
      'vectors.other: must have exactly one of "payload" and "body"; was {"change":"payload","age":"-1m","valid":false}',
    ],
    ['change: payload', 'chnge: payload', 'vectors.other.chnge: unknown key "chnge"'],
  ])('%s → %s is reported', async (from, to, message) => {
    expect(said(await load(edited(from, to)))).toContain(`deliveries.${message}`);
  });

  it('rejects a vector that removes the prefix from a signature without a prefix', async () => {
    const text = edited('"v1=${hex}"', '"${hex}"').replace('change: payload', 'change: prefix');
    expect(said(await load(text))).toEqual([
      'deliveries.vectors.other.change: the format has no prefix that could be removed',
    ]);
  });
});

describe("a client's function", () => {
  const client = (signatures: string) =>
    `driver: python\nsource: { path: . }\nsignatures: { call: acme.verify, ${signatures} }\n`;
  const ALL = 'parameters: { body: payload, sig: signature, at: timestamp, key: secret }';
  const SEVERAL = `${FILE}${FILE.replace('deliveries', 'alerts')}`;

  it.each([
    [FILE, ALL, []],
    [FILE, `${ALL}, scheme: deliveries`, []],
    [FILE, 'parameters: { body: payload, all: headers, key: secret }', []],
    [
      FILE,
      'parameters: { body: payload, key: secret }',
      ['signatures.parameters: must have a parameter for signature and timestamp'],
    ],
    [
      FILE,
      `${ALL}, scheme: delivery`,
      ['signatures.scheme: must be a key of contracts/signatures.yaml; was "delivery"'],
    ],
    [SEVERAL, ALL, ['signatures: must name a scheme, because contracts/signatures.yaml has several schemes']],
    [SEVERAL, `${ALL}, scheme: alerts`, []],
    ['{}\n', ALL, ['signatures: the API declares no signature scheme']],
  ])('%#: %s', async (text, signatures, messages) => {
    expect(said(await load(text, client(signatures)))).toEqual(messages);
  });
});
