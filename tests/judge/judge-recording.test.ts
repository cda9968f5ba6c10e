import { describe, expect, it } from 'vitest';
import { judgeRecording } from '../../src/judge/judge-recording.ts';
import { scenarioOf } from '../../src/model/address.ts';
import type { RecordingEntry, RunEnd, RunStart, ScenarioEnd, StepEnd } from '../../src/model/exchange.ts';
import type { JudgedStep } from '../../src/model/verdict.ts';
import { contract, errorResponse, exchange, judgeOf, type Parts, response, spec } from './builders.ts';

const RUN: RunStart = {
  kind: 'run',
  format: 1,
  tool: 'test',
  run: 'r1',
  target: { name: 'staging', origin: 'http://x', profile: 'full' },
  seed: 1,
  shard: null,
  contracts: 'abc',
  whole: true,
};

const END: RunEnd = {
  kind: 'end',
  interrupted: null,
  bailed: false,
  created: 0,
  removed: 0,
  leftovers: [],
  durationMs: 9,
};

function stepEnd(name: string, changes: Partial<StepEnd> = {}): StepEnd {
  const address = `things/life/${name}`;
  return { address, operation: 'things.make', phase: 'step', line: 7, state: 'exercised', attempts: 1, ...changes };
}

function scenario(steps: readonly StepEnd[], address = 'things/life'): ScenarioEnd {
  return {
    kind: 'scenario',
    address,
    suite: 'things',
    source: 'suite',
    file: 'suites/things.yaml',
    line: 3,
    steps,
    durationMs: 20,
  };
}

function call(name: string, parts: Parts = {}, operation = contract()) {
  return exchange({ ...parts, address: `things/life/${name}` }, operation);
}

async function judge(entries: readonly RecordingEntry[], operation = contract()) {
  return judgeRecording([[RUN, ...entries, END]], await judgeOf(operation));
}

/** Writes each step as one line, such as `exercised a status-mismatch (flaky)`. */
async function told(entries: readonly RecordingEntry[], operation = contract()): Promise<readonly string[]> {
  const { scenarios } = await judge(entries, operation);
  return scenarios.flatMap(({ steps }) => steps).map(tell);
}

function tell({ address, state, findings, flaky, reason, proposed }: JudgedStep): string {
  const marks = [flaky ? 'flaky' : '', proposed ?? '', reason ?? ''].filter((mark) => mark !== '');
  return [
    state,
    address.replace('things/life/', ''),
    ...findings.map(({ kind }) => kind),
    ...marks.map((mark) => `(${mark})`),
  ].join(' ');
}

const BAD: Parts = { response: errorResponse(404, 'box_not_found') };
const LOST: Parts = { response: null, failure: { code: 'timeout', message: 'm' } };
const REFUSED: Parts = { response: null, failure: { code: 'connection-refused', message: 'm' } };

