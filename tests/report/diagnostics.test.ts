import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { renderDiagnostics, renderLedgerProblem } from '../../src/report/diagnostics.ts';

function aDiagnostic(changes: Partial<Diagnostic> = {}): Diagnostic {
  return {
    severity: 'error',
    code: 'unknown-value',
    at: { file: 'contracts/notes/get.yaml', line: 7, column: 14 },
    path: 'fields.id.in',
    message: 'must be one of path, query, header; was "heder"',
    ...changes,
  };
}

describe('diagnostics', () => {
  it('are problem lines that an editor can parse, with a hint below', () => {
    expect(renderDiagnostics([aDiagnostic({ hint: 'did you mean "header"?' })])).toBe(
      [
        'contracts/notes/get.yaml:7:14: error [unknown-value] fields.id.in: must be one of path, query, header; was "heder"',
        '    did you mean "header"?',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('are sorted by position, and counted', () => {
    const output = renderDiagnostics([
      aDiagnostic({ at: { file: 'b.yaml', line: 1, column: 1 }, severity: 'warning' }),
      aDiagnostic({ at: { file: 'a.yaml', line: 10, column: 1 } }),
      aDiagnostic({ at: { file: 'a.yaml', line: 9, column: 2 }, path: '' }),
    ]);
    expect(output.match(/^\S+:\d+:\d+/gm)).toEqual(['a.yaml:9:2', 'a.yaml:10:1', 'b.yaml:1:1']);
    expect(output).toContain('2 errors and 1 warning in 2 files');
  });

  it('are an empty text if there is no mistake', () => {
    expect(renderDiagnostics([])).toBe('');
  });

  it('keep a hostile file name on one line', () => {
    expect(renderDiagnostics([aDiagnostic({ path: 'a\n::error::x', message: '\x1b[2J' })])).toContain(
      'a ::error::x: \\x1b[2J',
    );
  });
});

describe('a ledger problem', () => {
  const at = { file: 'xfails.yaml', line: 12, column: 3 };

  it('is a problem line with its advice', () => {
    expect(renderLedgerProblem({ kind: 'expired', at, message: 'expired on 2026-01-01', hint: 'repair it' })).toBe(
      'xfails.yaml:12:3: error [expired] expired on 2026-01-01\n    repair it',
    );
  });

  it('is one line without advice', () => {
    expect(renderLedgerProblem({ kind: 'duplicate', at, message: 'repeats' })).toBe(
      'xfails.yaml:12:3: error [duplicate] repeats',
    );
  });
});
