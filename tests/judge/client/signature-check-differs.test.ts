import { expect, it } from 'vitest';
import { judgeClient } from '../../../src/judge/client/judge-client.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { CallOutcome, DriverValue } from '../../../src/model/driver.ts';
import type { SignatureScheme, SignatureVector } from '../../../src/model/signature.ts';
import type { ClientCall, Trace } from '../../../src/model/trace.ts';
import { readClient } from '../../../src/surface/read-client.ts';
import { contractSet } from '../builders.ts';

const at = { file: 'contracts/signatures.yaml', line: 1, column: 1 };

function vector(name: string, changes: Partial<SignatureVector> = {}): SignatureVector {
  const content = { kind: 'json', value: { a: 1 } } as const;
  return { name, content, as: 'text', spelling: 'signed', change: 'none', ageMs: 0, valid: true, at, ...changes };
}

const SCHEME: SignatureScheme = {
  name: 'deliveries',
  headers: { signature: 'Signature', timestamp: 'Timestamp' },
  algorithm: 'hmac-sha256',
  format: 'v1=${hex}',
  signed: '${timestamp}.${payload}',
  payload: 'sorted-json',
  toleranceMs: 300_000,
  vectors: [
    vector('good'),
    vector('stale', { ageMs: 360_000, valid: false }),
    vector('empty', { change: 'empty', valid: false }),
  ],
  at,
};
const contracts = { ...contractSet(), signatures: [SCHEME] };
const judge = await createJudge({ contracts, profile: 'full', where: 'acme', severity: {} });

/** Simulates the signature check of a client. Each vector has its own outcome. */
function judged(good: CallOutcome, stale: CallOutcome, empty?: CallOutcome) {
  const call = (name: string, outcome: CallOutcome, index: number): ClientCall => ({
    ...{ kind: 'call', id: `acme/verify#${index}`, method: 'verify', arguments: {}, exchanges: [], outcome },
    purpose: { kind: 'signature', vector: `deliveries/${name}` },
  });
  const trace: Trace = {
    start: {
      ...{ kind: 'trace', format: 1, tool: 't', client: 'acme', profile: 'full', contracts: 'h', revision: null },
    },
    description: {
      ...{ protocol: 1, driver: 'python', runtime: 'Python 3.11', errors: [], versions: [] },
      methods: [{ name: 'verify', parameters: [] }],
    },
    calls: [call('good', good, 1), call('stale', stale, 2), ...(empty === undefined ? [] : [call('empty', empty, 3)])],
    ...{ blocked: [], contacts: [], cuts: [], end: null },
  };
  const client = { covers: { only: ['none'], except: [] }, origins: [], errors: {}, driver: 'python', at } as const;
  return judgeClient({ trace, surface: readClient(trace, contracts), client, judge }).scenarios[0]?.steps[0];
}

const returned = (value: DriverValue): CallOutcome => ({ kind: 'returned', value });
const raised = (name: string): CallOutcome => ({
  ...{ kind: 'raised', class: name, bases: [], text: 'told', attributes: {}, own: name.startsWith('acme.') },
});

it('has the expected and the observed result, and points to the call', () => {
  const step = judged(returned(true), returned(true));
  expect(step?.findings).toEqual([
    {
      kind: 'signature-check-differs',
      severity: 'error',
      fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
      where: 'acme',
      operation: '*',
      address: 'acme/verify',
      field: 'stale',
      expected: 'rejected: correctly signed 360 s ago; as text {"a":1}',
      observed: 'accepted: returned true',
      evidence: { exchange: 'acme/verify#2', pointer: '/outcome', excerpt: 'returned true' },
      cause: expect.stringMatching(/^signature-check-differs\/signature-stale~/),
      methods: ['verify'],
    },
  ]);
});

it.each<[string, CallOutcome, CallOutcome, readonly string[]]>([
  ['true and false', returned(true), returned(false), []],
  ['the event, or an error', returned({ a: 1 }), raised('acme.BadSignature'), []],
  ['nothing, or an error', returned(null), raised('acme.BadSignature'), []],
  ['the event, or nothing', returned({ a: 1 }), returned(null), []],
  ['nothing for both', returned(null), returned(null), ['stale']],
  ['false for both', returned(false), returned(false), ['good']],
  ['an error for both', raised('TypeError'), raised('TypeError'), ['good']],
  ['the opposite results', returned(false), returned(true), ['good', 'stale']],
  ['no result in time', returned(true), { kind: 'timed-out', afterMs: 100 }, ['stale']],
  ['the end of the process', returned(true), raised('process-died'), ['stale']],
  ['a refusal of the driver', returned(true), raised('driver-refused'), ['stale']],
])('judges a function that responds with %s', (_title, good, stale, wrong) => {
  expect(judged(good, stale)?.findings.map(({ field }) => field)).toEqual(wrong);
});

it('counts a function that judges every vector correctly as exercised', () => {
  expect(judged(returned(true), returned(false))).toMatchObject({ address: 'acme/verify', state: 'exercised' });
});

it.each<[string, CallOutcome, readonly string[]]>([
  ['an error from outside the client is a crash', raised('TypeError'), ['empty']],
  ['an error of the client is a rejection', raised('acme.BadSignature'), []],
])('if a function rejects by returning false, %s', (_title, empty, wrong) => {
  expect(judged(returned(true), returned(false), empty)?.findings.map(({ field }) => field)).toEqual(wrong);
});
