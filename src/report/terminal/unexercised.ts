import type { Outcome, StepVerdict, Verdict } from '../../model/verdict.ts';
import { groupBy, plural } from '../words.ts';
import { capped, enumerate, labelled, paragraph, type Screen } from './screen.ts';

/** Red: what should have been exercised and could not be, by reason. */
export function renderBlocked(verdict: Verdict, screen: Screen): readonly string[] {
  const steps = stepsWith(verdict, 'blocked');
  const died = verdict.end === null;
  if (steps.length === 0 && !died) return [];
  const heading = screen.paint.bold(screen.paint.red('BLOCKED'));
  const count = `${plural(steps.length, 'step')} could not be exercised; no xfail excuses it`;
  const death = 'The run died: its recording has no end. This report is about what it got to.';
  const reasons = [...groupBy(steps, (step) => step.reason ?? 'no reason was recorded')];
  return [
    `${heading}  ${steps.length === 0 ? 'the run did not get to its end' : count}`,
    ...(died ? paragraph(death, 2, screen) : []),
    ...capped(reasons, screen, ([reason, group]) => [
      ...paragraph(reason, 2, screen),
      ...labelled([{ label: plural(group.length, 'step'), text: addresses(group) }], 6, screen),
    ]),
  ];
}

export function renderFlaky(verdict: Verdict, screen: Screen): readonly string[] {
  const steps = stepsWith(verdict, 'flaky');
  if (steps.length === 0) return [];
  const heading = screen.paint.bold(screen.paint.yellow('FLAKY'));
  const what = `${plural(steps.length, 'step')} passed only on a later attempt`;
  return [`${heading}  ${what}`, ...capped(steps, screen, (step) => [`  ${step.address}`])];
}

/** What was left out for a reason in the data, with what to declare. */
export function renderNotTried(verdict: Verdict, screen: Screen): readonly string[] {
  return renderReasons(stepsWith(verdict, 'not-tried'), 'NOT TRIED', screen);
}

/** What is not about this target, and what needed the response of a step that failed. */
export function renderSkipped(verdict: Verdict, screen: Screen): readonly string[] {
  return renderReasons(stepsWith(verdict, 'skipped'), 'SKIPPED', screen);
}

/** Reasons with counts, the most frequent first. */
function renderReasons(steps: readonly StepVerdict[], title: string, screen: Screen): readonly string[] {
  if (steps.length === 0) return [];
  const reasons = [...groupBy(steps, (step) => step.reason ?? 'no reason was recorded')];
  const most = reasons.sort(([, a], [, b]) => b.length - a.length);
  const rows = (count: number, reason: string) =>
    labelled([{ label: String(count).padStart(4), text: reason }], 2, screen);
  return [
    `${screen.paint.bold(title)}  ${plural(steps.length, 'step')}`,
    ...capped(most, screen, ([reason, group]) => rows(group.length, reason)),
  ];
}

function stepsWith({ scenarios }: Verdict, outcome: Outcome): readonly StepVerdict[] {
  return scenarios.flatMap((scenario) => scenario.steps.filter((step) => step.outcome === outcome));
}

function addresses(steps: readonly StepVerdict[]): string {
  return enumerate(
    steps.map((step) => step.address),
    5,
  );
}
