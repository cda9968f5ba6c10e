import { describe, expect, it } from 'vitest';
import { writeCall } from '../../../src/audit/handoff/client-call.ts';
import type { MethodDescription } from '../../../src/model/driver.ts';
import { aClient } from '../../handoff/builders.ts';

const parameter = (name: string, positional = false) =>
  ({ name, required: true, positional, type: { kind: 'string' } }) as const;

describe('a call in the language of a client', () => {
  it('has its arguments in the order of the parameters, in Python', () => {
    const description: MethodDescription = { name: 'cues.fire', parameters: [parameter('cue_id'), parameter('at')] };
    const given = {
      at: { $type: 'datetime', value: '2031-05-06T07:08:09' },
      flag: true,
      none: null,
      cue_id: 'it"s',
    } as const;
    expect(writeCall({ method: 'cues.fire', arguments: given }, aClient(), description)).toBe(
      'client.cues.fire(cue_id="it\\"s", at=datetime.fromisoformat("2031-05-06T07:08:09"), flag=True, none=None)',
    );
  });

  it('awaits an async method and puts members into a dict, in Python', () => {
    const description: MethodDescription = { name: 'create', parameters: [], async: true };
    const given = { 'schedule.type': 'once', 'schedule.in.days': 3 };
    expect(writeCall({ method: 'create', arguments: given }, aClient(), description)).toBe(
      'await client.create(schedule={"type": "once", "in": {"days": 3}})',
    );
  });

  it('has arguments by position and an options object, in JavaScript', () => {
    const description: MethodDescription = {
      name: 'cues.fire',
      parameters: [parameter('cueId'), parameter('options')],
    };
    const given = {
      cueId: 'c1',
      'options.sendAt': { $type: 'datetime', value: '2031-05-06T07:08:09Z' },
      'options.tags': ['a'],
    } as const;
    expect(writeCall({ method: 'cues.fire', arguments: given }, aClient({ driver: 'node' }), description)).toBe(
      'await client.cues.fire("c1", { sendAt: new Date("2031-05-06T07:08:09Z"), tags: ["a"] })',
    );
  });

  it('is JSON for an MCP tool', () => {
    const text = writeCall({ method: 'fire', arguments: { cue_id: 'c1' } }, aClient({ driver: 'mcp' }), undefined);
    expect(JSON.parse(text)).toMatchObject({
      method: 'tools/call',
      params: { name: 'fire', arguments: { cue_id: 'c1' } },
    });
  });

  it('is one quoted shell line for a command', () => {
    const description: MethodDescription = {
      name: 'cues.fire',
      parameters: [parameter('ID', true), parameter('--key'), parameter('--now'), parameter('--later')],
    };
    const client = aClient({ driver: 'command', command: ['/usr/bin/acme'] });
    const given = { '--key': "$(rm -rf /); 'x'", '--now': true, '--later': false, ID: 'c 1' };
    expect(writeCall({ method: 'cues.fire', arguments: given }, client, description)).toBe(
      `acme cues fire 'c 1' --key '$(rm -rf /); '\\''x'\\''' --now`,
    );
  });

  it('has no client for a signature function', () => {
    const signatures = { call: 'acme.verify', parameters: {} };
    expect(writeCall({ method: 'acme.verify', arguments: {} }, aClient({ signatures }), undefined)).toBe(
      'acme.verify()',
    );
  });
});
