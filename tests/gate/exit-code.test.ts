import { expect, it } from 'vitest';
import { exitCodeFor, type RunFacts } from '../../src/gate/exit-code.ts';

const CLEAN: RunFacts = { interrupted: false, died: false, failed: 0, blocked: 0, ledgerProblems: 0, exercised: 1 };
const EVERYTHING: RunFacts = { interrupted: true, died: true, failed: 1, blocked: 1, ledgerProblems: 1, exercised: 0 };

it.each<[string, Partial<RunFacts>, number]>([
  ['nothing is wrong', {}, 0],
  ['the run was interrupted', { interrupted: true }, 130],
  ['a step failed', { failed: 1 }, 1],
  ['a step was blocked', { blocked: 1 }, 3],
  ['the run was killed', { died: true }, 3],
  ['the ledger has a problem', { ledgerProblems: 1 }, 4],
  ['no step sent a request', { exercised: 0 }, 5],
])('the exit code shows that %s', (_title, facts, code) => {
  expect(exitCodeFor({ ...CLEAN, ...facts })).toBe(code);
});

it.each<[string, Partial<RunFacts>, number]>([
  ['an interruption rather than anything else', {}, 130],
  ['a failed step rather than a blocked step', { interrupted: false }, 1],
  ['a blocked step rather than a ledger problem', { interrupted: false, failed: 0, died: false }, 3],
  ['a killed run rather than a ledger problem', { interrupted: false, failed: 0, blocked: 0 }, 3],
  ['a ledger problem rather than an empty run', { interrupted: false, failed: 0, blocked: 0, died: false }, 4],
])('the exit code shows %s', (_title, facts, code) => {
  expect(exitCodeFor({ ...EVERYTHING, ...facts })).toBe(code);
});
