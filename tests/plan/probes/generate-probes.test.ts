import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Contract, ContractSet } from '../../../src/model/contract.ts';
import type { CallStep, Step } from '../../../src/model/suite.ts';
import { draftAddress, type ScenarioDraft } from '../../../src/plan/draft.ts';
import type { GenerateOptions } from '../../../src/plan/generate-options.ts';
import { planRun } from '../../../src/plan/plan-run.ts';
import { generateProbes } from '../../../src/plan/probes/generate-probes.ts';
import { planTarget } from '../builders.ts';
import { field, pathField, response, updateThing } from '../valid-call/builders.ts';
import { CREATE, GET, richContracts } from './rich-contracts.ts';

const OPTIONS: GenerateOptions = { profile: 'hosted', seed: 1, probes: 'full' };

describe('the probes of a contract', () => {
  it.each([
    'things.create/call.required-only',
    'things.create/call.all-fields',
    'things.create/color.valid',
    'things.create/note.example-2',
    'things.create/name.missing',
    'things.create/box.kind.missing',
    'things.create/name.as-list',
    'things.create/size.as-word',
    'things.create/size.as-fraction',
    'things.create/box.as-word',
    'things.create/tags.item-as-object',
    'things.create/size.at-minimum',
    'things.create/size.at-maximum',
    'things.create/size.below-minimum',
    'things.create/size.above-maximum',
    'things.create/weight.beyond-53-bits',
    'things.create/weight.enormous',
    'things.create/color.outside-enum',
    'things.create/color.value-red',
    'things.create/name.at-max-length',
    'things.create/name.over-max-length',
    'things.create/name.at-max-length-two-bytes',
    'things.create/name.at-max-length-four-bytes',
    'things.create/note.very-long',
    'things.create/link.malformed',
    'things.create/tags.empty',
    'things.create/tags.at-max-items',
    'things.create/tags.over-max-items',
    'things.create/color.null',
    'things.create/size.null',
    'things.create/call.unknown-body-field',
    'things.create/name.in-query',
    'things.create/name.in-header',
    'things.create/trace.in-body',
    'things.create/credentials.none',
    'things.create/credentials.wrong',
    'things.create/credentials.malformed',
    'things.get/credentials.of-another',
    'things.get/thing_id.unknown',
    'things.get/thing_id.malformed',
    'things.create/due_at.with-offset',
    'things.create/due_at.with-offset-kept',
    'things.create/due_at.without-offset',
    'things.create/due_at.past',
    'things.create/due_at.far-future',
    'things.create/due_at.impossible-day',
    'things.create/name.empty',
    'things.create/name.nul',
    'things.create/name.emoji',
    'things.create/name.emoji-kept',
    'things.create/name.right-to-left',
    'things.create/name.duplicate',
    'things.create/call.again',
    'things.create/tags.item-nul',
    'things.create/weight.beyond-64-bits',
    'things.create/request-body.empty',
    'things.create/request-body.not-json',
    'things.create/request-body.list',
    'things.create/method.put',
  ])('include %s', (address) => {
    expect(addresses(generateProbes(richContracts(), OPTIONS))).toContain(`probe.${address}`);
  });

  it('are the same for the same seed', () => {
    expect(generateProbes(richContracts(), OPTIONS)).toEqual(generateProbes(richContracts(), OPTIONS));
  });

  it('have the same addresses for every seed', () => {
    const [first, second] = [1, 2].map((seed) => addresses(generateProbes(richContracts(), { ...OPTIONS, seed })));
    expect(first).toEqual(second);
  });

  it('have the same addresses in the quick set and in the full set', () => {
    const quick = addresses(generateProbes(richContracts(), { ...OPTIONS, probes: 'quick' }));
    const full = addresses(generateProbes(richContracts(), OPTIONS));
    expect(quick.filter((address) => !full.includes(address))).toEqual([]);
    expect(quick.length).toBeLessThan(full.length / 3);
  });

  it('have unique addresses', () => {
    const all = addresses(generateProbes(richContracts(), OPTIONS));
    expect(new Set(all).size).toBe(all.length);
  });

  it('are not skipped on a target that allows destructive calls', () => {
    const contracts = richContracts();
    const generated = generateProbes(contracts, OPTIONS);
    const target = planTarget({ destructive: true, actors: { main: ['api_key'], other: ['api_key'] } });
    const plan = planRun({ suites: [], contracts, generated }, target);
    expect(plan.scenarios.filter(({ skip }) => skip !== undefined)).toEqual([]);
  });

  it('end with the step "sent", which calls the operation', () => {
    for (const draft of generateProbes(richContracts(), OPTIONS)) {
      expect(sent(draft)).toMatchObject({ id: 'sent', call: draft.suite.replace('probe.', '') });
    }
  });

  it('describe the expected result in a sentence', () => {
    expect(probe('things.create/name.missing').expect).toEqual({
      status: [422],
      headers: {},
      blame: { kind: 'accepted-invalid', says: 'a call without "name" is rejected', field: 'name' },
    });
  });

  it('do not exist at the level `none`', () => {
    expect(generateProbes(richContracts(), { ...OPTIONS, probes: 'none' })).toEqual([]);
  });

  it('exist only for the selected operations', () => {
    const suites = generateProbes(richContracts(), { ...OPTIONS, operations: new Set(['things.get']) }).map(
      ({ suite }) => suite,
    );
    expect(new Set(suites)).toEqual(new Set(['probe.things.get']));
  });

  it.each([
    { lifecycle: 'proposed' },
    { lifecycle: 'removed' },
    { profiles: ['core'] },
  ] as const)('do not exist for an operation with %j', (given) => {
    expect(generateProbes(richContracts([{ ...GET, ...given }]), OPTIONS)).toEqual([]);
  });
});

