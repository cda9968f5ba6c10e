import { describe, expect, it } from 'vitest';
import { compareManifest } from '../../../src/audit/manifest/compare-manifest.ts';
import { formatManifest } from '../../../src/audit/manifest/format-manifest.ts';
import type { Manifest } from '../../../src/model/manifest.ts';

const MANIFEST: Manifest = {
  format: 3,
  audited: '2027-01-31',
  contracts: { hash: 'ac183e2e', profile: 'hosted' },
  clients: {
    acme: {
      source: { commit: 'e47476afebe4a13b28d235cb9a8685a40eacdb1a', dirty: false },
      profile: 'hosted',
      versions: { 'setup.py': '1.4.0' },
      endpoints_covered: {
        'orders.list': { request: 'GET /orders', methods: ['list'], note: { reference: '#1' } },
        'orders.ship': { request: 'POST /orders/{id}/ship', methods: ['ship', 'send'], lacks: ['speed', 'at'] },
      },
      endpoints_missing: { 'orders.cancel': { request: 'POST /cancel', since: null, note: { blocker: 'Later.' } } },
      left_out: { 'admin.*': 'Only for us.' },
      ports_in_flight: [
        {
          ...{ operation: 'orders.cancel', field: null, since: 'api#7', references: ['#2'], titles: ['Cancel'] },
          ...{ overlap: false, days: 30, note: { blocker: 'Later.' } },
        },
      ],
      ports_shipped: [
        {
          ...{ operation: 'orders.ship', field: 'to', since: null, reference: '#3', title: 'Ship "to"' },
          ...{ merged: '2027-01-02', note: { text: 'Ä' } },
        },
      ],
      model_drift: { 'orders.list field-misplaced': { fields: ['page'], note: { decision: 'Stays.' } } },
      orphaned_notes: [{ entry: 'orders.paint', note: { text: 'Ask Ada.' } }],
      proof: { snapshot: '3adc3b64b0f9' },
    },
    zebra: {
      ...{ source: { commit: null, dirty: true }, profile: 'hosted', versions: {}, endpoints_covered: {} },
      ...{ endpoints_missing: {}, left_out: {}, ports_in_flight: [], ports_shipped: [], model_drift: {} },
      ...{ orphaned_notes: [], proof: { snapshot: null } },
    },
  },
};
const TEXT = formatManifest(MANIFEST);

/** Returns the names of the client, the section and the entry that contain the line. */
function namesOf(lines: readonly string[], index: number): readonly string[] {
  const depth = (lines[index] ?? '').search(/[^ ]/);
  const keyAt = (indent: number) => {
    const above = lines.slice(0, index + 1).findLast((line) => line.search(/["{]/) === indent);
    return /"(?:(?:operation|entry)": ")?([^"]+)"/.exec(above ?? '')?.[1] ?? '';
  };
  return [4, 6, 8].filter((indent) => indent <= depth).map(keyAt);
}

function changesOf(text: string): readonly { readonly line: number; readonly bad: string }[] {
  return Array.from(text, (byte, at) => ({
    line: text.slice(0, at).split('\n').length - 1,
    bad: text.slice(0, at) + (at % 4 === 0 ? '' : byte === '7' ? '6' : '7') + text.slice(at + 1),
  }));
}

describe('compareManifest', () => {
  it('finds no difference in the text of the expected manifest', () => {
    expect(compareManifest(TEXT, MANIFEST)).toEqual([]);
  });

  it('names the entry for every changed or missing byte of a client', () => {
    const lines = TEXT.split('\n');
    const first = lines.findIndex((line) => line.includes('"acme": {'));
    const last = lines.findLastIndex((line) => line.startsWith('      "'));
    const changes = changesOf(TEXT).filter(({ line }) => line > first && line <= last);
    expect(changes.length).toBeGreaterThan(1500);
    const silent = changes.filter(({ line, bad }) => {
      const told = compareManifest(bad, MANIFEST).map(({ entry }) => entry);
      return !told.some((entry) => namesOf(lines, line).every((name) => entry.includes(name)));
    });
    expect(silent.map(({ line, bad }) => [lines[line], compareManifest(bad, MANIFEST)]).slice(0, 9)).toEqual([]);
  });

  it('names the line where two texts with the same JSON differ in formatting', () => {
    const swapped = TEXT.replace(
      '"methods": ["ship", "send"], "lacks": ["speed", "at"]',
      '"lacks": ["speed", "at"], "methods": ["ship", "send"]',
    );
    expect(swapped).not.toBe(TEXT);
    expect(compareManifest(swapped, MANIFEST)).toMatchObject([
      { entry: 'acme: endpoints_covered orders.ship', message: expect.stringContaining('only in formatting') },
    ]);
  });
});
