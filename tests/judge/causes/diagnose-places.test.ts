import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { judgeRecording } from '../../../src/judge/judge-recording.ts';
import type { Contract } from '../../../src/model/contract.ts';
import type { Json } from '../../../src/model/json.ts';
import { contract, contractSet, exchange, field, type Parts, response, spec } from '../builders.ts';
import { RUN } from '../generated.ts';

const BODY = { type: 'object', properties: { id: {}, label: {} } };

function things(required: boolean): Contract {
  return contract({
    fields: [field('box_id', 'path'), field('name', 'body', { required: true }), field('label', 'body', { required })],
    responses: [spec(201, { body: BODY }), spec(400), spec(409)],
  });
}

const PLACE = { location: 'header', name: 'Label' } as const;

function probe(name: string, parts: Parts): Parts {
  return { address: `probe.things.make/${name}/sent`, ...parts };
}

/** A generated call that sends the field `label` in its declared place, the body. */
function declared(status: number, label: Json, name = 'label.emoji-kept'): Parts {
  const values = { box_id: 'b', name: 'pot', label: 'mine' };
  const blame = { kind: 'value-mismatch', says: 'the answer has it', field: 'label' } as const;
  return probe(name, {
    with: values,
    expect: { body: { label: 'mine' }, blame },
    response: response(status, { label }),
  });
}

function elsewhere(status: number, label: Json): Parts {
  const confirms = { field: 'label', place: PLACE, value: 'mine' };
  const blame = { kind: 'accepted-invalid', says: 'it is refused', field: 'label' } as const;
  return probe('label.in-header', {
    header: ['Label', 'mine'],
    asked: { invalid: true },
    expect: { status: [201, 400], confirms, blame },
    response: response(status, { label }),
  });
}

async function causesOf(operation: Contract, calls: readonly Parts[]): Promise<readonly string[]> {
  const judge = await createJudge({
    contracts: contractSet(operation),
    profile: 'full',
    where: 'staging',
    severity: {},
  });
  const { scenarios } = await judgeRecording([[RUN, ...calls.map((parts) => exchange(parts, operation))]], judge);
  return [
    ...new Set(scenarios.flatMap(({ steps }) => steps.flatMap(({ findings }) => findings.map(({ cause }) => cause)))),
  ];
}

const MISPLACED = 'field-misplaced/things.make/label/header-Label';

describe('a field that the server reads from another location', () => {
  it('is one cause if the response shows the value from the other location', async () => {
    const calls = [declared(201, null), declared(201, null, 'label.with-offset-kept'), elsewhere(201, 'mine')];
    expect(await causesOf(things(false), calls)).toEqual([MISPLACED]);
  });

  it('is no cause if the response shows the value from the declared location', async () => {
    const calls = [declared(201, null), declared(201, 'mine', 'label.all-fields'), elsewhere(201, 'mine')];
    expect(await causesOf(things(false), calls)).not.toContain(MISPLACED);
  });

  it('is no cause if the response does not show the value from the other location', async () => {
    expect(await causesOf(things(false), [declared(201, null), elsewhere(201, null)])).not.toContain(MISPLACED);
  });

  it('is one cause if a required field is rejected at the declared location and accepted at another one', async () => {
    const causes = await causesOf(things(true), [declared(400, null, 'call.all-fields'), elsewhere(201, 'mine')]);
    expect(causes).toContain(MISPLACED);
    expect(causes).not.toContainEqual(expect.stringMatching(/^(?:value-mismatch|accepted-invalid)/));
  });

  it('is no cause if the call succeeds without the required field', async () => {
    const missing = probe('label.missing', { asked: { invalid: true }, expect: { status: [201] } });
    const calls = [declared(400, null), missing, elsewhere(201, 'mine')];
    expect(await causesOf(things(true), calls)).not.toContain(MISPLACED);
  });

  it('does not explain a failure of the server', async () => {
    const failing = probe('label.valid', { with: { box_id: 'b', name: 'p', label: 'x' }, response: response(500) });
    const causes = await causesOf(things(false), [declared(201, null), failing, elsewhere(201, 'mine')]);
    expect(causes).toEqual(expect.arrayContaining([MISPLACED, expect.stringMatching(/^server-error/)]));
  });
});

describe('an idempotency key that is tested at another location', () => {
  const key = (name: string, id: string, expected: Json, more: Partial<Parts>): Parts => ({
    address: `behavior.things.make/${name}/again`,
    with: { box_id: 'b', name: 'pot', label: 'k' },
    response: response(201, { id }),
    ...more,
    expect: { body: { id: expected }, ...more.expect },
  });
  const inBody = key('label.same-key-same-body', 'two', 'one', {
    expect: { body: { id: 'one' }, blame: { kind: 'not-idempotent', says: 'it is replayed', field: 'label' } },
  });
  const inHeader = (id: string): Parts =>
    key('label.in-header', id, 'one', {
      with: { box_id: 'b', name: 'pot' },
      asked: { invalid: true },
      expect: { body: { id: 'one' }, confirms: { field: 'label', place: PLACE } },
    });

  it('is read from there if the call replays the first result', async () => {
    expect(await causesOf(things(false), [inBody, inHeader('one')])).toEqual([MISPLACED]);
  });

  it('is no finding if the call does not replay the first result', async () => {
    expect(await causesOf(things(false), [inHeader('two')])).toEqual([]);
  });
});
