import { describe, expect, it } from 'vitest';
import { clientPrograms, type ProgramInput } from '../../../src/audit/handoff/client-program.ts';
import type { Client } from '../../../src/model/client.ts';
import { aClient } from '../../handoff/builders.ts';

const CONSTRUCT = {
  ...{ call: 'acme.Client', args: ['${api_key}'] },
  kwargs: { base_url: '${base_url}/v1', options: { retries: 0, on: true, off: null } },
};

function programs(client: Partial<Client>, changes: Partial<ProgramInput> = {}) {
  return clientPrograms({
    call: { method: 'orders.create', arguments: { name: 'x' }, exchanges: [] },
    ...{ client: aClient(client), description: undefined, packages: ['@acme/sdk'] },
    ...{ expected: 'body name', observed: 'body\nnome' },
    ...changes,
  }).map(({ text }) => text);
}

describe('a reproduction', () => {
  it('in Python imports and constructs the client, calls it, and states the expected result', () => {
    expect(programs({ construct: CONSTRUCT })[0]).toBe(`import os
import acme

client = acme.Client(os.environ["API_KEY"], base_url=os.environ["BASE_URL"] + "/v1", options={"retries": 0, "on": True, "off": None})
print(client.orders.create(name="x"))
# expected: body name
# actual:   body nome
`);
  });

  it('in Python imports the modules of its values, and awaits an async method', () => {
    const [text] = programs(
      { construct: CONSTRUCT },
      {
        call: {
          ...{ method: 'send', exchanges: [] },
          arguments: { at: { $type: 'datetime', value: '2031-05-06T07:08:09Z' } },
        },
        description: { name: 'send', parameters: [], async: true },
      },
    );
    expect(text).toContain('import asyncio\nimport os\nfrom datetime import datetime\nimport acme\n');
    expect(text).toContain('async def main():\n    client = acme.Client(');
    expect(text).toContain('    print(await client.send(at=datetime.fromisoformat("2031-05-06T07:08:09+00:00")))\n');
    expect(text).toContain('\nasyncio.run(main())\n');
  });

  it.each([
    ['a.b.Client', 'import a.b\n'],
    ['a.make', 'import a\n'],
    ['a.b.make', 'import a.b\n'],
    ['a.b.Client.from_env', 'import a.b\n'],
    ['/home/me/make.py#client', 'from make import client\n'],
  ])('in Python finds the module of %s', (call, expected) => {
    expect(programs({ construct: { call, args: [], kwargs: {} } })[0]).toContain(expected);
  });

  it('in Python has variants with a context manager and an iteration after the plain call', () => {
    const [, context, loop] = programs({ construct: CONSTRUCT });
    expect(context).toContain('with client.orders.create(name="x") as result:\n    print(result)\n');
    expect(loop).toContain('for item in client.orders.create(name="x"):\n    print(item)\n');
  });

  it('of a signature function uses the current time', () => {
    const signatures = { call: 'acme.verify', parameters: { sig: 'signature', ts: 'timestamp' } };
    const call = { method: 'acme.verify', arguments: { sig: 'é', ts: '1795910739' }, exchanges: [] };
    const texts = programs({ construct: CONSTRUCT, signatures }, { call });
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(
      'import os\nimport time\nimport acme\n\nprint(acme.verify(sig="é", ts=str(int(time.time()))))\n',
    );
  });

  it('in JavaScript imports the package and constructs a class or calls a function', () => {
    const kwargs = { apiKey: '${api_key}', baseUrl: '${base_url}' };
    const [text] = programs({ driver: 'node', construct: { call: 'Client', args: [], kwargs } });
    expect(text).toContain('const library = await import("@acme/sdk");\n');
    expect(text).toContain('{ "apiKey": env.API_KEY, "baseUrl": env.BASE_URL }');
    expect(text).toContain('stdout.write(inspect(await client.orders.create("x")) + ');
    expect(text).toContain('// expected: body name\n');
  });

  it('of a command sets the environment of the client file, and has a variant that answers prompts', () => {
    const client = { driver: 'command', command: ['acme'], env: { KEY: '${api_key}', URL: '${base_url}/v1' } } as const;
    expect(programs(client)).toEqual([
      'export KEY="$API_KEY"\nexport URL="$BASE_URL"/v1\nacme orders create x\n# expected: body name\n# actual:   body nome\n',
      'export KEY="$API_KEY"\nexport URL="$BASE_URL"/v1\nyes | acme orders create x\n# expected: body name\n# actual:   body nome\n',
    ]);
  });

  it("of an MCP server starts with the protocol's first message", () => {
    const [text] = programs({ driver: 'mcp', command: ['node', 'server.js'] });
    expect(text).toContain('"method":"initialize"');
    expect(text).toContain('"params":{"name":"orders.create","arguments":{"name":"x"}}');
    expect(text).toMatch(/\n} \| node server\.js\n/);
  });
});
