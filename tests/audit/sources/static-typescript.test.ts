import { describe, expect, it } from 'vitest';
import { staticTypeScript } from '../../../src/audit/sources/static-typescript.ts';
import type { Surface } from '../../../src/model/surface.ts';
import { CONTRACTS, fieldLines, fixtureClient, GRAMMARS, remarks } from '../../surface/sources/static.ts';

function read(files: readonly { readonly name: string; readonly text: string }[]): Surface {
  return staticTypeScript(files, GRAMMARS.typescript, { client: 'acme', contracts: CONTRACTS });
}

function code(text: string): Surface {
  return read([{ name: 'client.ts', text }]);
}

describe('a TypeScript client that is read and not run', () => {
  it('has the operations and methods that its trace shows', () => {
    const surface = read(fixtureClient('typescript'));
    const names = surface.operations.flatMap((each) => each.names).sort();
    expect(names).toEqual(
      `cues.bulkDelete cues.create cues.delete cues.fire cues.get cues.list cues.update executions.get
       executions.heartbeat executions.list executions.replay executions.verify messages.send workers.list`.split(
        /\s+/,
      ),
    );
    expect(surface.remarks).toEqual([]);
  });

  it('takes the types from the declaration file, at the names on the wire', () => {
    const surface = read(fixtureClient('typescript'));
    expect(fieldLines(surface, 'cues.fire')).toEqual([
      'body /exit_criteria | exit_criteria list of string',
      'body /idempotency_key | idempotency_key string',
      'body /merge_strategy | merge_strategy string',
      'body /payload_override | payload_override map',
      'body /send_at | send_at string',
      'header X-CueAPI-Verify-Echo | verify_echo boolean',
      'path cue_id | cue_id string required',
    ]);
    expect(fieldLines(surface, 'cues.create').filter((line) => line.includes('delivery'))).toEqual([
      'body /delivery/outcome_deadline_seconds | delivery.outcome_deadline_seconds number',
      'body /delivery/timeout_seconds | delivery.timeout_seconds number',
    ]);
  });

  it('has the tools of an MCP server with the members of their schemas', () => {
    const surface = read(fixtureClient('mcp'));
    expect(surface.operations.map(({ names }) => names.join())).toEqual(
      'cues_create cues_delete cues_fire cues_get cues_list executions_heartbeat executions_list messages_send'.split(
        ' ',
      ),
    );
    expect(fieldLines(surface, 'executions.list')).toContain('query status__in | status__in list of string');
    expect(fieldLines(surface, 'cues.create')).toContain('body /schedule/type | schedule.type string required');
  });

  it('reads schemas of zod, and the method of a client that comes in', () => {
    const surface = code(`
class Api { async request(method: string, path: string, body?: object | null, query?: object) { return fetch(path, { method }); } }
const schema = z.object({ status: z.enum(["active", "paused"]).optional(), limit: z.number().int() });
export const tools = [{ name: "cues_list", schema, handler: async (client, args) => client.request("GET", "/v1/cues", null, args) }];`);
    expect(fieldLines(surface, 'cues.list')).toEqual([
      'query limit | limit integer required',
      'query status | status string',
    ]);
  });

  it('reads fetch with a URL, its query, headers and a body as JSON', () => {
    const surface = code(`
export async function fire(cueId: string, options: { sendAt?: string; key: string }) {
  const url = new URL(\`/v1/cues/\${cueId}/fire\`, base);
  url.searchParams.set('dry', String(options.key));
  return fetch(url, { method: 'POST', headers: { 'X-Worker-Id': options.key, Accept: 'a' }, body: JSON.stringify({ send_at: options.sendAt }) });
}
export const list = (limit: number) => fetch(\`\${BASE}/v1/cues?limit=\${limit}&status=active\`);`);
    expect(fieldLines(surface, 'cues.fire')).toEqual([
      'body /send_at | send_at null',
      'header X-Worker-Id | X-Worker-Id null',
      'path cue_id | cue_id string required',
      'query dry | dry null',
    ]);
    expect(fieldLines(surface, 'cues.list')).toEqual([
      'query limit | limit number required',
      'query status | status string',
    ]);
  });

  it('names parts of a call whose place it cannot tell', () => {
    const surface = code(`export const make = (data: Body1) => send('POST', '/v1/cues', { body: data });`);
    expect(remarks(surface)).toEqual([
      'client.ts:1 make: the body takes over what it is given as data; its members are not known',
    ]);
  });

  it('does not take a route of a server for a request', () => {
    expect(
      code(`export function serve(app) { app.post('/v1/cues', (request, response) => response.end()); }`).operations,
    ).toEqual([]);
  });
});
