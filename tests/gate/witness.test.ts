import { expect, it } from 'vitest';
import { anEntry, aStep, gateOptions, STEP, verdictOn } from './builders.ts';

const OTHER = 'notes/keeps-text/write';
const cause = 'value-mismatch/notes.get/text';
const entry = anEntry({ place: { cause }, witness: STEP });
const options = gateOptions({ whole: false });

it('an entry with a witness is outdated if its witness step runs and does not show the cause', () => {
  expect(verdictOn([[aStep()]], [entry], options).xpasses).toHaveLength(1);
});

it.each([
  ['another step runs', aStep({ address: OTHER })],
  ['the step is blocked', aStep({ state: 'blocked', reason: 'down' })],
  [
    'the step got no response to look at',
    aStep({ findings: [{ kind: 'server-error', severity: 'warning', field: null }] }),
  ],
])('an entry with a witness is not outdated if %s', (_, step) => {
  const verdict = verdictOn([[step]], [entry], options);
  expect([verdict.xpasses, verdict.ledgerProblems]).toEqual([[], []]);
});

it('an entry with a witness excuses its cause at every step', () => {
  const verdict = verdictOn([[aStep({ address: OTHER, findings: [{ cause }] })]], [entry], options);
  expect([verdict.findings, verdict.exitCode]).toEqual([[], 0]);
});
