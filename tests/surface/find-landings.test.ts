import { describe, expect, it } from 'vitest';
import type { DriverValue } from '../../src/model/driver.ts';
import { findLandings } from '../../src/surface/find-landings.ts';
import { CONTRACTS, call, type RequestParts, sent } from './builders.ts';

/** Writes each place at which the client sends the given value, as `location name = value`. */
function landings(given: DriverValue, parts: RequestParts, reference: RequestParts | null = null): readonly string[] {
  return findLandings({
    call: call([sent(parts)]),
    reference: reference === null ? null : call([sent(reference)]),
    given,
    contracts: CONTRACTS,
  }).map(({ place, sent: found }) => `${place.location} ${place.name} = ${JSON.stringify(found)}`);
}

it('does not assign an unrecognisable value to a place whose identifier changes with every call', () => {
  const parent = (id: string) => ({ json: { trace: `00-${id}-01`, mode: id.startsWith('a') ? 'fast' : 'slow' } });
  const reference = parent('b'.repeat(32));
  expect(landings(true, parent('a'.repeat(32)), reference)).toEqual(['body /mode = "fast"']);
});

it('assigns a switch to the place that becomes null', () => {
  expect(landings(true, { json: { mode: 'fast', url: null } }, { json: { mode: 'fast' } })).toEqual([
    'body /url = null',
  ]);
});

it('does not assign an unrecognisable value to a place that no longer has a null', () => {
  const reference = { json: { mode: 'fast', trace: null } };
  expect(landings('slow', { json: { mode: 'slow' } }, reference)).toEqual(['body /mode = "slow"']);
  expect(landings(true, { json: { mode: 'fast' } }, reference)).toEqual([]);
});

it('finds an object without recognisable members by the name and the value of a member', () => {
  const sent = { json: { format: { rate: 24, type: 'pcm' }, kind: 'live' } };
  expect(landings({ rate: 24, type: 'pcm' }, sent, { json: {} })).toEqual(['body /format = {"rate":24,"type":"pcm"}']);
});

it('finds the parts of a file that the client read', () => {
  const file = { $type: 'file', name: 'pw-file', content: { title: 'pw-title-z' } } as const;
  expect(landings(file, { json: { name: 'pw-title-z', note: 'x' } })).toEqual(['body /name = "pw-title-z"']);
});

