import { describe, expect, it } from 'vitest';
import { compareVerdicts, confirmResult } from '../../src/gate/compare-verdicts.ts';
import type { GateResult } from '../../src/model/gate-result.ts';
import type { JudgedStep, Verdict } from '../../src/model/verdict.ts';
import { aContractSet } from '../builders.ts';
import { aContract, aField, aStep, verdictOn } from './builders.ts';

const contracts = aContractSet([aContract('notes.get'), aContract('notes.create', { fields: [aField('note')] })]);

function verdictOf(...steps: readonly JudgedStep[]): Verdict {
  return verdictOn(
    steps.map((step) => [step]),
    [],
    { contracts },
  );
}

function compare(base: Verdict, head: Verdict, strictWarnings = false): GateResult {
  const of = (verdict: Verdict) => ({ revision: 'x', verdict, versions: [] });
  return compareVerdicts({ base: of(base), head: of(head), byOldContracts: null, manifest: null, strictWarnings });
}

const get = (findings: Parameters<typeof aStep>[0] = {}) =>
  aStep({ address: 'acme/get', operation: 'notes.get', ...findings });
const create = (findings: Parameters<typeof aStep>[0] = {}) =>
  aStep({ address: 'acme/create', operation: 'notes.create', ...findings });
const missing = { kind: 'field-not-sendable', severity: 'warning', field: 'note', methods: ['create'] } as const;
const dropped = { kind: 'argument-dropped', severity: 'error', field: 'note', methods: ['create'] } as const;

describe('a pull request', () => {
  it('may add a method for an operation that the client lacked, without all of its fields', () => {
    const result = compare(verdictOf(get()), verdictOf(get(), create({ findings: [missing] })), true);
    expect(result).toMatchObject({ added: [], comesWith: [missing], exitCode: 0 });
  });

  it('fails if a field can no longer be sent and warnings count', () => {
    const result = compare(verdictOf(create()), verdictOf(create({ findings: [missing] })), true);
    expect(result).toMatchObject({ added: [missing], comesWith: [], exitCode: 1 });
  });

  it('passes with a new warning, which is listed', () => {
    const result = compare(verdictOf(create()), verdictOf(create({ findings: [missing] })));
    expect(result).toMatchObject({ added: [missing], exitCode: 0 });
  });

  it('may add an argument that is an object without all of its members', () => {
    const whole = { ...missing, field: 'options' };
    const member = { ...missing, field: 'options.size' };
    const result = compare(verdictOf(create({ findings: [whole] })), verdictOf(create({ findings: [member] })), true);
    expect(result).toMatchObject({ comesWith: [member], exitCode: 0 });
  });

  it('has two findings if one place shows two causes, such as two wrong results for one error', () => {
    const swallowed = { ...dropped, kind: 'error-class-differs', field: null, fingerprint: 'same' } as const;
    const both = [
      { ...swallowed, cause: 'returned', observed: 'returned' },
      { ...swallowed, cause: 'raised', observed: 'raised' },
    ];
    expect(compare(verdictOf(create()), verdictOf(create({ findings: both }))).added).toHaveLength(2);
  });

  it('fails when a new method drops an argument', () => {
    const result = compare(verdictOf(get()), verdictOf(get(), create({ findings: [dropped] })));
    expect(result).toMatchObject({ added: [dropped], comesWith: [], exitCode: 1 });
  });

  it('recognises a known gap of the client, whichever method shows it', () => {
    const other = { ...missing, methods: ['make'] };
    const result = compare(verdictOf(create({ findings: [missing] })), verdictOf(create({ findings: [other] })), true);
    expect(result).toMatchObject({ added: [], exitCode: 0 });
  });

  it('does not count a cause as repaired if a blocked method may still show it', () => {
    const blocked = create({ state: 'blocked', reason: 'it hangs' });
    const result = compare(verdictOf(create({ findings: [dropped] })), verdictOf(blocked));
    expect(result).toMatchObject({ gone: [], blocked: [{ method: 'create', reason: 'it hangs' }], exitCode: 3 });
  });

  it('is not reported as lacking an operation whose method could not be called', () => {
    const blocked = create({ state: 'blocked', reason: 'it does not start' });
    const uncovered = {
      kind: 'operation-not-covered',
      severity: 'warning',
      operation: 'notes.create',
      field: null,
    } as const;
    const result = compare(verdictOf(create()), verdictOf(blocked, get({ findings: [uncovered] })));
    expect(result).toMatchObject({ added: [], blocked: [{ method: 'create' }], exitCode: 3 });
    expect(compare(verdictOf(create()), verdictOf(get({ findings: [uncovered] }))).added).toMatchObject([uncovered]);
  });

  it('lists a new method that could not be called, and does not fail', () => {
    const blocked = create({ state: 'blocked', reason: 'needs an id' });
    const result = compare(verdictOf(get()), verdictOf(get(), blocked));
    expect(result).toMatchObject({ blocked: [], notTried: [{ method: 'create' }], exitCode: 0 });
  });
});

