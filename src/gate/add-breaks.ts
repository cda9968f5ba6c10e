import { causeId } from '../judge/causes/cause-id.ts';
import { makeFinding } from '../judge/causes/make-finding.ts';
import { WHOLE_CLIENT } from '../judge/client/subject.ts';
import type { Judge } from '../judge/judge.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { Finding } from '../model/finding.ts';
import type { Judged } from '../model/verdict.ts';
import { findBreaks } from './find-breaks.ts';
import type { Break } from './method-pair.ts';

interface Revisions {
  readonly base: ClientSurface;
  readonly head: ClientSurface;
  readonly judge: Judge;
}

/** Adds the breaks between two revisions to what the head's trace shows, in the step that is about the whole client. */
export function addBreaks(judged: Judged, { base, head, judge }: Revisions): Judged {
  const { context } = judge;
  if (context.severity['surface-break'] === 'off') return judged;
  const findings = findBreaks(base, head).map((found) => toFinding(found, base, judge));
  const whole = `${head.client}/client`;
  const scenarios = judged.scenarios.map((scenario) => ({
    ...scenario,
    steps: scenario.steps.map((step) =>
      step.address === whole ? { ...step, findings: [...step.findings, ...findings] } : step,
    ),
  }));
  return { ...judged, scenarios };
}

function toFinding({ method, argument, change, was, is }: Break, base: ClientSurface, { context }: Judge): Finding {
  const reading = base.methods.find(({ name }) => name === method);
  const sends = reading?.state === 'sends' ? reading : undefined;
  return makeFinding(
    'surface-break',
    { field: argument, expected: was, observed: is, pointer: '', found: is },
    {
      context,
      cause: causeId('surface-break', [method, argument, change]),
      operation: sends?.requests.find(({ operation }) => operation !== null)?.operation ?? WHOLE_CLIENT,
      address: `${base.client}/${method}`,
      // The call of the base that can no longer be made.
      exchange: sends?.base.id ?? `${base.client}/client#0`,
      methods: [method],
      marks: [method, change],
    },
  );
}
