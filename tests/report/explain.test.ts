import { expect, it } from 'vitest';
import { KINDS } from '../../src/judge/kinds.ts';
import { FINDING_KINDS, isFindingKind } from '../../src/model/finding.ts';
import { renderExplain, renderKinds } from '../../src/report/explain.ts';

it('explains a kind with its title, its side and its page, without printing the title twice', () => {
  const page =
    '# value-mismatch\n\nThe response has a different value than the step expects.\n\nThe step named a value.\n';
  expect(renderExplain('value-mismatch', page)).toBe(
    'value-mismatch: The response has a different value than the step expects\nA finding about what a server returns.\n\nThe step named a value.\n',
  );
});

it('explains a kind that has no page yet by its title', () => {
  expect(renderExplain('field-misplaced', '')).toMatch(/^field-misplaced: .*\nA finding about what a client sends.\n$/);
});

it('explains a kind that only a generated scenario can find', () => {
  expect(renderExplain('race-lost', '')).toMatch(
    /^race-lost: .*\nA finding about a promise of a contract, tested by gen/,
  );
});

const gravityOf = (kind: string) => (isFindingKind(kind) ? KINDS[kind].gravity : 0);

it('lists every kind, most severe first', () => {
  const kinds = renderKinds()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  expect(kinds.toSorted()).toEqual([...FINDING_KINDS].sort());
  expect(kinds).toEqual(kinds.toSorted((a, b) => gravityOf(a) - gravityOf(b)));
});
