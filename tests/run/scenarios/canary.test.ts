import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { call } from '../../plan/builders.ts';
import { type RunGiven, runOn } from '../run-on.ts';
import { answerJson, type Handler, serve } from '../servers.ts';
import { create } from '../things.ts';

const LIST = call({ id: 'list' });
const BREAK = { ...create('break'), cleanup: null };
const LATER = Array.from({ length: 8 }, (_, at) => ({ name: `later-${at}`, steps: [call({ id: 'list' })] }));

async function run(handler: Handler, scenarios: RunGiven['scenarios']) {
  const server = await serve(handler);
  return { ...(await runOn(server.origin, { scenarios, policy: { concurrency: 1 } })), seen: server.seen };
}

/** After the first POST request, this server responds to GET requests with `answer`. */
function breaking(answer: (response: ServerResponse) => void): Handler {
  let isBroken = false;
  return ({ method }, response) => {
    if (method === 'POST') {
      isBroken = true;
      return answerJson(response, 200, {});
    }
    if (isBroken) answer(response);
    else answerJson(response, 200, {});
  };
}

const SCENARIOS: RunGiven['scenarios'] = [
  { name: 'a-first', steps: [LIST] },
  { name: 'b-break', steps: [BREAK] },
  ...LATER,
];

describe('a server that stops working', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['refuses everybody', (response) => answerJson(response, 401, {})],
    ['fails', (response) => answerJson(response, 500, {})],
  ])('gets no more calls, and the operation before it is named: it %s', async (_title, answer) => {
    const { end, scenarios, seen } = await run(breaking(answer), SCENARIOS);
    expect(end.stopped?.reason).toContain('the server stopped working after');
    expect(end).not.toHaveProperty('environment');
    expect(scenarios.filter(({ steps }) => steps[0]?.state === 'blocked').length).toBeGreaterThan(0);
    expect(seen.length).toBeLessThan(SCENARIOS.length + 4);
  });

  it('is recorded: each repeated call is in the recording', async () => {
    const { exchanges, seen } = await run(
      breaking((response) => answerJson(response, 500, {})),
      SCENARIOS,
    );
    expect(exchanges).toHaveLength(seen.length);
    const watched = exchanges.filter(({ phase }) => phase === 'watch');
    expect(watched.map(({ response }) => response?.status)).toEqual([500, 500, 500]);
    expect(new Set(exchanges.map(({ id }) => id)).size).toBe(exchanges.length);
  });

  it('is reported with the change after which it rejected every caller', async () => {
    const { end } = await run(
      breaking((response) => answerJson(response, 401, {})),
      SCENARIOS,
    );
    expect(end.stopped).toMatchObject({ operation: 'things.create', after: 'things/b-break/break' });
    expect(end.stopped?.scenarios).toContain('things/later-0');
  });

  it('is not assumed if single calls fail', async () => {
    const handler: Handler = ({ method }, response) => answerJson(response, method === 'POST' ? 500 : 200, {});
    const { end, scenarios } = await run(handler, SCENARIOS);
    expect(end).not.toHaveProperty('stopped');
    expect(scenarios.every(({ steps }) => steps[0]?.state === 'exercised')).toBe(true);
  });

  it('is not assumed if the server works again after a moment', async () => {
    let bad = 0;
    const handler: Handler = ({ method }, response, at) => {
      if (method === 'GET' && at > 2 && bad < 4) {
        bad += 1;
        return answerJson(response, 500, {});
      }
      answerJson(response, 200, {});
    };
    const { end } = await run(handler, SCENARIOS);
    expect(end).not.toHaveProperty('stopped');
  });
});
