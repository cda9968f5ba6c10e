import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { runName } from '../../src/run/run-id.ts';
import { resolveReferences } from '../../src/run/scenarios/resolve-references.ts';
import { createScope, type ScenarioScope } from '../../src/run/scenarios/scenario-scope.ts';
import { call } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, serve } from './servers.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function scope(address = 'things/lists'): ScenarioScope {
  const surroundings = {
    runName: () => runName('k3v9x2', address),
    actors: { main: { api_key: { secret: 'hush', user_id: 'u-1' } } },
    now: () => Date.UTC(2026, 4, 7, 12),
  };
  const made = createScope(surroundings, new Set(['cue', 'text']));
  const body = { id: 'c-1', n: 3, ok: false, none: null, cues: [{ id: 'x' }], 'a-b': 1 };
  made.answered({
    id: 'cue',
    address: `${address}/cue`,
    response: {
      status: 201,
      headers: [
        ['ETag', '"e1"'],
        ['Location', '/jobs/7'],
      ],
      body: Buffer.from(JSON.stringify(body)),
    },
    capture: {
      tag: { from: 'header', path: 'etag' },
      status: { from: 'status', path: '' },
      first: { from: 'body', path: '/cues/0/id' },
      lost: { from: 'body', path: '/nope' },
      untagged: { from: 'header', path: 'X-Tag' },
      elsewhere: { from: 'location', path: '/things/{id}' },
    },
  });
  made.answered({
    id: 'text',
    address: `${address}/text`,
    response: { status: 200, headers: [], body: Buffer.from('plain') },
    capture: { nowhere: { from: 'location', path: '/things/{id}' } },
  });
  made.unanswered('dead', {
    address: `${address}/dead`,
    reason: 'no answer',
    capture: { ghost: { from: 'status', path: '' } },
  });
  return made;
}

function resolve(value: Json, from = scope()): Json {
  const resolved = resolveReferences(value, from.lookup);
  if (!resolved.ok) throw new Error(resolved.problem.reason);
  return resolved.value;
}

describe('a reference', () => {
  it.each<[Json, Json]>([
    ['${cue.id}', 'c-1'],
    ['${cue.n}', 3],
    ['${cue.ok}', false],
    ['${cue.none}', null],
    ['${cue.cues}', [{ id: 'x' }]],
    ['${cue.cues.0.id}', 'x'],
    ['${cue.a-b}', 1],
    ['${cue.id}-${cue.n}', 'c-1-3'],
    ['<${cue.none}|${cue.cues}>', '<null|[{"id":"x"}]>'],
    ['${tag}', '"e1"'],
    ['${status}', 201],
    ['${first}', 'x'],
    ['${run.id}', runName('k3v9x2', 'things/lists')],
    ['${now}', '2026-05-07T12:00:00.000Z'],
    ['${now+1h}', '2026-05-07T13:00:00.000Z'],
    ['${now-5m}', '2026-05-07T11:55:00.000Z'],
    ['${text:3}', 'abc'],
    ['${text:0}', ''],
    ['${actor.main.user_id}', 'u-1'],
    ['$${cue.id}', '${cue.id}'],
    ['a $${b} ${cue.n}', 'a ${b} 3'],
    ['no ${', 'no ${'],
    [7, 7],
    [{ a: ['${cue.n}', { b: '${cue.id}' }] }, { a: [3, { b: 'c-1' }] }],
  ])('%j becomes %j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each([
    ['${cue.nope}', 'has no "nope"', 'things/lists/cue'],
    ['${cue.cues.1.id}', 'has no "cues.1.id"', 'things/lists/cue'],
    ['${cue.__proto__}', 'has no', 'things/lists/cue'],
    ['${lost}', 'has no "nope"', 'things/lists/cue'],
    ['${untagged}', 'has no header X-Tag', 'things/lists/cue'],
    ['${elsewhere}', 'has no Location header that matches /things/{id}', 'things/lists/cue'],
    ['${nowhere}', 'has no Location header, and no id in its body', 'things/lists/text'],
    ['${text.id}', 'is not JSON', 'things/lists/text'],
    ['${dead.id}', 'no answer', 'things/lists/dead'],
    ['${ghost}', 'no answer', 'things/lists/dead'],
    ['${later.id}', 'no earlier step "later"', undefined],
    ['${actor.main.secret}', 'is secret', undefined],
    ['${actor.main.slug}', 'has no part "slug"', undefined],
    ['${actor.nobody.slug}', 'has no part "slug"', undefined],
    ['${now+soon}', 'expected a duration', undefined],
    ['${now+999999999999d}', 'is not a date', undefined],
    ['${text:99999999999}', 'at most', undefined],
  ])('%s cannot be resolved', (value, reason, needs) => {
    const resolved = resolveReferences(value, scope().lookup);
    expect(resolved).toMatchObject({ ok: false, problem: { reason: expect.stringContaining(reason) } });
    expect(resolved.ok ? undefined : resolved.problem.needs).toBe(needs);
  });

  it('to a UUID has one value for each name and scenario', () => {
    const here = scope();
    const [one, again, named, elsewhere] = [
      resolve('${uuid}', here),
      resolve('${uuid}', here),
      resolve('${uuid.b}', here),
      resolve('${uuid}', scope('things/other')),
    ];
    expect(one).toMatch(UUID);
    expect(again).toBe(one);
    expect(new Set([one, named, elsewhere]).size).toBe(3);
  });

  it('to a unique text keeps the kinds of the characters, and has one value for each name and scenario', () => {
    const here = scope();
    const [one, again, named, elsewhere] = [
      resolve('usr-${unique:abzQ12}', here),
      resolve('usr-${unique:abzQ12}', here),
      resolve('usr-${unique:abzQ12.b}', here),
      resolve('usr-${unique:abzQ12}', scope('things/other')),
    ];
    expect(one).toMatch(/^usr-[a-z]{3}[A-Z][1-9]{2}$/);
    expect(again).toBe(one);
    expect(new Set([one, named, elsewhere]).size).toBe(3);
  });

  it('to the run is usable in a slug', () => {
    expect(resolve('${run.id}')).toMatch(/^parity-k3v9x2-[0-9a-f]{6}$/);
  });

  it('does not copy a value without references', () => {
    const value = { a: [{ b: 'c' }] };
    expect(resolve(value)).toBe(value);
  });
});

describe('a value of the Link header', () => {
  const steps = [
    call({ id: 'first', capture: { after: { from: 'link', path: 'page' } } }),
    call({ id: 'second', call: 'things.get', with: { thing_id: '${after}' } }),
  ];

  it.each([
    ['a URL', '<https://api.example.com/things?page=abc&x=1>; rel="next"', '/things/abc'],
    [
      'a path among other links',
      '</things?page=z>; rel="last", </things?page=2>; title="a, b"; rel="prev next"',
      '/things/2',
    ],
    ['a relation without quotes', '<?page=3>; rel=next', '/things/3'],
  ])('is the parameter of the next page: %s', async (_title, link, path) => {
    const server = await serve((_request, response) => {
      response.setHeader('Link', link);
      answerJson(response, 200, {});
    });
    await runOn(server.origin, { steps });
    expect(server.seen[1]?.target).toBe(path);
  });

  it('is absent if no link leads to the next page', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('Link', '</things?page=1>; rel="prev"');
      answerJson(response, 200, {});
    });
    const { scenarios } = await runOn(server.origin, { steps });
    expect(scenarios[0]?.steps[1]).toMatchObject({
      state: 'unresolved',
      reason: expect.stringContaining('Link header'),
    });
  });
});
