import type { Behavior } from '../../../src/model/behavior.ts';
import type { Api, Contract, Field, Location, ResponseSpec } from '../../../src/model/contract.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Scenario, Step } from '../../../src/model/suite.ts';
import { generateBehaviors } from '../../../src/plan/behaviors/generate-behaviors.ts';
import { aField, aResponse } from '../../builders.ts';
import { contract, contractSet } from '../builders.ts';

const AT = { file: 'contracts/things/create.yaml', line: 1, column: 1 };

function field(name: string, location: Location, schema: JsonObject, given: Partial<Field> = {}): Field {
  return aField(name, location, { schema, at: AT, ...given });
}

function answer(status: number, given: Partial<ResponseSpec> = {}): ResponseSpec {
  const text = { type: 'string' };
  return aResponse(status, {
    body: { type: 'object', properties: { id: text, name: text, color: text } },
    at: AT,
    ...given,
  });
}

const THING = field('thing_id', 'path', { type: 'string' });
const NAME = field('name', 'body', { type: 'string', maxLength: 40 }, { required: true });
const COLOR = field('color', 'body', { enum: ['red', 'blue'] });
const KEY = field('key', 'header', { type: 'string' });
const POST = { method: 'POST', content: 'json', safe: false, retryable: false } as const;

const OPERATIONS: readonly Contract[] = [
  contract({
    id: 'things.create',
    verb: 'create',
    ...POST,
    fields: [NAME, COLOR, KEY],
    responses: [answer(201)],
    yields: { thing_id: '/id' },
    example: { name: '${run.id}', color: 'red' },
  }),
  contract({ id: 'things.get', verb: 'get', path: '/things/{thing_id}', fields: [THING], responses: [answer(200)] }),
  contract({
    id: 'things.list',
    fields: [
      field('color', 'query', { enum: ['red', 'blue'] }),
      field('limit', 'query', { type: 'integer', minimum: 1, maximum: 50 }),
      field('offset', 'query', { type: 'integer', minimum: 0 }),
    ],
    responses: [answer(200)],
  }),
  contract({
    id: 'things.hold',
    verb: 'hold',
    ...POST,
    path: '/things/{thing_id}/hold',
    fields: [THING, field('owner', 'body', { type: 'string' }, { required: true })],
    responses: [answer(200)],
    example: { owner: 'me' },
  }),
  contract({
    id: 'things.touch',
    verb: 'touch',
    ...POST,
    path: '/things/{thing_id}/touch',
    fields: [
      THING,
      field('owner', 'header', { type: 'string' }),
      field('confirm', 'header', { const: 'yes' }, { required: true }),
    ],
    responses: [answer(200)],
    example: { owner: 'me' },
    after: ['things.hold'],
  }),
  contract({
    id: 'things.delete',
    verb: 'delete',
    method: 'DELETE',
    path: '/things/{thing_id}',
    fields: [THING],
    responses: [answer(204)],
  }),
  contract({ id: 'accounts.create', verb: 'create', ...POST, auth: [], path: '/accounts', responses: [answer(201)] }),
];

const FRESH: Api['freshActor'] = { call: 'accounts.create', with: {}, kind: 'api_key', credential: { secret: '/key' } };

export interface FixtureOptions {
  readonly fresh?: boolean;
  readonly contract?: Partial<Contract>;
  readonly seed?: number;
}

/** Generates the scenarios of a behavior, by case name. Each scenario starts with its set-up steps. */
export function scenariosOf(
  operation: string,
  behavior: Behavior,
  options: FixtureOptions = {},
): { readonly [name: string]: Scenario } {
  const { drafts } = planFixture(operation, behavior, options);
  return Object.fromEntries(
    drafts.map(({ scenario, setup }) => [
      scenario.name.slice(behavior.kind.length + 1),
      { ...scenario, steps: [...setup, ...scenario.steps] },
    ]),
  );
}

export function planFixture(
  operation: string,
  behavior: Behavior,
  { fresh = false, seed = 1, ...given }: FixtureOptions = {},
) {
  const operations = OPERATIONS.map((each) =>
    each.id === operation ? { ...each, behaviors: [behavior], ...given.contract } : each,
  );
  const contracts = contractSet(operations, { freshActor: fresh ? FRESH : null });
  const all = generateBehaviors(contracts, { profile: 'hosted', seed, probes: 'quick' });
  // scenarios of other operations have names that begin with `effect.`
  const declared = all.filter(({ scenario }) => !scenario.name.startsWith('effect.'));
  return {
    contracts,
    drafts: declared.filter(({ untried }) => untried === undefined),
    gaps: declared.filter(({ untried }) => untried !== undefined),
  };
}

/** Writes a step as one line, such as `again things.create {"name":"a"} -> 409 taken {"id":"x"}`. */
export function lines(scenario: Scenario | undefined): readonly string[] {
  return (scenario?.steps ?? []).map(lineOf);
}

function lineOf(step: Step): string {
  if (step.kind !== 'call') return `${step.id} ${step.kind} ${step.ms}`;
  const { status, error, body } = step.expect;
  const expected = [status.join('|'), error ?? '', body === undefined ? '' : JSON.stringify(body)].filter(
    (part) => part !== '',
  );
  const copies = step.copies === undefined ? '' : ` x${step.copies}`;
  return `${step.id} ${step.call}${copies} ${JSON.stringify(step.with)}${expected.length === 0 ? '' : ` -> ${expected.join(' ')}`}`;
}

export function lastLine(scenario: Scenario | undefined): string {
  return lines(scenario).at(-1) ?? '';
}

/** Returns the finding about an unexpected response to the last step. */
export function blameOf(scenario: Scenario | undefined) {
  const step = scenario?.steps.at(-1);
  return step?.kind === 'call' ? step.expect.blame : undefined;
}
