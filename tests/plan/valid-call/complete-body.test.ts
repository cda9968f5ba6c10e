import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/model/contract.ts';
import type { JsonSchema } from '../../../src/model/json.ts';
import { generateProbes } from '../../../src/plan/probes/generate-probes.ts';
import { completeBody } from '../../../src/plan/valid-call/complete-body.ts';
import { validCall } from '../../../src/plan/valid-call/valid-call.ts';
import { context, createThing, field } from './builders.ts';

/** The member `bodyConditions` contains rules between members of the body, such as `dependentRequired`. */
function thing(bodyConditions?: JsonSchema): Contract {
  const text: JsonSchema = { type: 'string' };
  const fields = [
    field({ name: 'name', required: true, schema: text }),
    field({ name: 'kind', schema: { enum: ['plain', 'daily'] } }),
    field({ name: 'start', place: { location: 'body', name: 'startAt' }, schema: text }),
    field({ name: 'end', schema: text }),
  ];
  return createThing({ fields, ...(bodyConditions !== undefined && { bodyConditions }) });
}

function completed(conditions: JsonSchema | undefined, values: { readonly [name: string]: string }) {
  const contract = thing(conditions);
  return completeBody(contract, { name: 'a', ...values }, context([contract]));
}

describe('completeBody', () => {
  it('adds nothing if the contract has no conditions', () => {
    expect(completed(undefined, { end: 'x' })).toEqual({ name: 'a', end: 'x' });
  });

  it('adds a member that another member requires, under its name in the contract', () => {
    const values = completed({ dependentRequired: { end: ['startAt'] } }, { end: 'x' });
    expect(values).toEqual({ name: 'a', end: 'x', start: expect.any(String) });
  });

  it('adds a member that the value of another member requires', () => {
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
    const daily = { if: { properties: { kind: { const: 'daily' } }, required: ['kind'] }, then: { required: ['end'] } };
    expect(Object.keys(completed(daily, { kind: 'daily' }) ?? {})).toEqual(['name', 'kind', 'end']);
    expect(Object.keys(completed(daily, { kind: 'plain' }) ?? {})).toEqual(['name', 'kind']);
  });

  it('adds one of several alternatives', () => {
    const either = { anyOf: [{ required: ['startAt'] }, { required: ['end'] }] };
    expect(Object.keys(completed(either, {}) ?? {})).toHaveLength(2);
    expect(completed(either, { end: 'x' })).toEqual({ name: 'a', end: 'x' });
  });

  it('returns undefined if no added member fulfils the conditions', () => {
    const one = { oneOf: [{ required: ['startAt'] }, { required: ['end'] }] };
    expect(completed(one, { start: 'x', end: 'y' })).toBeUndefined();
  });

  it('keeps references to items that the run creates', () => {
    expect(completed({ required: ['end'] }, { kind: '${cue.kind}' })).toMatchObject({ kind: '${cue.kind}' });
  });
});

describe('a valid call', () => {
  it('fulfils the conditions of its body', () => {
    const contract = thing({ anyOf: [{ required: ['startAt'] }, { required: ['end'] }] });
    const call = validCall('things.create', context([contract]));
    expect('with' in call && Object.keys(call.with)).toHaveLength(2);
  });

  it('is blocked if no values fulfil the conditions of its body', () => {
    const contract = thing({ not: { required: ['name'] } });
    expect(validCall('things.create', context([contract]))).toEqual({
      blocked: 'no values are known that fulfil the body_conditions of things.create',
    });
  });

  it('has the member that an added optional member requires', () => {
    const contract = thing({ dependentRequired: { end: ['startAt'] } });
    const drafts = generateProbes(context([contract]).contracts, { profile: 'hosted', seed: 1, probes: 'full' });
    const sent = drafts.find(({ scenario }) => scenario.name === 'end.valid')?.scenario.steps.at(-1);
    expect(sent).toMatchObject({ with: { end: expect.anything(), start: expect.anything() } });
  });
});
