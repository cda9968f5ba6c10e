import { describe, expect, it } from 'vitest';
import type { GateResult } from '../../src/model/gate-result.ts';
import { renderGateComment } from '../../src/report/gate-comment.ts';
import { aFinding } from '../gate/builders.ts';

const SCREEN = 40;

function aResult(changes: Partial<GateResult> = {}): GateResult {
  return {
    ...{ client: 'acme', base: 'a'.repeat(40), head: `${'b'.repeat(40)} and uncommitted changes` },
    ...{
      added: [],
      contractBacked: [],
      known: [],
      excused: [],
      gone: [],
      reduced: [],
      coverage: { base: ['a'], head: ['a'] },
    },
    ...{ versions: [], manifest: null, blocked: [], ledgerProblems: [], exitCode: 0 },
    ...changes,
  };
}

const many = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: 30 }, (_, index) => make(index));
const findings = many((index) => aFinding({ kind: 'field-misplaced', field: `f${index}` }));
const at = { file: 'xfails.yaml', line: 2, column: 3 };
const LISTS: readonly Partial<GateResult>[] = [
  { contractBacked: findings },
  { versions: many((index) => `file ${index}`) },
  { manifest: many((index) => `entry ${index}`) },
  { blocked: many((index) => ({ method: `m${index}`, reason: 'no' })) },
  { ledgerProblems: many(() => ({ kind: 'expired', at, message: 'is over' })) },
];

describe('the comment on a pull request', () => {
  it.each([0, 1, 2, 3, 4, 5])('fits a screen with much of everything and %i lists besides', (count) => {
    const rest = Object.assign({}, ...LISTS.slice(0, count)) as Partial<GateResult>;
    const comment = renderGateComment(
      aResult({ added: findings, known: findings, excused: findings, gone: findings, ...rest, exitCode: 1 }),
    );
    expect(comment.trimEnd().split('\n').length).toBeLessThanOrEqual(SCREEN);
    expect(comment).toContain('1. **field-misplaced** `notes.get f0`');
    expect(comment.match(/^- … and \d+ more$/gm)?.length ?? 0).toBe(count);
  });

  it('says which revisions it compares, and what is dirty', () => {
    expect(renderGateComment(aResult())).toBe(
      `### wireparity: \`acme\` passes\n\n${'a'.repeat(9)} → ${'b'.repeat(9)} and uncommitted changes · 1 operations covered · 0 new findings · 0 gone\n`,
    );
  });

  it('lets no text of the client become markup', () => {
    const comment = renderGateComment(
      aResult({
        added: [aFinding({ observed: '`x` <b>\u001b[2J' })],
        blocked: [{ method: 'a', reason: '<img src=x> **b**' }],
      }),
    );
    expect(comment).toContain("observed `'x' <b>");
    expect(comment).toContain('- a: \\<img src=x\\> \\*\\*b\\*\\*');
    expect(comment).not.toContain('\u001b');
  });
});
