import { describe, expect, it } from 'vitest';
import { differenceOf, replayShown } from '../../../src/audit/handoff/same-call.ts';
import type { CallOutcome } from '../../../src/model/driver.ts';
import type { ClientCall } from '../../../src/model/trace.ts';
import { call, type RequestParts, sent } from '../../surface/builders.ts';

const RETURNED: CallOutcome = { kind: 'returned', value: null };
const EXITED: CallOutcome = { kind: 'exited', code: 0, stdout: '', stderr: '' };

function made(requests: readonly RequestParts[], outcome: CallOutcome): ClientCall {
  return { ...call(requests.map((parts) => sent(parts))), outcome };
}

const once = (parts: RequestParts, outcome: CallOutcome = RETURNED) => made([parts], outcome);
const again = (parts: RequestParts, outcome: CallOutcome = EXITED) => made([parts], outcome);

describe('a replayed call and the traced call', () => {
  it('are the same if both send the same request', () => {
    expect(differenceOf(once({ json: { name: 'x' } }), again({ json: { name: 'x' } }), '')).toBeNull();
  });

  it('are the same if only ids, times and codes differ', () => {
    const [a, b] = [
      {
        id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
        at: '2031-05-06T07:08:09Z',
        code: 'AD8S-HVKS',
        token: '004STH3JF16KJ1QM204K20XPNR',
      },
      {
        id: '00000000-0000-4000-8000-000000000000',
        at: '2031-05-07T07:08:09Z',
        code: '6IMU-RI25',
        token: '0E69NTD00NQPMT14ZPB30JEGNY',
      },
    ];
    expect(differenceOf(once({ json: a }), again({ json: b }), '')).toBeNull();
  });

  it('differ if a time has lost its time zone', () => {
    const [a, b] = [{ at: '2031-05-06T07:08:09Z' }, { at: '2031-05-06T07:08:09' }];
    expect(differenceOf(once({ json: a }), again({ json: b }), '')).toContain('the program sends');
  });

  it('differ if the replayed call sends a different request or none', () => {
    expect(differenceOf(once({ json: { a: 1 } }), again({ json: { a: 2 } }), '')).toBe(
      'the program sends `{"a":2}` instead of `{"a":1}`',
    );
    const silent = made([], { kind: 'exited', code: 1, stdout: '', stderr: 'Traceback\nImportError: no acme\n' });
    expect(differenceOf(once({}), silent, '')).toBe('the program sends no request: exit code 1, ImportError: no acme');
  });

  it('differ if the header of the finding differs', () => {
    const traced = once({ headers: [['X-Key', 'a']] });
    const replayed = again({ headers: [['X-Key', 'b']] });
    expect(differenceOf(traced, replayed, '/exchanges/0/request/headers/X-Key')).toBe(
      'the program sends `b` instead of `a`',
    );
    expect(differenceOf(traced, replayed, '/exchanges/0/request/body')).toBeNull();
  });

  it('are the same if they poll a different number of times', () => {
    const traced = made([{ target: '/a' }, { target: '/b' }, { target: '/b' }, { target: '/b' }], RETURNED);
    expect(differenceOf(traced, made([{ target: '/a' }, { target: '/b' }], EXITED), '')).toBeNull();
    expect(differenceOf(traced, made([{ target: '/a' }], EXITED), '')).toBe('the program sends 1 of 4 requests');
  });

  it('differ if only the traced call failed, or if they fail differently', () => {
    const raised: CallOutcome = {
      kind: 'raised',
      class: 'acme.Broken',
      bases: [],
      text: '',
      attributes: {},
      own: true,
    };
    expect(differenceOf(once({}, raised), again({}), '')).toBe(
      'the program ends differently than the traced call: exit code 0',
    );
    const failed = (stderr: string) => made([], { kind: 'exited', code: 1, stdout: '', stderr });
    expect(differenceOf(made([], raised), failed('acme.Broken: x'), '')).toBeNull();
    expect(differenceOf(made([], raised), failed('TypeError: x'), '')).toBe(
      'the program ends differently than the traced call: exit code 1, TypeError: x',
    );
  });
});

describe('the recorded programs of a row', () => {
  const program = (text: string) => ({ language: 'python', text }) as const;
  const recorded = (text: string, parts: RequestParts) => ({ ...again(parts), row: 'r1', program: program(text) });
  const traced = { call: once({ json: { a: 1 } }), pointer: '' };

  it('give the first program that sent the same as the traced call', () => {
    const [other, same] = [recorded('one', { json: { a: 2 } }), recorded('two', { json: { a: 1 } })];
    expect(replayShown([other, same], traced)).toEqual({ program: program('two'), withheld: null, call: same });
  });

  it('give the problem of the first program if no program sent the same', () => {
    const programs = [recorded('one', { json: { a: 2 } }), recorded('two', { json: { a: 3 } })];
    expect(replayShown(programs, traced)).toEqual({
      program: null,
      withheld: 'the program sends `{"a":2}` instead of `{"a":1}`',
    });
  });

  it('give no program if none was recorded', () => {
    expect(replayShown([], traced)).toMatchObject({ program: null, withheld: expect.stringContaining('no program') });
  });
});