describe('a step', () => {
  it.each<[string, readonly RecordingEntry[], readonly string[]]>([
    ['that went well', [call('a'), scenario([stepEnd('a')])], ['exercised a']],
    ['that has findings', [call('a', BAD), scenario([stepEnd('a')])], ['exercised a status-mismatch']],
    ['that made no call', [scenario([stepEnd('a', { operation: null })])], ['exercised a']],
    [
      'that passed after a failed attempt is flaky',
      [call('a', { ...LOST, superseded: true }), call('a', { attempt: 2 }), scenario([stepEnd('a')])],
      ['exercised a (flaky)'],
    ],
    [
      'whose last attempt fails is not flaky',
      [call('a', { ...LOST, superseded: true }), call('a', { ...BAD, attempt: 2 }), scenario([stepEnd('a')])],
      ['exercised a status-mismatch'],
    ],
    [
      'that polled for a state is not flaky',
      [call('a', { ...BAD, superseded: true, polling: true }), call('a', { attempt: 2 }), scenario([stepEnd('a')])],
      ['exercised a'],
    ],
    [
      'that polled and got a server error is flaky',
      [
        call('a', { response: response(500), superseded: true, polling: true }),
        call('a', { attempt: 2 }),
        scenario([stepEnd('a')]),
      ],
      ['exercised a (flaky)'],
    ],
    [
      'whose target cannot be reached is blocked',
      [call('a', REFUSED), scenario([stepEnd('a')])],
      ['blocked a (connection-refused: m)'],
    ],
    [
      'that the run blocked',
      [scenario([stepEnd('a', { state: 'blocked', reason: 'no key' })])],
      ['blocked a (no key)'],
    ],
    [
      'that the run skipped',
      [scenario([stepEnd('a', { state: 'skipped', reason: 'no clock' })])],
      ['skipped a (no clock)'],
    ],
  ])('%s', async (_title, entries, steps) => {
    expect(await told(entries)).toEqual(steps);
  });

  const later = stepEnd('b', { state: 'unresolved', reason: 'no member id', needs: 'things/life/a', attempts: 0 });
  it.each<[string, readonly RecordingEntry[], string]>([
    [
      'a failed step is skipped',
      [call('a', BAD), scenario([stepEnd('a'), later])],
      'skipped b (needs a value from the response of things/life/a)',
    ],
    [
      'a skipped step is skipped',
      [scenario([stepEnd('a', { state: 'skipped' }), later])],
      'skipped b (needs a value from the response of things/life/a)',
    ],
    ['a step without a finding is blocked', [call('a'), scenario([stepEnd('a'), later])], 'blocked b (no member id)'],
    ['a blocked step is blocked', [call('a', REFUSED), scenario([stepEnd('a'), later])], 'blocked b (no member id)'],
  ])('that needs the response of %s', async (_title, entries, told2) => {
    expect((await told(entries))[1]).toBe(told2);
  });

  it('is judged among the steps of other scenarios', async () => {
    const other = exchange({ ...BAD, address: 'things/other/a' });
    const entries = [
      call('a'),
      other,
      call('b', BAD),
      scenario([{ ...stepEnd('a'), address: 'things/other/a' }], 'things/other'),
      scenario([stepEnd('a'), stepEnd('b')]),
    ];
    const { scenarios, exchanges } = await judge(entries);
    expect(scenarios.map(({ address, steps }) => [address, ...steps.map(tell)])).toEqual([
      ['things/life', 'exercised a', 'exercised b status-mismatch'],
      ['things/other', 'exercised things/other/a status-mismatch'],
    ]);
    expect(exchanges).toBe(3);
  });
});

describe('a clean-up', () => {
  const broken: Parts = { response: response(500), phase: 'cleanup' };
  it('has a separate step if the run lists this step', async () => {
    const end = stepEnd('a~cleanup', { phase: 'cleanup' });
    expect(await told([call('a'), call('a~cleanup', broken), scenario([stepEnd('a'), end])])).toEqual([
      'exercised a',
      'exercised a~cleanup server-error',
    ]);
  });

  it('is not counted as a variation of its scenario', async () => {
    const address = 'probe.things.make/name.nul/a~cleanup';
    const removal = { ...call('a', { phase: 'cleanup' }), address };
    const end = { ...scenario([stepEnd('a', { address, phase: 'cleanup' })], scenarioOf(address)) };
    const { scenarios } = await judge([removal, end]);
    expect(scenarios.flatMap(({ steps }) => steps.map(({ tried }) => tried))).toEqual([undefined]);
  });

  it('is added to the steps of the run only if it has findings', async () => {
    expect(await told([call('a'), call('a~cleanup', broken), scenario([stepEnd('a')])])).toEqual([
      'exercised a',
      'exercised a~cleanup server-error',
    ]);
    expect(await told([call('a'), call('a~cleanup', { phase: 'cleanup' }), scenario([stepEnd('a')])])).toEqual([
      'exercised a',
    ]);
  });
});

