import { describe, expect, it } from 'vitest';
import { buildHandoff, handoffCauses } from '../../../src/audit/handoff/build-handoff.ts';
import type { Drift } from '../../../src/model/drift.ts';
import type { PortInFlight } from '../../../src/model/manifest.ts';
import { linesOf } from '../../../src/report/handoff/handoff-lines.ts';
import { anEntry } from '../../gate/builders.ts';
import { aFinding, evidence } from '../../handoff/builders.ts';

const missing = (operation: string, field: string | null = null) =>
  aFinding({
    ...{ kind: field === null ? 'operation-not-covered' : 'field-not-sendable', severity: 'warning', operation, field },
    ...{ expected: 'a way', observed: 'none', address: field === null ? 'acme/client' : 'acme/notes.create' },
  });

const port = (changes: Partial<PortInFlight> = {}): PortInFlight => ({
  ...{
    operation: 'notes.remove',
    field: null,
    since: null,
    references: ['#42'],
    titles: ['Remove notes'],
    overlap: false,
    days: 12,
  },
  ...changes,
});

const drift = (changes: Partial<Drift> = {}): Drift => ({
  ...{ kind: 'place-differs', operation: 'notes.create', field: 'text', culprit: 'docs:README.md', severity: 'error' },
  ...{
    breaking: true,
    fingerprint: 'd00000000001',
    sentence: 'contract says body; docs:README.md says header',
    sayings: [],
  },
  ...changes,
});

describe('findings that one change repairs are one row', () => {
  it('if one change added several fields to one operation', () => {
    const findings = [missing('notes.create', 'color'), missing('notes.create', 'size')];
    const { missing: rows } = buildHandoff(evidence({ findings }));
    expect(rows.map(({ points }) => points.map(({ field }) => field))).toEqual([['color', 'size']]);
  });

  it('if one field was added to several operations', () => {
    const findings = [missing('notes.create', 'lang'), missing('notes.update', 'lang')];
    const { missing: rows } = buildHandoff(evidence({ findings }));
    expect(rows.map(({ points }) => points.map(({ operation }) => operation))).toEqual([
      ['notes.create', 'notes.update'],
    ]);
  });

  it('but not if different server changes added the fields', () => {
    const findings = [missing('notes.create', 'color'), missing('notes.create', 'lang'), missing('notes.remove')];
    expect(buildHandoff(evidence({ findings })).missing).toHaveLength(3);
  });

  it('if fields of one request are sent at the same wrong location', () => {
    const places = (name: string) =>
      ({ declared: { location: 'body', name: `/a/${name}` }, sent: { location: 'body', name } }) as const;
    const findings = ['x', 'y'].map((name) =>
      aFinding({ kind: 'field-misplaced', field: `a.${name}`, places: places(name) }),
    );
    const { wrong } = buildHandoff(evidence({ findings }));
    expect(wrong.map(({ points }) => points.length)).toEqual([2]);
  });
});

describe('rows are sorted by consequence', () => {
  it('in this order: failing calls, lost data, missing features', () => {
    const findings = [
      missing('notes.remove'),
      aFinding({ kind: 'response-field-dropped', severity: 'warning', field: '/id' }),
      aFinding({ kind: 'field-renamed' }),
      aFinding({ kind: 'field-misplaced', field: 'color' }),
    ];
    const { wrong, missing: rest } = buildHandoff(evidence({ findings }));
    expect([...wrong, ...rest].map(({ priority, kind }) => `${priority} ${kind}`)).toEqual([
      'P0 field-misplaced',
      'P0 field-renamed',
      'P1 response-field-dropped',
      'P2 operation-not-covered',
    ]);
  });
});

describe('a row', () => {
  const program = { language: 'python', text: 'print(1)\n' } as const;
  const [cause] = handoffCauses({ ...evidence(), findings: [aFinding()] });

  it('contains the server, the replayed program and the sent request without the key', () => {
    const replays = new Map([[cause?.fingerprint ?? '', { program, withheld: null }]]);
    const { wrong, reproductions } = buildHandoff(evidence({ findings: [aFinding()], replays }));
    expect(wrong[0]).toMatchObject({
      server: { request: 'POST /v1/notes', since: 'api#1, 2026-04-01' },
      ...{ reproduction: program, withheld: null },
      wire: ['POST /v1/notes', '"txt": "pw-text-z"'],
    });
    expect(reproductions).toEqual({ shown: 1, withheld: 0 });
  });

  it('counts a program that did not show the finding, but leaves it out', () => {
    const replays = new Map([[cause?.fingerprint ?? '', { program: null, withheld: 'it sends nothing' }]]);
    const { wrong, reproductions } = buildHandoff(evidence({ findings: [aFinding()], replays }));
    expect(wrong[0]).toMatchObject({ reproduction: null, withheld: 'it sends nothing' });
    expect(reproductions).toEqual({ shown: 0, withheld: 1 });
  });

  it('names the lines of the client that define the methods of the row', () => {
    const at = { file: 'acme/notes.py', line: 12 };
    const base = evidence();
    const described = { name: 'notes.create', parameters: [], at };
    const surface = { ...base.surface, description: { ...base.surface.description, methods: [described] } };
    expect(buildHandoff(evidence({ findings: [aFinding()], surface })).wrong[0]?.places).toEqual(['acme/notes.py:12']);
  });

  it('about a missing field names the server change that introduced the field', () => {
    const [row] = buildHandoff(evidence({ findings: [missing('notes.create', 'color')] })).missing;
    expect(row?.server).toMatchObject({ since: 'api#7' });
  });

  it('shows until when the ledger accepts the row, and which rows a ledger entry excuses', () => {
    const finding = aFinding();
    const entry = anEntry({ where: 'acme', place: { operation: 'notes.create' }, kind: 'field-renamed', owner: 'sdk' });
    const { wrong, accepted } = buildHandoff(
      evidence({
        findings: [finding],
        excuses: new Map([[finding, entry]]),
        ledger: [{ entry, written: '2026-05-01' }],
      }),
    );
    expect(wrong[0]?.accepted).toEqual({ owner: 'sdk', expires: '2027-01-31' });
    expect(accepted).toMatchObject([{ owner: 'sdk', age: 13, expired: false, rows: [wrong[0]?.id] }]);
  });

  it('shows that a ledger entry is expired and excuses no row', () => {
    const entry = anEntry({ where: 'acme', expires: '2026-05-13' });
    const { accepted } = buildHandoff(evidence({ ledger: [{ entry, written: null }] }));
    expect(accepted).toMatchObject([{ age: null, expired: true, rows: [] }]);
  });
});

