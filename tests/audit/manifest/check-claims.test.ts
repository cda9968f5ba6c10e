import { describe, expect, it } from 'vitest';
import { carryOldNotes, carryOldPorts } from '../../../src/audit/manifest/carry-old-notes.ts';
import { type ClaimEvidence, checkClaims } from '../../../src/audit/manifest/check-claims.ts';
import { readClasses } from '../../../src/audit/manifest/read-classes.ts';
import { readOldManifest } from '../../../src/audit/manifest/read-old-manifest.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { CONTRACTS, clientOf, lands, sends } from '../../manifest/client-builders.ts';

const REQUEST = 'POST /v1/boxes/{id}/things';
const CLASSES = readClasses(
  'models.py',
  'class Base(Model):\n    id: str\n\n\nclass Thing(Base):\n    name: str = ""\n    x = 1\n',
);

const EVIDENCE: ClaimEvidence = {
  surface: clientOf(
    sends('things.make', [lands('send_at', { location: 'body', name: '/send_at' }), lands('later', null)]),
    sends('boxes.list', [
      lands('--limit', { location: 'query', name: 'limit' }),
      lands('--max', { location: 'query', name: 'max' }),
    ]),
    { state: 'local', name: 'close', reason: '' },
    { state: 'blocked', name: 'watch', reason: 'it waits' },
  ),
  contracts: CONTRACTS,
  versions: [{ source: 'pyproject.toml', version: '1.2.0' }],
  ignored: ['admin.*'],
  classes: CLASSES,
};

function seen(manifest: JsonObject): readonly string[] {
  const full = {
    ...manifest,
    endpoints_covered: { [REQUEST]: 'client.things.make', ...Object(manifest.endpoints_covered) },
  };
  return checkClaims(readOldManifest(full), EVIDENCE).map(({ pointer, evidence }) => `${pointer}: ${evidence}`);
}

const covered = (key: string, caller: string) => ({ endpoints_covered: { [key]: { sdk: caller } } });

describe('checkClaims', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a method that does not exist',
      covered('POST /v1/register', 'client.register'),
      '/endpoints_covered/POST ~1v1~1register: there is no register, and no method of the client sends POST /v1/register',
    ],
    [
      'a route that the method does not send',
      covered('PATCH /v1/boxes (pause)', 'client.things.make (PR #1)'),
      '/endpoints_covered/PATCH ~1v1~1boxes (pause): things.make sends POST /v1/boxes/{box_id}/things (acme/things.make#1), and no contract has PATCH /v1/boxes',
    ],
    [
      'a method that sends nothing',
      covered('GET /v1/x', 'client.close'),
      '/endpoints_covered/GET ~1v1~1x: close sends no request',
    ],
    [
      'a missing endpoint that a method sends',
      { endpoints_missing: { [REQUEST]: { blocker: 'Risky.' } } },
      '/endpoints_missing/POST ~1v1~1boxes~1{id}~1things: boxes.list, things.make sends this request (acme/things.make#1)',
    ],
    [
      'a flag that the command does not have',
      { command_drift: { 'tool things make': { covered_flags: ['--color / -c'] } } },
      '/command_drift/tool things make/covered_flags/0: things.make has no argument --color',
    ],
    [
      'a missing flag that the command sends',
      { command_drift: { 'tool things make': { missing_flags: ['--send-at (soon)'] } } },
      '/command_drift/tool things make/missing_flags/0: things.make has --send-at: body send_at (acme/send_at#1)',
    ],
    [
      'a shipped argument that the client does not send',
      { ports_shipped_2026: { 'PR #2': 'client.things.make(later)' } },
      '/ports_shipped_2026/PR #2: things.make accepts later but does not send it (acme/later#1)',
    ],
    [
      'a port in flight that has shipped',
      { ports_in_flight_2026: { 'PR #3': 'client.things.make(send_at)' } },
      '/ports_in_flight_2026/PR #3: things.make has send_at: body send_at (acme/send_at#1)',
    ],
    [
      'history that says "not yet ported", although the port has shipped',
      { ported_pr_history: ['PR #4 (send_at): NOT YET PORTED'] },
      '/ported_pr_history/0: things.make sends send_at',
    ],
    [
      'a class that exists',
      { model_drift: { 'Thing (new)': { sdk_class: 'missing entirely' } } },
      '/model_drift/Thing (new)/sdk_class: class Thing is in models.py:5',
    ],
    [
      'a missing member that the class has',
      { model_drift: { Thing: { sdk_class: 'acme.Thing', missing_fields: ['id (PR #5)'] } } },
      '/model_drift/Thing/missing_fields/0: Thing has id (models.py:5)',
    ],
    [
      'a covered member that does not exist',
      { model_drift: { Thing: { sdk_class: 'acme.Thing', covered_fields: ['size'] } } },
      '/model_drift/Thing/covered_fields/0: Thing has no size (models.py:5)',
    ],
    [
      'a missing member that a method sends',
      { model_drift: { Thing: { missing_fields: ['send_at'] } } },
      '/model_drift/Thing/missing_fields/0: things.make sends the field as body send_at (acme/send_at#1); the class Thing still lacks the field',
    ],
    [
      'a route of a blocked method, if no contract has the route',
      covered('GET /v1/x', 'client.watch'),
      '/endpoints_covered/GET ~1v1~1x: no contract has GET /v1/x',
    ],
    [
      'a missing endpoint, if no contract has it',
      { endpoints_missing: { 'POST /v1/other': { blocker: 'No.' } } },
      '/endpoints_missing/POST ~1v1~1other: no contract has POST /v1/other',
    ],
    [
      'an incomplete list of flags',
      { command_drift: { 'tool boxes list': { covered_flags: ['--limit'] } } },
      '/command_drift/tool boxes list: boxes.list has --max',
    ],
    [
      'a statement that cannot be checked',
      { command_drift: { 'tool things make': { current_display: 'everything' } } },
      '/command_drift/tool things make/current_display: the claim states nothing that a trace could confirm or contradict',
    ],
    [
      'an entry without a route',
      { endpoints_covered: { 'all of them': 'client.things.make' } },
      '/endpoints_covered/all of them: the claim states nothing that a trace could confirm or contradict',
    ],
    ['another version', { sdk_version_at_audit: '1.1.x (head)' }, '/sdk_version_at_audit: pyproject.toml says 1.2.0'],
  ])('contradicts %s', (_, manifest, evidence) => {
    expect(seen(manifest)).toEqual([evidence]);
  });

  it.each<[string, JsonObject]>([
    ['a true claim', {}],
    ['a method whose call did not end', { endpoints_covered: { [REQUEST]: { sdk: 'client.watch' } } }],
    ['a method that the trace left out', covered('GET /v1/x', 'client.admin.purge')],
    ['a flag that is sent', { command_drift: { 'tool things make': { covered_flags: ['--send-at'] } } }],
    [
      'a complete list of flags',
      { command_drift: { 'tool boxes list': { covered_flags: ['--limit / --max'], missing_flags: [] } } },
    ],
    [
      'a member that is really missing',
      { model_drift: { Thing: { sdk_class: 'acme.Thing', missing_fields: ['size'] } } },
    ],
    ['the same version', { sdk_version_at_audit: '1.2.x' }],
    ['free text', { notes: 'client.things.paint is pending', description: 'all of it' }],
  ])('does not contradict %s', (_, manifest) => {
    expect(seen(manifest)).toEqual([]);
  });

  it('reports requests of the client that no list contains', () => {
    expect(checkClaims(readOldManifest({ endpoints_covered: {} }), EVIDENCE)).toMatchObject([
      {
        claim: 'does not list POST /v1/boxes/{box_id}/things',
        evidence: 'boxes.list, things.make sends this request (acme/things.make#1)',
      },
    ]);
  });

  it('reads commands and further paths as one claim', () => {
    const old = readOldManifest({ commands_covered: { 'tool key get <id>': 'POST /v1/code + /poll (PR #33)' } });
    const requests = [
      { method: 'POST', path: '/v1/code' },
      { method: 'POST', path: '/v1/code/poll' },
    ];
    expect(old.claims).toMatchObject([{ kind: 'covered', caller: 'key.get', requests }]);
  });
});