describe('a proposed operation', () => {
  const proposed = contract({ lifecycle: 'proposed' });
  const absent: Parts = { response: errorResponse(404, 'no_route') };
  const needs = stepEnd('b', { state: 'unresolved', needs: 'things/life/a' });
  it.each<[string, Parts, readonly string[]]>([
    ['that is absent has no finding', absent, ['exercised a (absent)']],
    ['that the server has is reported as arrived', {}, ['exercised a (arrived)']],
    ['that has arrived is judged', BAD, ['exercised a status-mismatch (arrived)']],
    ['that could not be called is neither absent nor arrived', REFUSED, ['blocked a (connection-refused: m)']],
  ])('%s', async (_title, parts, steps) => {
    expect(await told([call('a', parts, proposed), scenario([stepEnd('a')])], proposed)).toEqual(steps);
  });

  it('that is absent has its dependent steps skipped', async () => {
    expect(await told([call('a', absent, proposed), scenario([stepEnd('a'), needs])], proposed)).toEqual([
      'exercised a (absent)',
      'skipped b (needs a value from the response of things/life/a)',
    ]);
  });

  it('that was removed may be absent', async () => {
    const removed = contract({ lifecycle: 'removed' });
    expect(await told([call('a', absent, removed), scenario([stepEnd('a')])], removed)).toEqual(['exercised a']);
  });
});

describe('a recording', () => {
  it('without end lines is judged up to its last line', async () => {
    const judged = await judgeRecording(
      [[RUN, call('a', BAD), call('b', { ...LOST, superseded: true })]],
      await judgeOf(contract()),
    );
    expect(judged.end).toBeNull();
    expect(judged.scenarios[0]).toMatchObject({ address: 'things/life', suite: 'things', source: 'suite' });
    expect(judged.scenarios[0]?.steps.map(tell)).toEqual([
      'exercised a status-mismatch',
      'blocked b (the run ended before the last attempt of the step)',
    ]);
  });

  it('marks steps whose calls were sent at the same time', async () => {
    const copies = [call('a', { attempt: 1 }), call('a', { attempt: 2 })];
    const again = [call('b', { ...BAD, superseded: true }), call('b', { attempt: 2 })];
    const { scenarios } = await judge([...copies, ...again, scenario([stepEnd('a'), stepEnd('b')])]);
    expect(scenarios.flatMap(({ steps }) => steps.map(({ race }) => race))).toEqual([true, undefined]);
  });

  it('contains, for each finding, the values that its scenario assumed', async () => {
    const assumes = { max_things: 10 };
    const end = { ...scenario([stepEnd('a'), stepEnd('b')]), assumes };
    const { scenarios } = await judge([call('a', BAD), call('b'), end]);
    const found = scenarios.flatMap(({ steps }) => steps.flatMap(({ findings }) => findings));
    expect(found.map((finding) => finding.assumes)).toEqual([assumes]);
  });

  it('can be a stream, and its first line selects the judge', async () => {
    async function* stream(): AsyncGenerator<readonly RecordingEntry[]> {
      yield [RUN, call('a')];
      yield [];
      yield [scenario([stepEnd('a')]), END];
    }
    const judged = await judgeRecording(stream(), (run) => {
      expect(run.target.profile).toBe('full');
      return judgeOf(contract());
    });
    expect(judged.scenarios).toHaveLength(1);
  });

  it.each<[string, readonly RecordingEntry[]]>([
    ['is empty', []],
    ['begins with an exchange', [exchange()]],
  ])('is rejected if it %s', async (_title, entries) => {
    await expect(judgeRecording([entries], await judgeOf(contract()))).rejects.toMatchObject({
      code: 'recording-invalid',
    });
  });

  it('gives the same verdict each time', async () => {
    const entries = [call('a', BAD), scenario([stepEnd('a')])];
    expect(JSON.stringify(await judge(entries))).toBe(JSON.stringify(await judge(entries)));
  });
});

