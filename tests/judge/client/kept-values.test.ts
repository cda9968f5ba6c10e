import { describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../../src/model/driver.ts';
import { parameter } from '../../surface/builders.ts';
import { contract, contractSet, spec } from '../builders.ts';
import {
  asThing,
  BOX,
  errorAnswer,
  type FakeMethod,
  findingsIn,
  findingsOf,
  type Given,
  judged,
  make,
  NAME,
  rightRequest,
} from './builders.ts';

const AGAIN = { purpose: { kind: 'again' } } as const;

describe('a repeated call', () => {
  const parameters = [
    BOX,
    NAME,
    parameter('idempotency_key'),
    parameter('limits'),
    parameter('worker_id'),
    parameter('page'),
  ];
  const keeping = (isKept: boolean): FakeMethod['send'] => {
    const kept: { worker_id?: Given[string] } = {};
    return (given) => {
      if (isKept && given.worker_id !== undefined) kept.worker_id = given.worker_id;
      return rightRequest({ ...kept, ...given });
    };
  };
  const found = async (send: FakeMethod['send']) =>
    (await findingsOf(make({ parameters, send, further: [AGAIN] })))
      .filter(({ kind }) => kind === 'state-kept')
      .map(({ field, observed }) => [field, observed]);

  it('has a finding if it sends a value of an earlier call', async () => {
    expect(await found(keeping(true))).toEqual([
      ['worker_id', '"pw-worker-id-z", the value of argument worker_id in an earlier call'],
    ]);
    expect(await found(keeping(false))).toEqual([]);
  });

  it('may send another token that the client generates', async () => {
    let count = 0;
    const send: FakeMethod['send'] = (given) => rightRequest({ ...given, idempotency_key: `key-${++count}` });
    expect(await found(send)).toEqual([]);
  });
});

describe('a method that accepts arbitrary keyword arguments', () => {
  it.each([
    ['ignores an unknown argument', (given: Given) => rightRequest(given), [['**', 'warning']]],
    ['sends an unknown argument', (given: Given) => rightRequest(given, { body: given }), []],
  ] as const)('has a finding only if it drops an unknown argument: it %s', async (_title, send, expected) => {
    const unknown = { purpose: { kind: 'unknown-keyword' }, given: { odd: 'pw-odd-z' } } as const;
    const found = await findingsOf(
      make({
        send: ({ odd, ...given }) => (odd === undefined ? rightRequest(given) : send({ odd, ...given })),
        further: [unknown],
      }),
    );
    const dropped = found.filter(({ kind }) => kind === 'argument-dropped');
    expect(dropped.map(({ field, severity }) => [field, severity])).toEqual(expected);
  });
});

describe('a client that retries after Retry-After', () => {
  const found = async (attempts: number, changes: Partial<FakeMethod>) => {
    const send: FakeMethod['send'] = (given) => Array.from({ length: attempts }, () => rightRequest(given));
    const method = make({ send, further: [errorAnswer(429, 'slow_down')], ...changes });
    return (await findingsOf(method))
      .filter(({ kind }) => kind === 'retry-after-ignored')
      .map(({ observed }) => observed);
  };
  const waiting =
    (...waits: readonly number[]): FakeMethod['outcome'] =>
    (answer): CallOutcome => ({ ...asThing(answer), waits });

  it.each<[string, number, Partial<FakeMethod>, string[]]>([
    ['has a finding if the requests follow at once', 3, {}, ['3 requests in less than a second after a 429']],
    ['has a finding after half of the time', 2, { waitedMs: 3500 }, ['2 requests in 3 s after a 429']],
    ['has no finding after the whole time', 2, { waitedMs: 7010 }, []],
    ['has no finding after waits that were only recorded', 3, { outcome: waiting(7, 7.5) }, []],
    ['has a finding after waits that were too short', 3, { outcome: waiting(1, 2) }, ['3 requests in 3 s after a 429']],
    ['has no finding if no request follows', 1, {}, []],
  ])('%s', async (_title, attempts, changes, expected) => {
    expect(await found(attempts, changes)).toEqual(expected);
  });
});

describe('a command that prints', () => {
  const found = async (stdout: string) => {
    const outcome = (): CallOutcome => ({ kind: 'exited', code: 0, stdout, stderr: '' });
    const invented = (await findingsOf(make({ outcome }))).filter(({ kind }) => kind === 'response-field-invented');
    return invented.map(({ field, severity }) => [field, severity]);
  };

  it.each([
    ['a question mark after a label has a finding', 'Id: thing_1\nName: ?\n', [['name', 'warning']]],
    ['undefined after a label that is not in the response has a finding', 'Title: undefined', [['Title', 'warning']]],
    ['None after a label of the response has a finding', 'name = None', [['name', 'warning']]],
    ['None after a label that is not in the response has no finding', 'Profile: None', []],
    ['a question has no finding', 'Really delete it?', []],
    ['values of the response have no finding', 'Name: pw~name~2', []],
    ['JSON has no finding', '{"name": "?"}', []],
  ])('%s', async (_title, stdout, expected) => {
    expect(await found(stdout)).toEqual(expected);
  });

  it('has no finding for an object whose members the contract does not declare', async () => {
    const body = {
      type: 'object',
      properties: { default_live: { type: 'object' } },
      required: ['default_live'],
    } as const;
    const contracts = contractSet({ ...contract(), responses: [spec(201, { body })] });
    const outcome = (): CallOutcome => ({ kind: 'exited', code: 0, stdout: 'Default live: ?\nTitle: ?', stderr: '' });
    const found = findingsIn(await judged({ methods: [make({ outcome })], contracts }));
    const invented = found.filter(({ kind }) => kind === 'response-field-invented');
    expect(invented.map(({ field }) => field)).toEqual(['Title']);
  });
});
