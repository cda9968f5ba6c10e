import { describe, expect, it } from 'vitest';
import type { GateResult } from '../../src/model/gate-result.ts';
import { renderGateComment } from '../../src/report/gate-comment.ts';
import { aFinding } from '../gate/builders.ts';
import { aGateResult } from './gate-results.ts';

const SCREEN = 40;
const atClient = () => ({ file: 'clients/acme.yaml', line: 1 });

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
  it.each([0, 1, 2, 3, 4, 5])('fits on one screen with many findings and %i more lists', (count) => {
    const rest = Object.assign({}, ...LISTS.slice(0, count)) as Partial<GateResult>;
    const comment = renderGateComment(
      aGateResult({ added: findings, known: findings, excused: findings, gone: findings, ...rest, exitCode: 1 }),
      atClient,
    );
    expect(comment.trimEnd().split('\n').length).toBeLessThanOrEqual(SCREEN);
    expect(comment).toContain('1. **field-misplaced** `notes.get f0`');
    expect(comment.match(/^- … and \d+ more$/gm)?.length ?? 0).toBe(count);
  });

  it('names the revisions that it compares, and uncommitted changes', () => {
    expect(renderGateComment(aGateResult(), atClient)).toBe(
      `### wireparity: \`acme\` passes\n\n${'a'.repeat(9)} → ${'b'.repeat(9)} and uncommitted changes · 1 operation covered · 0 new findings · 0 gone\n`,
    );
  });

  it('shows the old and the new state of a break, and the line of the method', () => {
    const broken = aFinding({
      ...{ kind: 'surface-break', field: 'limit', methods: ['things.list'] },
      ...{ expected: 'limit', observed: 'renamed to max_items' },
    });
    const comment = renderGateComment(aGateResult({ added: [broken] }), () => ({ file: 'acme/things.py', line: 9 }));
    expect(comment).toContain('1. **surface-break** `things.list limit`:');
    expect(comment).toContain('was `limit`, is `renamed to max_items` (`acme/things.py:9`');
  });

  it('lists findings about new methods, and findings that only the first trace shows', () => {
    const comment = renderGateComment(
      aGateResult({
        comesWith: [aFinding({ kind: 'field-not-sendable', field: 'note' })],
        unrepeated: [aFinding({ kind: 'argument-dropped', field: 'size' })],
        notTried: [{ method: 'a.b', reason: 'no id' }],
      }),
      atClient,
    );
    expect(comment).toContain(
      'Findings about a new method or argument (not counted as failures): field-not-sendable `notes.get note`.',
    );
    expect(comment).toContain(
      'Findings of the first trace that the second trace does not show (not counted as failures): argument-dropped `notes.get size`.',
    );
    expect(comment).toContain('New methods that were not tried (not counted as failures): `a.b` (no id).');
  });

  it('does not let text from the client become markup', () => {
    const comment = renderGateComment(
      aGateResult({
        added: [aFinding({ observed: '`x` <b>\u001b[2J' })],
        blocked: [{ method: 'a', reason: '<img src=x> **b**' }],
      }),
      atClient,
    );
    expect(comment).toContain("observed `'x' <b>");
    expect(comment).toContain('- a: \\<img src=x\\> \\*\\*b\\*\\*');
    expect(comment).not.toContain('\u001b');
  });
});