describe('carryOldNotes', () => {
  it('moves blockers and references to the entries of the new manifest', () => {
    const notes = carryOldNotes(
      {
        endpoints_covered: { [REQUEST]: { sdk: 'client.things.make (PR #2; acme/api #7)' } },
        endpoints_missing: { 'GET /v1/x': { blocker: 'No.' } },
      },
      CONTRACTS,
    );
    expect([...notes]).toEqual([
      ['things.make', { reference: 'PR #2; acme/api #7' }],
      ['GET /v1/x', { blocker: 'No.' }],
    ]);
  });
});

describe('carryOldPorts', () => {
  const facts = { covers: { 'things.make': { methods: ['things.make'], lacks: [] } } };

  it('keeps merged ports with their fields, references, titles and dates', () => {
    const manifest = {
      ports_shipped_2026: { 'PR #2 (merged 2026-05-09)': 'client.things.make(idempotency_key, colour)' },
    };
    expect(carryOldPorts(manifest, facts, CONTRACTS)).toEqual([
      {
        ...{ operation: 'things.make', field: 'idempotency_key' },
        ...{ reference: 'PR #2', title: 'client.things.make(idempotency_key, colour)', merged: '2026-05-09' },
      },
    ]);
  });

  it("keeps history entries without a method, with the client's pull request", () => {
    const manifest = {
      ported_pr_history: ['PR #5 (filters) → ported via acme-cli #27 (merged 2026-05-04T19:14:41Z).'],
    };
    expect(carryOldPorts(manifest, facts, CONTRACTS)).toMatchObject([
      { operation: '*', field: null, reference: 'acme-cli #27', merged: '2026-05-04' },
    ]);
  });

  it.each([
    ['was closed', { ports_shipped_2026: { 'PR #3 (closed, superseded by #4)': 'client.things.make(name)' } }],
    ['is not ported yet', { ported_pr_history: ['PR #6 (name): NOT YET PORTED'] }],
    ['is in flight', { ported_pr_history: ['PR #7 (name) → port in flight on acme-cli #37'] }],
  ])('leaves out a port that %s', (_, manifest) => {
    expect(carryOldPorts(manifest, facts, CONTRACTS)).toEqual([]);
  });
});
