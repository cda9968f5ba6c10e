import { describe, expect, it } from 'vitest';
import { docsContradictions } from '../../../src/audit/handoff/docs-contradictions.ts';
import type { DocsDrift } from '../../../src/audit/sources/docs-against-client.ts';

const at = { file: 'README.md', line: 7, excerpt: '' };
const drift: DocsDrift = {
  missingInClient: [
    { kind: 'method', method: null, name: 'acme cues burn', sentence: 'acme cues burn is documented', at },
  ],
  undocumented: [{ method: 'cues.fire', argument: null, at: null }],
};

describe('differences between pages and a client', () => {
  it('contain the line of the page, and the method that no page shows', () => {
    expect(docsContradictions(drift, { hasPages: true, ignored: [] })).toEqual([
      { at: 'README.md:7', says: 'acme cues burn', evidence: 'acme cues burn is documented' },
      { at: 'cues.fire', says: 'no mention of cues.fire', evidence: 'the client has cues.fire' },
    ]);
  });

  it('do not contain a method that the trace left out', () => {
    expect(docsContradictions(drift, { hasPages: true, ignored: ['cues.b*'] })).toHaveLength(1);
  });

  it('contain no undocumented method if there is no page', () => {
    expect(docsContradictions({ ...drift, missingInClient: [] }, { hasPages: false, ignored: [] })).toEqual([]);
  });
});