describe('a response that says nothing about the API', () => {
  const answered = (status: number) => call('first', { response: response(status, {}) });
  const steps = async (entries: readonly RecordingEntry[]) =>
    (await judgeRecording([entries], await judgeOf(contract()))).scenarios.flatMap((each) => each.steps);

  it('is a 429: the step is blocked and has no finding', async () => {
    const [step] = await steps([RUN, answered(429), scenario([stepEnd('first')]), END]);
    expect(step).toMatchObject({ state: 'blocked', findings: [], reason: expect.stringContaining('429') });
  });

  it('is a declared 429, even if a generated step accepts it', async () => {
    const address = 'probe.things.make/name.as-list';
    const blame = { kind: 'accepted-invalid', says: 'it is refused' } as const;
    const sent = (status: readonly number[]) => [
      exchange({
        address: `${address}/sent`,
        response: errorResponse(429, 'slow_down'),
        expect: { status, headers: {}, blame },
      }),
      scenario([stepEnd('sent', { address: `${address}/sent` })], address),
    ];
    const limited = contract({ responses: [...contract().responses, spec(429, { errors: ['slow_down'] })] });
    const steps = async (entries: readonly RecordingEntry[]) =>
      (await judge(entries, limited)).scenarios.flatMap((each) => each.steps);
    const [also] = await steps(sent([422, 429]));
    expect(also).toMatchObject({ state: 'not-tried', findings: [], reason: expect.stringContaining('429') });
    const [only] = await steps(sent([429]));
    expect(only).toMatchObject({ state: 'exercised', findings: [] });
  });

  it('is not a 500, which is a finding', async () => {
    const [step] = await steps([RUN, answered(500), scenario([stepEnd('first')]), END]);
    expect(step?.findings).not.toEqual([]);
  });

  it('is every response of a run that ended with a problem of the environment', async () => {
    const [step] = await steps([
      RUN,
      answered(404),
      scenario([stepEnd('first')]),
      { ...END, environment: 'the base path is wrong' },
    ]);
    expect(step).toMatchObject({ state: 'blocked', findings: [], reason: 'the base path is wrong' });
  });

  it('does not affect responses to other callers if the server rejects one caller', async () => {
    const refused: RecordingEntry = { ...END, environment: 'the key is refused', callerRefused: true };
    const [other] = await steps([RUN, answered(500), scenario([stepEnd('first')]), refused]);
    expect(other?.findings).not.toEqual([]);
    const [own] = await steps([RUN, answered(401), scenario([stepEnd('first')]), refused]);
    expect(own).toMatchObject({ state: 'blocked', findings: [], reason: 'the key is refused' });
  });

  it('is every response after the call that stopped the server, but not the response to this call', async () => {
    const entries = [RUN, answered(500), scenario([stepEnd('first'), stepEnd('second', { state: 'exercised' })])];
    const stopped = (after: string, scenarios: readonly string[]) => ({
      ...END,
      stopped: { reason: 'the server stopped', operation: 'things.make', after, scenarios },
    });
    const [breaking] = await steps([...entries, stopped(stepEnd('first').address, [])]);
    expect(breaking?.findings).not.toEqual([]);
    const [later] = await steps([...entries, stopped('things/other/sent', [scenario([]).address])]);
    expect(later).toMatchObject({ state: 'blocked', findings: [], reason: 'the server stopped' });
  });
});

describe('a rejected call that only prepares a generated scenario', () => {
  const address = 'probe.things.list/page.as-word';
  const sentEnd = stepEnd('sent', {
    address: `${address}/sent`,
    state: 'unresolved',
    reason: 'made did not succeed',
    needs: `${address}/made`,
  });

  async function prepared(parts: Parts, source: ScenarioEnd['source'] = 'probe') {
    const made = exchange({ ...parts, address: `${address}/made`, phase: 'setup' });
    const madeEnd = stepEnd('made', { address: made.address, phase: 'setup' });
    return told([made, { ...scenario([madeEnd, sentEnd], address), source }]);
  }

  it('is no finding, and its scenario is not tried', async () => {
    const reason = '(things.make, which prepares the scenario, returned 404)';
    expect(await prepared(BAD)).toEqual([`not-tried ${address}/made ${reason}`, `not-tried ${address}/sent ${reason}`]);
  });

  it('is no finding if the contract does not declare the status', async () => {
    const [made] = await prepared({ response: response(418) });
    expect(made).toContain('not-tried');
  });

  it('is a finding if the server fails', async () => {
    const [made, sent] = await prepared({ response: response(500) });
    expect(made).toContain('exercised');
    expect(made).toContain('server-error');
    expect(sent).toBe(`skipped ${address}/sent (needs a value from the response of ${address}/made)`);
  });

  it('is a finding in a suite', async () => {
    expect((await prepared(BAD, 'suite'))[0]).toContain('status-mismatch');
  });
});