describe('a probe', () => {
  it.each([
    ['color.valid', true],
    ['name.at-max-length-two-bytes', true],
    ['name.over-max-length-two-bytes', false],
    ['size.at-maximum', true],
    ['size.above-maximum', false],
    ['color.null', true],
    ['size.null', false],
    ['tags.at-max-items', true],
    ['tags.over-max-items', false],
    ['tags.item-as-object', false],
  ])('sends in %s a valid value: %s', (name, valid) => {
    const [key = ''] = name.split('.');
    const schema = CREATE.fields.find((each) => each.name === key)?.schema ?? false;
    const value = probe(`things.create/${name}`).with[key];
    expect(new Ajv2020({ strict: false }).validate(schema, resolved(value))).toBe(valid);
    expect(probe(`things.create/${name}`).invalid).toBe(!valid);
  });

  it('sends the largest 64-bit integer with every digit', () => {
    expect(probe('things.list/after.at-maximum').with.after).toBe('9223372036854775807');
  });

  it('measures texts in characters, not in bytes or UTF-16 units', () => {
    const { name } = probe('things.create/name.at-max-length-four-bytes').with;
    expect([...String(resolved(name))]).toHaveLength(64);
  });

  it('sends an unknown id in the form of a known id', () => {
    expect(probe('things.get/thing_id.unknown')).toMatchObject({
      with: { thing_id: expect.stringMatching(/^thg_\$\{unique:[a-z0-9]{6}\./) },
      expect: { status: [404], error: 'thing_not_found' },
    });
  });

  it('expects a rejection if a required field is at the wrong location', () => {
    expect(probe('things.create/name.in-query')).toMatchObject({
      with: {},
      extra: { query: { name: expect.any(String) } },
      expect: { status: [422], blame: { kind: 'accepted-invalid' } },
    });
  });

  it('allows a rejection if an optional field is at the wrong location', () => {
    const { expect: expected } = probe('things.create/size.in-query');
    expect(expected).toMatchObject({ confirms: { field: 'size' } });
    expect(expected).not.toHaveProperty('blame');
  });

  it.each([
    ['reject', 'hosted', 'accepted-invalid'],
    ['ignore', 'core', 'rejected-valid'],
  ])('expects for an unknown field what the contract declares: %s', (_title, profile, kind) => {
    expect(probe('things.create/call.unknown-body-field', { profile }).expect.blame?.kind).toBe(kind);
  });

  it('sends the id of an item of `main` as another user', () => {
    const draft = find('things.get/credentials.of-another');
    expect(stepsOf(draft)).toMatchObject([
      { call: 'things.create', as: 'main' },
      {
        call: 'things.get',
        as: 'other',
        with: { thing_id: '${things-create.id}' },
        expect: { blame: { kind: 'ownership-not-enforced' } },
      },
    ]);
  });

  it('makes the same call twice to send a duplicate value', () => {
    const { setup, scenario } = find('things.create/name.duplicate');
    const [first, second] = [setup.at(-1), scenario.steps[0]];
    expect(setup.map(({ id }) => id)).toEqual(['first']);
    expect([isCall(first) && first.with, isCall(second) && second.expect.error]).toEqual([
      isCall(second) && second.with,
      'name_taken',
    ]);
  });

  it('updates an item with a value of another item of the same kind', () => {
    const update = updateThing({ fields: [pathField('thing_id'), field({ name: 'name', required: true })] });
    const drafts = generateProbes(richContracts([CREATE, update]), OPTIONS);
    const calls = stepsOf(find('things.update/name.taken', drafts)).filter(isCall);
    expect(calls.map(({ call }) => call)).toEqual(['things.create', 'things.create', 'things.update']);
    expect(calls[2]?.with.name).toBe(calls[1]?.with.name);
    expect(calls[2]?.with.name).not.toBe(calls[0]?.with.name);
  });

  it('sends no null, object or list in a form, because a form contains only text', () => {
    const form: Contract = { ...CREATE, content: 'form' };
    const names = addresses(generateProbes(richContracts([form]), OPTIONS));
    expect(names.filter((each) => /(\.null|as-object|as-list|as-number|tags\.empty|enormous)$/.test(each))).toEqual([]);
    expect(names).toContain('probe.things.create/size.as-word');
  });

  it('varies a PUT that creates the item in its path', () => {
    const put = updateThing({
      method: 'PUT',
      fields: [pathField('thing_id'), field({ name: 'name', required: true, schema: { type: 'string' } })],
      responses: [response({ status: 201 }), response({ status: 422 })],
    });
    expect(addresses(generateProbes(richContracts([put]), OPTIONS))).toContain('probe.things.update/name.missing');
  });

  it('sends a NUL in the first free text of an object in a list', () => {
    const items = { type: 'object', properties: { kind: { enum: ['a'] }, label: { type: 'string' } } };
    const rows = field({ name: 'rows', schema: { type: 'array', items } });
    const drafts = generateProbes(richContracts([{ ...CREATE, fields: [...CREATE.fields, rows] }]), OPTIONS);
    const draft = drafts.find((each) => draftAddress(each) === 'probe.things.create/rows.item-nul');
    const sent = draft?.scenario.steps.at(-1);
    expect(sent).toMatchObject({ with: { rows: [{ label: expect.stringContaining('\u0000') }] } });
  });

  it('does not repeat a call of an operation that declares behaviors', () => {
    const guarded: Contract = { ...CREATE, behaviors: [{ kind: 'repeatable' }] };
    expect(addresses(generateProbes(richContracts([guarded]), OPTIONS))).not.toContain(
      'probe.things.create/call.again',
    );
  });

  it('sends an undeclared method once per path with a declared 405, and only to read or to change an item of the run', () => {
    const declared: Contract = { ...GET, responses: [...GET.responses, response({ status: 405 })] };
    const methodsOf = (contracts: ContractSet) =>
      generateProbes({ ...contracts, api: { ...contracts.api, unknownRoute: [] } }, OPTIONS).filter((each) =>
        draftAddress(each).includes('/method.'),
      );
    const drafts = methodsOf(richContracts([CREATE, declared]));
    expect(drafts.map((each) => [draftAddress(each), (each.scenario.steps.at(-1) as CallStep).raw])).toEqual([
      ['probe.things.get/method.not-allowed', { method: 'PATCH' }],
    ]);
    expect(methodsOf(richContracts([CREATE, GET]))).toEqual([]);
  });

  it('requests a position beyond the end of a list, if the maximum allows this', () => {
    const position = (name: string, maximum?: number) =>
      field({ name, place: { location: 'query', name }, schema: { type: 'integer', ...(maximum && { maximum }) } });
    const list: Contract = {
      ...GET,
      id: 'things.page',
      path: '/pages',
      fields: [position('offset'), position('page', 50), position('size')],
    };
    const found = addresses(generateProbes(richContracts([list]), OPTIONS)).filter((each) =>
      each.includes('beyond-the-end'),
    );
    expect(found).toEqual(['probe.things.page/offset.beyond-the-end']);
  });

  it('is not tried if no body can contain its value', () => {
    const never = { not: { required: ['color'] } };
    const create: Contract = { ...CREATE, bodyConditions: never };
    const drafts = generateProbes(richContracts([create]), OPTIONS);
    const { scenarios } = planRun({ suites: [], contracts: richContracts([create]), generated: drafts }, planTarget());
    expect(scenarios.find(({ address }) => address === 'probe.things.create/color.value-red')).toMatchObject({
      skip: expect.stringContaining('no body with this value for "color"'),
      skipState: 'not-tried',
    });
  });

  it('sends a method that no operation at the path accepts', () => {
    expect(addresses(generateProbes(richContracts(), OPTIONS)).filter((each) => each.includes('/method.'))).toEqual([
      'probe.things.create/method.put',
      'probe.things.list/method.put',
      'probe.things.get/method.put',
      'probe.things.remove/method.put',
    ]);
  });
});

describe('a probe of a contract with further declarations', () => {
  it('allows a rejection with an error code that contains the name of the field', () => {
    const invalidLink = response({ status: 400, errors: ['invalid_link'] });
    const contracts = richContracts([{ ...CREATE, responses: [...CREATE.responses, invalidLink] }]);
    const draft = find('things.create/link.valid', generateProbes(contracts, OPTIONS));
    expect(sent(draft).expect.status).toEqual([201, 400]);
  });

  it('accepts a time without an offset if the format allows it', () => {
    expect(probe('things.create/seen_at.without-offset').expect.blame?.kind).toBe('rejected-valid');
  });

  it('does not vary a confirmation header, because its behavior tests it', () => {
    const confirm = field({ name: 'confirm', required: true, place: { location: 'header', name: 'X-Confirm' } });
    const behavior = {
      kind: 'confirm_header',
      field: 'confirm',
      value: 'true',
      status: 400,
      error: 'unconfirmed',
    } as const;
    const operation = { ...CREATE, fields: [...CREATE.fields, confirm], behaviors: [behavior] };
    expect(
      addresses(generateProbes(richContracts([operation]), OPTIONS)).some((each) => each.includes('/confirm.')),
    ).toBe(false);
  });

  it('makes only calls that must be rejected if no operation provides the id', () => {
    const all = addresses(generateProbes(richContracts([GET]), OPTIONS));
    expect(all).not.toContain('probe.things.get/call.required-only');
    expect(all).toContain('probe.things.get/credentials.none');
  });

  it('accepts every rejection of a call without a credential if the contract declares no 401', () => {
    const drafts = generateProbes(richContracts([{ ...CREATE, responses: [response({ status: 201 })] }]), OPTIONS);
    expect(sent(find('things.create/credentials.none', drafts)).expect).toMatchObject({
      ...{ status: ['3XX', '4XX'], blame: { kind: 'auth-not-enforced' } },
    });
    expect(sent(find('things.create/credentials.wrong', drafts)).expect.status).toEqual(['3XX', '4XX']);
  });

  it('does not test an optional credential', () => {
    const all = addresses(generateProbes(richContracts([{ ...CREATE, authOptional: true }]), OPTIONS));
    expect(all.filter((address) => address.includes('/credentials.'))).toEqual([]);
  });

  it('uses a new account for a call that changes its account', () => {
    const register: Contract = { ...CREATE, id: 'accounts.register', auth: [], fields: [], yields: {} };
    const rotate: Contract = { ...CREATE, id: 'keys.rotate', destructive: true };
    const freshActor = { call: register.id, with: {}, kind: 'api_key', credential: { secret: '/key' } };
    const set = richContracts([register, rotate]);
    const contracts = { ...set, api: { ...set.api, freshActor } };
    const draft = find('keys.rotate/call.required-only', generateProbes(contracts, OPTIONS));
    expect(stepsOf(draft)).toMatchObject([{ call: 'accounts.register' }, { call: 'keys.rotate', as: 'fresh' }]);
  });

  it('accepts the rate limit of an operation that declares one', () => {
    const limited = response({ status: 429, errors: ['too_many'] });
    const contracts = richContracts([{ ...CREATE, responses: [...CREATE.responses, limited] }]);
    const draft = find('things.create/name.missing', generateProbes(contracts, OPTIONS));
    expect(sent(draft).expect.status).toEqual([422, 429]);
  });
});

function addresses(drafts: readonly ScenarioDraft[]): readonly string[] {
  return drafts.map(draftAddress);
}

function probe(address: string, options: Partial<GenerateOptions> = {}): CallStep {
  return sent(find(address, generateProbes(richContracts(), { ...OPTIONS, ...options })));
}

function find(address: string, drafts = generateProbes(richContracts(), OPTIONS)): ScenarioDraft {
  const found = drafts.find((draft) => draftAddress(draft) === `probe.${address}`);
  if (found === undefined) throw new Error(`expected a probe ${address}`);
  return found;
}

function stepsOf({ setup, scenario }: ScenarioDraft): readonly Step[] {
  return [...setup, ...scenario.steps];
}

function sent({ scenario }: ScenarioDraft): CallStep {
  const step = scenario.steps.at(-1);
  if (!isCall(step)) throw new Error('expected a call at the end');
  return step;
}

function isCall(step: Step | undefined): step is CallStep {
  return step?.kind === 'call';
}

/** Replaces references such as `${uuid}` in a value. A run does the same. */
function resolved(value: unknown): unknown {
  return typeof value === 'string'
    ? value.replaceAll(/\$\{uuid[^}]*\}/g, '7c9e6679-7425-40de-944b-e07fc1f90ae7')
    : value;
}