describe('a recognisable value', () => {
  it.each<[string, DriverValue, RequestParts, string]>([
    ['in a path', 'pw-x-z', { target: '/v1/boxes/pw-x-z/things' }, 'path box_id = "pw-x-z"'],
    ['in a query', 41_003, { target: '/v1/boxes/b1/things?page=41003' }, 'query page = "41003"'],
    ['in a header', 'pw-x-z', { headers: [['X-Worker-Id', 'pw-x-z']] }, 'header X-Worker-Id = "pw-x-z"'],
    ['deep in a body', 'pw-x-z', { json: { limits: { label: 'pw-x-z' } } }, 'body /limits/label = "pw-x-z"'],
    ['within a longer text', 'pw-x-z', { json: { name: 'agent:pw-x-z' } }, 'body /name = "agent:pw-x-z"'],
  ])('is sent %s', (_title, given, parts, expected) => {
    expect(landings(given, parts)).toEqual([expected]);
  });

  it('is found at every place that contains it', () => {
    const parts = { headers: [['X-Worker-Id', 'pw-x-z']] as const, json: { worker: 'pw-x-z' } };
    expect(landings('pw-x-z', parts)).toEqual(['header X-Worker-Id = "pw-x-z"', 'body /worker = "pw-x-z"']);
  });

  it('in a list is found at the place of the whole list', () => {
    const given = ['pw-t-1-z', 'pw-t-2-z'];
    expect(landings(given, { json: { tags: given } })).toEqual(['body /tags = ["pw-t-1-z","pw-t-2-z"]']);
    expect(landings(given, { target: '/v1/boxes/b1/things?tag=pw-t-1-z&tag=pw-t-2-z' })).toEqual([
      'query tag = ["pw-t-1-z","pw-t-2-z"]',
    ]);
    expect(landings(given, { target: '/v1/boxes/b1/things?tag[]=pw-t-1-z&tag[]=pw-t-2-z' })).toEqual([
      'query tag = ["pw-t-1-z","pw-t-2-z"]',
    ]);
  });

  it('in a list whose items become names is found at the object with these names', () => {
    const given = ['pw-p-1-z', 'pw-p-2-z'];
    const json = { ports: { 'pw-p-1-z/tcp': {}, 'pw-p-2-z/tcp': {} } };
    expect(landings(given, { json })).toEqual([`body /ports = ${JSON.stringify(json.ports)}`]);
  });

  it('in an object with renamed members is found at the place of the object', () => {
    const json = { selector: { matchLabels: { 'pw-match-labels-zk': 'pw-match-labels-z' } } };
    expect(landings({ match_labels: json.selector.matchLabels }, { json })).toEqual([
      `body /selector = ${JSON.stringify(json.selector)}`,
    ]);
  });

  it('in an object with a repeated number is found at the place of the whole object', () => {
    const given = { limit: { bytes: 50_000 }, reserved: { bytes: 50_000 } };
    expect(landings(given, { json: { plan: given } })).toEqual([`body /plan = ${JSON.stringify(given)}`]);
  });

  it('of two path segments is found at the place of each segment', () => {
    expect(landings('pw-a-a/pw-a-b', { target: '/v1/boxes/pw-a-a/things?page=pw-a-b' })).toEqual([
      'path box_id = "pw-a-a"',
      'query page = "pw-a-b"',
    ]);
  });

  it('in a map is found at the place of the map', () => {
    const given = { 'pw-p-zk': 'pw-p-z' };
    expect(landings(given, { json: { payload: given } })).toEqual(['body /payload = {"pw-p-zk":"pw-p-z"}']);
  });

  it.each([
    ['as it is', '2031-01-01T00:07:00+00:00'],
    ['in another zone', '2031-01-01T02:07:00+02:00'],
    ['in seconds', 1_925_000_000 + 0],
  ])('is recognised as a time %s', (_title, wire) => {
    const value = typeof wire === 'number' ? new Date(wire * 1000).toISOString() : '2031-01-01T00:07:00+00:00';
    const found = landings({ $type: 'datetime', value }, { json: { at: wire } });
    expect(found).toEqual([`body /at = ${JSON.stringify(wire)}`]);
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each<[string, DriverValue, string, boolean]>([
    ['in a JSON text', 'pw-x-z', '{"name":["pw-x-z"]}', true],
    ['in JSON in Base64', { user: 'pw-x-z' }, base64('{"user":"pw-x-z"}'), true],
    ['as bytes in Base64', { $type: 'bytes', base64: base64('pw-data-z') }, base64('pw-data-z'), true],
    ['as a text that is encoded for no reason', 'pw-data-z', base64('pw-data-z'), false],
    ['as a text that is quoted for no reason', 'pw-x-z', '"pw-x-z"', false],
  ])('is sent %s', (_title, given, text, encoded) => {
    const question = { reference: null, given, contracts: CONTRACTS };
    const [landing] = findLandings({ ...question, call: call([sent({ headers: [['X-Worker-Id', text]] })]) });
    expect([landing?.place.name, landing?.encoded ?? false]).toEqual(['X-Worker-Id', encoded]);
  });

  it('that is not sent is not found, even if the request changed', () => {
    expect(landings('pw-x-z', { json: { name: 'pot' } })).toEqual([]);
  });
});

describe('an unrecognisable value', () => {
  it('is sent where the request differs from the request without the argument', () => {
    expect(landings(true, { json: { name: 'a', live: true } }, { json: { name: 'a' } })).toEqual(['body /live = true']);
  });

  it('is sent at the place with exactly its value, even if other places changed too', () => {
    const after = { json: { name: 'a', mode: 'live', live: true } };
    expect(landings('live', after, { json: { name: 'a' } })).toEqual(['body /mode = "live"']);
  });

  it('is recognised in another spelling of the same word', () => {
    const after = { target: '/v1/boxes/b1/things?page=2&live=True' };
    expect(landings(true, after, { target: '/v1/boxes/b1/things?page=1' })).toEqual(['query live = "True"']);
  });

  it('is sent at every changed place if none of them has exactly its value', () => {
    expect(landings(true, { json: { mode: 'x', kind: 'y' } }, {})).toEqual(['body /mode = "x"', 'body /kind = "y"']);
  });

  it('is not found without a call to compare with', () => {
    expect(landings(true, { json: { live: true } })).toEqual([]);
  });
});