describe('ports', () => {
  it('keep the id and the priority of a row, which then names the port', () => {
    const { missing: rows, inFlight } = buildHandoff(
      evidence({ findings: [missing('notes.remove')], ports: [port()] }),
    );
    const [before] = buildHandoff(evidence({ findings: [missing('notes.remove')] })).missing;
    expect(rows).toEqual([{ ...before, inFlight: ['#42'] }]);
    expect(inFlight).toMatchObject([{ references: ['#42'], brings: ['notes.remove'], days: 12 }]);
  });

  it('keep a row of which they repair only a part, which then names the port', () => {
    const findings = [missing('notes.create', 'color'), missing('notes.create', 'size')];
    const ports = [port({ operation: 'notes.create', field: 'color' })];
    expect(buildHandoff(evidence({ findings, ports })).missing).toMatchObject([{ inFlight: ['#42'] }]);
  });
});

describe('sources that disagree', () => {
  it('are listed with the source that differs', () => {
    const { lattice } = buildHandoff(evidence({ drifts: [drift()] }));
    expect(lattice).toMatchObject([{ at: 'notes.create text', says: 'place-differs: docs:README.md', priority: 'P3' }]);
  });

  it('are left out if a row already reports the field or its parent', () => {
    const findings = [missing('notes.create', 'color')];
    const drifts = [drift({ field: 'color' }), drift({ field: 'color.name' }), drift({ field: 'colors' })];
    expect(buildHandoff(evidence({ findings, drifts })).lattice.map(({ at }) => at)).toEqual(['notes.create colors']);
  });
});

describe('ids', () => {
  const findings = [aFinding(), missing('notes.create', 'color'), missing('notes.create', 'size')];
  const stale = [
    { file: 'm.json', claim: { pointer: '/a/0', claim: 'covers it', evidence: 'it does not', value: null } },
  ];
  const first = buildHandoff(evidence({ findings, stale }));

  it('consist of the client and six digits, are unique, and are new on the first day', () => {
    const lines = linesOf(first);
    expect(lines.map(({ id }) => id)).toEqual(lines.map(() => expect.stringMatching(/^acme-[0-9a-f]{6}$/)));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(3);
    expect(lines.map((line) => line.first)).toEqual(lines.map(() => '2026-05-14'));
  });

  it('and first days stay the same in a later hand-off if a part of a row is done or a claim moved', () => {
    const moved = [
      { file: 'm.json', claim: { pointer: '/a/3', claim: 'covers it', evidence: 'still not', value: null } },
    ];
    const later = buildHandoff(
      evidence({ date: '2026-06-01', findings: findings.slice(0, 2), stale: moved, earlier: linesOf(first) }),
    );
    expect(linesOf(later).map(({ id, first: day }) => [id, day])).toEqual(
      linesOf(first).map(({ id }) => [id, '2026-05-14']),
    );
  });

  it('of new rows are new, and are never ids of earlier rows', () => {
    const taken = linesOf(first).map((line) => ({ ...line, fingerprints: ['nothing-of-now'] }));
    const later = buildHandoff(evidence({ date: '2026-06-01', findings, stale, earlier: taken }));
    const before = new Set(taken.map(({ id }) => id));
    expect(linesOf(later).filter(({ id }) => before.has(id))).toEqual([]);
    expect(linesOf(later)[0]?.first).toBe('2026-06-01');
  });

  it('and the whole hand-off are the same for the same evidence', () => {
    expect(JSON.stringify(buildHandoff(evidence({ findings, stale })))).toBe(JSON.stringify(first));
  });
});

describe('a stale claim', () => {
  it('is one line, even if several facts contradict it', () => {
    const claim = { pointer: '/a', claim: 'lacks x, y', value: null };
    const stale = ['x is there', 'y is there'].map((text) => ({ file: 'm.json', claim: { ...claim, evidence: text } }));
    expect(buildHandoff(evidence({ stale })).manifest).toMatchObject([{ evidence: 'x is there; y is there' }]);
  });
});

describe('versions', () => {
  const agent = aFinding({
    kind: 'user-agent-version-differs',
    severity: 'warning',
    operation: '*',
    field: 'User-Agent',
  });

  it('have a row for the User-Agent if no list of versions contains it', () => {
    expect(buildHandoff(evidence({ findings: [agent] })).wrong).toMatchObject([{ priority: 'P3' }]);
  });

  it('have no row for the User-Agent if a list of versions contains it', () => {
    const versions = [{ at: 'User-Agent (acme/notes.create#1)', says: '0.1.0', evidence: 'pyproject.toml says 0.2.0' }];
    const { wrong, versions: listed } = buildHandoff(evidence({ findings: [agent], versions }));
    expect([wrong.length, listed.length]).toEqual([0, 1]);
  });
});
