import { expect, it } from 'vitest';
import type { DoubtsOf } from '../../src/run/scenarios/repeat-doubts.ts';
import { call } from '../plan/builders.ts';
import { type RunGiven, runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';

const CRASHES: DoubtsOf = (_end, exchanges) =>
  new Set(exchanges.filter(({ response }) => response?.status === 500).map(({ operation }) => operation));

async function run(handler: Handler, given: RunGiven = {}, doubtsOf: DoubtsOf = CRASHES) {
  const server = await serve(handler);
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const seen = await runOn(server.origin, {
    scenarios: names.map((name) => ({ name, steps: [call({ id: 'sent' })] })),
    source: 'probe',
    options: { doubtsOf },
    ...given,
  });
  return seen.scenarios.map(({ address }) => address).filter((address) => address.endsWith('~again'));
}

const CRASH: Handler = (_request, response) => answerJson(response, 500, {});

it('repeats only one scenario of a cause if the cause occurs again', async () => {
  expect(await run(CRASH)).toEqual(['things/a~again']);
});

it('repeats up to five scenarios of a cause if the cause does not occur again', async () => {
  let count = 0;
  const once: Handler = (_request, response) => answerJson(response, ++count > 7 ? 200 : 500, {});
  expect(await run(once)).toHaveLength(5);
});

it('repeats no handwritten scenario because of a 5xx, and nothing if nothing is in doubt', async () => {
  expect(await run((_request, response) => answerJson(response, 200, {}))).toEqual([]);
  expect(await run(CRASH, { source: 'suite' })).toEqual([]);
});

it('repeats a handwritten scenario whose response did not come in time', async () => {
  let count = 0;
  const slow: Handler = (_request, response) => void (++count > 1 && answerJson(response, 200, {}));
  const late: DoubtsOf = (_end, exchanges) => new Set(exchanges.flatMap(({ failure }) => failure?.code ?? []));
  const given: RunGiven = { scenarios: [{ steps: [call()] }], source: 'suite', policy: { timeoutMs: 50, retries: 0 } };
  expect(await run(slow, given, late)).toEqual(['things/lists~again']);
});

it('does not repeat a lost call unless the contract says that it is retryable', async () => {
  let sent = 0;
  const lost: Handler = ({ method }, response) => {
    if (method !== 'POST') return answerJson(response, 200, {});
    sent += 1;
    response.destroy();
  };
  const create = call({ call: 'things.create', with: { name: 'two' } });
  const late: DoubtsOf = (_end, exchanges) => new Set(exchanges.flatMap(({ failure }) => failure?.code ?? []));
  expect(await run(lost, { scenarios: [{ steps: [create] }], policy: { retries: 0 } }, late)).toEqual([]);
  expect(sent).toBe(1);
});

it('repeats no race', async () => {
  expect(await run(CRASH, { scenarios: [{ steps: [call({ copies: 2 })] }] })).toEqual([]);
});
