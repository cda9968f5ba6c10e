import { expect, it } from 'vitest';
import { exitCodeFor, type RunFacts } from '../../src/gate/exit-code.ts';

const CLEAN: RunFacts = { interrupted: false, died: false, failed: 0, blocked: 0, ledgerProblems: 0, exercised: 1 };
const EVERYTHING: RunFacts = { interrupted: true, died: true, failed: 1, blocked: 1, ledgerProblems: 1, exercised: 0 };

it.each<[string, Partial<RunFacts>, number]>([
  ['nothing is wrong', {}, 0],
  ['the run was interrupted', { interrupted: true }, 130],
  ['a step failed', { failed: 1 }, 1],
  ['a step was blocked', { blocked: 1 }, 3],
  ['the run died', { died: true }, 3],
  ['the ledger has a problem', { ledgerProblems: 1 }, 4],
  ['nothing was exercised', { exercised: 0 }, 5],
])('when %s the code says so', (_title, facts, code) => {
  expect(exitCodeFor({ ...CLEAN, ...facts })).toBe(code);
});

it.each<[string, Partial<RunFacts>, number]>([
  ['an interruption over everything', {}, 130],
  ['a failure over what could not be exercised', { interrupted: false }, 1],
  ['a blocked step over the ledger', { interrupted: false, failed: 0, died: false }, 3],
  ['a dead run over the ledger', { interrupted: false, failed: 0, blocked: 0 }, 3],
  ['the ledger over an empty run', { interrupted: false, failed: 0, blocked: 0, died: false }, 4],
])('puts %s', (_title, facts, code) => {
  expect(exitCodeFor({ ...EVERYTHING, ...facts })).toBe(code);
});
