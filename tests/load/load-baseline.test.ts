import { describe, expect, it } from 'vitest';
import { formatBaseline, loadBaseline } from '../../src/load/load-baseline.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { BaselineEntry } from '../../src/model/drift.ts';
import { writeProject } from '../helpers/project.ts';

const ENTRY: BaselineEntry = {
  ...{ fingerprint: '0123456789ab', kind: 'field-only-here', operation: 'cues.fire', field: null },
  ...{ reason: 'Being repaired.', owner: 'docs', expires: '2027-01-31' },
};

async function load(text: string | null) {
  const diagnostics: Diagnostic[] = [];
  const root = await writeProject(text === null ? {} : { 'drift-baseline.yaml': text });
  const entries = await loadBaseline(root, 'drift-baseline.yaml', (each) => diagnostics.push(each));
  return { entries, diagnostics };
}

describe('loadBaseline', () => {
  it('reads what formatBaseline wrote, and returns no entries if the file does not exist', async () => {
    const other = { ...ENTRY, fingerprint: 'ba9876543210', operation: 'cues.create', field: 'name' };
    expect(await load(formatBaseline([ENTRY, other]))).toEqual({ entries: [other, ENTRY], diagnostics: [] });
    expect(await load(null)).toEqual({ entries: [], diagnostics: [] });
  });

  it.each([
    ['an invalid date', ENTRY.expires, 'soon', 'expires'],
    ['an unknown kind', ENTRY.kind, 'field-only-there', 'kind'],
    ['an invalid fingerprint', ENTRY.fingerprint, 'xyz', 'fingerprint'],
  ])('reports the position of %s', async (_, from, to, member) => {
    const { diagnostics } = await load(formatBaseline([ENTRY]).replace(from, to));
    expect(diagnostics).toMatchObject([{ path: `entries.0.${member}`, at: { file: 'drift-baseline.yaml' } }]);
    expect(diagnostics[0]?.at.line).toBeGreaterThan(1);
  });

  it('reports two entries with the same fingerprint', async () => {
    const { diagnostics } = await load(formatBaseline([ENTRY, ENTRY]));
    expect(diagnostics).toMatchObject([{ code: 'fingerprint-duplicate', at: { line: 10 } }]);
  });

  it('reads the plain list of earlier versions', async () => {
    const bare = formatBaseline([ENTRY])
      .replace(/^format: 1\nentries:\n/m, '')
      .replaceAll(/^ {2}/gm, '');
    expect(bare).toMatch(/^- fingerprint/m);
    expect(await load(bare)).toEqual({ entries: [ENTRY], diagnostics: [] });
  });

  it('rejects the format of a later version, and says what to do', async () => {
    const { diagnostics } = await load(formatBaseline([ENTRY]).replace('format: 1', 'format: 2'));
    expect(diagnostics).toMatchObject([
      { code: 'format-unsupported', at: { line: 2 }, hint: expect.stringContaining('wireparity@latest') },
    ]);
  });
});