describe('a cause in the code that all methods share', () => {
  const method = (name: string, findings: Parameters<typeof aStep>[0] = {}) =>
    aStep({ address: `acme/${name}`, operation: 'notes.get', ...findings });
  const escaping = (...methods: readonly string[]) =>
    ({ kind: 'path-escaping', severity: 'error', operation: '*', cause: 'escaping', methods }) as const;
  const wholeWith = (shown: readonly string[], all: readonly string[]) =>
    verdictOf(method('client', { findings: [escaping(...shown)] }), ...all.map((name) => method(name)));
  const base = wholeWith(['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e', 'f']);

  it('is inherited by a new method that shows it too', () => {
    const head = wholeWith(['a', 'b', 'c', 'g'], ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(compare(base, head)).toMatchObject({ added: [], comesWith: [{ cause: 'escaping' }], gone: [], exitCode: 0 });
  });

  it('fails the pull request if a method shows it that was correct before', () => {
    const head = wholeWith(['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd', 'e', 'f']);
    expect(compare(base, head)).toMatchObject({ added: [{ cause: 'escaping' }], comesWith: [], exitCode: 1 });
  });

  it('fails the pull request if a method of the base shows it on one more status', () => {
    const on = (...statuses: readonly number[]) => {
      const shows = ['a', 'b', 'c'].flatMap((name) => statuses.map((status) => `${name} on ${status}`));
      const finding = { ...escaping('a', 'b', 'c'), kind: 'error-class-differs', shows } as const;
      return verdictOf(method('client', { findings: [finding] }), method('a'), method('b'), method('c'));
    };
    expect(compare(on(404), on(404, 409))).toMatchObject({ comesWith: [], gone: [], exitCode: 1 });
  });

  it('fails the pull request for a new method if fewer than half of the methods showed it', () => {
    const few = wholeWith(['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e', 'f', 'h']);
    const head = wholeWith(['a', 'b', 'c', 'g'], ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    expect(compare(few, head)).toMatchObject({ added: [{ cause: 'escaping' }], exitCode: 1 });
  });

  it('fails the pull request for a new method if only two methods showed it', () => {
    const head = wholeWith(['a', 'b', 'g'], ['a', 'b', 'g']);
    expect(compare(wholeWith(['a', 'b'], ['a', 'b']), head)).toMatchObject({ comesWith: [], exitCode: 1 });
  });
});

describe('a second trace of the head', () => {
  const once = compare(verdictOf(create()), verdictOf(create({ findings: [dropped] })));

  it('reports a finding that does not recur, but does not fail the pull request', () => {
    const result = confirmResult(once, compare(verdictOf(create()), verdictOf(create())));
    expect(result).toMatchObject({ added: [], unrepeated: [dropped], exitCode: 0 });
  });

  it('fails the pull request for a finding that recurs', () => {
    expect(confirmResult(once, once)).toMatchObject({ added: [dropped], unrepeated: [], exitCode: 1 });
  });
});
