import { describe, expect, it } from 'vitest';
import { staticPython } from '../../../src/audit/sources/static-python.ts';
import type { Surface } from '../../../src/model/surface.ts';
import { CONTRACTS, fieldLines, fixtureClient, GRAMMARS, remarks } from '../../surface/sources/static.ts';

/** A client of one class with these methods, over a library. */
function sdk(methods: string, more = ''): Surface {
  const text = `
import httpx
${more}
class Client:
    def __init__(self, key, base_url):
        self._http = httpx.Client(base_url=base_url)

    def _post(self, path, **kwargs):
        return self._http.request("POST", path, **kwargs)

${methods.replaceAll(/^(?=.)/gm, '    ')}
`;
  return read([{ name: 'client.py', text }]);
}

function read(files: readonly { readonly name: string; readonly text: string }[]): Surface {
  return staticPython(files, GRAMMARS.python, { client: 'acme', contracts: CONTRACTS });
}

describe('a Python client that is read and not run', () => {
  it('has the operations and methods that its trace shows', () => {
    const surface = read(fixtureClient('python'));
    const names = surface.operations.flatMap((each) => each.names).sort();
    expect(surface.source).toBe('static:acme');
    expect(names).toEqual(
      `cues.bulk_delete cues.create cues.delete cues.fire cues.get cues.list cues.update executions.get
       executions.heartbeat executions.list executions.replay executions.verify messages.send workers.list`.split(
        /\s+/,
      ),
    );
    expect(surface.remarks).toEqual([]);
  });

  it('has fields at every place with their types', () => {
    const surface = read(fixtureClient('python'));
    expect(fieldLines(surface, 'cues.fire')).toEqual([
      'body /exit_criteria | exit_criteria list of string',
      'body /idempotency_key | idempotency_key string',
      'body /merge_strategy | merge_strategy string',
      'body /payload_override | payload_override map',
      'body /send_at | send_at string',
      'header X-CueAPI-Verify-Echo | verify_echo boolean',
      'path cue_id | cue_id string required',
    ]);
    expect(fieldLines(surface, 'cues.create')).toContain('body /schedule/type | schedule.type string required');
    expect(fieldLines(surface, 'messages.send')).toContain('header Idempotency-Key | idempotency_key string');
  });

  it('cites the line of the request', () => {
    const fire = read(fixtureClient('python')).operations.find(({ id }) => id === 'cues.fire');
    expect(fire?.at).toMatchObject({ file: 'acme/cues.py', line: 149, excerpt: expect.stringContaining('/fire') });
  });

  it('follows a body that is filled on conditions', () => {
    const surface = sdk(`
def fire(self, cue_id: str, *, send_at: str = None, key: str):
    body = {"idempotency_key": key}
    if send_at is not None:
        body["send_at"] = send_at
    return self._post(f"/v1/cues/{cue_id}/fire", json=body)`);
    expect(fieldLines(surface, 'cues.fire')).toEqual([
      'body /idempotency_key | idempotency_key string required',
      'body /send_at | send_at string',
      'path cue_id | cue_id string required',
    ]);
  });

  it('leaves out what a branch that cannot be reached would send', () => {
    const surface = sdk(`
def _change(self, cue_id, *, status=None, name=None):
    body = {}
    if status is not None:
        body["status"] = status
    if name is not None:
        body["name"] = name
    return self._http.request("PATCH", f"/v1/cues/{cue_id}", json=body)

def pause(self, cue_id):
    return self._change(cue_id, status="paused")`);
    expect(surface.operations.map(({ names }) => names)).toEqual([['pause']]);
    expect(fieldLines(surface, 'cues.update')).toEqual([
      'body /status | status string',
      'path cue_id | cue_id null required',
    ]);
  });

  it('takes a request whose path the caller gives for none', () => {
    const surface = sdk(`
def raw(self, method, path):
    return self._http.request(method, path)`);
    expect(surface.operations).toEqual([]);
  });

  it('leaves a part of a path open that it cannot follow', () => {
    const surface = sdk(`
def get(self):
    return self._http.get("/v1/" + kind_of_thing() + "/x")`);
    expect(surface.operations.map(({ id }) => id)).toEqual(['GET /v1/{value}/x']);
  });

  it('says that members of a mapping are not known', () => {
    const surface = sdk(`
def create(self, **fields):
    return self._post("/v1/cues", json=fields)`);
    expect(surface.operations.map(({ id }) => id)).toEqual(['cues.create']);
    expect(remarks(surface)).toEqual([
      'client.py:13 create: the body takes over what it is given as fields; its members are not known',
    ]);
  });

  it('does not take a dictionary or a route of a server for a request', () => {
    const surface = sdk(`
def base(self, environment):
    return environment.get("BASE", "https://api.example.com/v1")

def serve(self, app):
    app.get("/v1/cues", lambda request: None)`);
    expect(surface.operations).toEqual([]);
  });

  it('names what is sent to no contract by its method and path', () => {
    const surface = sdk(`
def pay(self, plan: str):
    return self._post("/v1/pay/" + plan)`);
    expect(surface.operations.map(({ id, request }) => [id, request])).toEqual([
      ['POST /v1/pay/{plan}', { method: 'POST', path: '/v1/pay/{plan}' }],
    ]);
  });

  it('names a command by its decorators', () => {
    const surface = read([
      {
        name: 'cli.py',
        text: `
@click.group()
def main(): ...

@main.group()
def cues(): ...

@cues.command("show")
@click.argument("cue_id")
def cues_show(cue_id: str):
    with Api() as api:
        print(api.get(f"/v1/cues/{cue_id}"))
`,
      },
    ]);
    expect(surface.operations.map(({ id, names }) => [id, names])).toEqual([['cues.get', ['cues.show']]]);
  });

  it('adds the version that a base URL ends in only where one contract fits', () => {
    const surface = sdk(`
def get(self, cue_id):
    return self._http.get(f"/cues/{cue_id}")

def odd(self, cue_id):
    return self._http.get(f"/unheard/{cue_id}")`);
    expect(surface.operations.map(({ id }) => id)).toEqual(['GET /unheard/{cue_id}', 'cues.get']);
  });

  it('says where a file could not be parsed and reads the rest', () => {
    const surface = sdk(`
def get(self, cue_id):
    return self._http.get(f"/v1/cues/{cue_id}")

def broken(self:
    return`);
    expect(surface.operations.map(({ id }) => id)).toContain('cues.get');
    expect(remarks(surface)[0]).toMatch(/part of this file could not be parsed/);
  });

  it('ends on code that goes round in circles', () => {
    const surface = sdk(`
def a(self, x):
    return self.b(x)

def b(self, x):
    self.a(x)
    self.a(x)
    return self._http.get("/v1/cues")`);
    expect(surface.operations.map(({ id }) => id)).toEqual(['cues.list']);
  });
});
