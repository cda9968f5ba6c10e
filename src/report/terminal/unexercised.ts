import { groupBy } from '../../lib/group-by.ts';
import { plural } from '../../lib/plural.ts';
import type { StepVerdict, Verdict } from '../../model/verdict.ts';
import { reasonOf, stepsWith } from '../steps.ts';
import { capped, enumerate, hanging, labelled, paragraph, type Screen } from './screen.ts';

export function renderBlocked(verdict: Verdict, screen: Screen): readonly string[] {
  const steps = stepsWith(verdict, 'blocked');
  const died = verdict.end === null;
  if (steps.length === 0 && !died) return [];
  const heading = screen.paint.bold(screen.paint.red('BLOCKED'));
  const count = `${plural(steps.length, 'step')} could not be tested; xfails do not apply`;
  const death =
    'The run was killed or crashed: its recording has no end. This report covers everything that was recorded until then.';
  const reasons = [...groupBy(steps, reasonOf)];
  return [
    `${heading}  ${steps.length === 0 ? 'the run did not reach its end' : count}`,
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
  const reasons = [...groupBy(steps, (step) => step.reason ?? callOf(step))];
  return [
    `${heading}  ${what}`,
    ...capped(reasons, screen, ([reason, group]) =>
      group.length === 1 && group[0]?.reason === undefined
        ? [`  ${group[0]?.address}`]
        : [
            ...paragraph(reason, 2, screen),
            ...labelled([{ label: plural(group.length, 'step'), text: addresses(group) }], 6, screen),
          ],
    ),
  ];
}

function callOf({ operation, phase }: StepVerdict): string {
  return `${operation ?? 'a step'}${phase === 'cleanup' ? ' as clean-up' : ''}`;
}

/** Returns lines about steps that could not run, with advice about what a data file lacks. */
export function renderNotTried(verdict: Verdict, screen: Screen): readonly string[] {
  return renderReasons(stepsWith(verdict, 'not-tried'), 'NOT TRIED', screen);
}

/** A step was skipped if it does not apply to this target, or if it depends on a failed step. */
export function renderSkipped(verdict: Verdict, screen: Screen): readonly string[] {
  return renderReasons(stepsWith(verdict, 'skipped'), 'SKIPPED', screen);
}

/** Reasons that differ only in the operation or the step appear on one line. */
function renderReasons(steps: readonly StepVerdict[], title: string, screen: Screen): readonly string[] {
  if (steps.length === 0) return [];
  const groups = [...groupBy(steps, (step) => shapeOf(headOf(step), screen))];
  const most = groups.sort(([, a], [, b]) => b.length - a.length);
  const advice = [...groupBy(steps.flatMap(adviceOf), (text) => shapeOf(text, screen)).values()];
  return [
    `${screen.paint.bold(title)}  ${plural(steps.length, 'step')}`,
    ...capped(most, screen, ([, group]) =>
      labelled([{ label: String(group.length).padStart(4), text: joinReasons(group.map(headOf), screen) }], 2, screen),
    ),
    ...capped(advice, screen, (texts) => hanging(`To try more steps: ${joinAdvice(texts, screen)}`, 2, screen)),
  ];
}

/** Returns a reason without its advice. */
function headOf(step: StepVerdict): string {
  const reason = reasonOf(step);
  return reason.split('; ')[0] ?? reason;
}

function adviceOf(step: StepVerdict): readonly string[] {
  const [, ...advice] = reasonOf(step).split('; ');
  return advice.length === 0 ? [] : [advice.join('; ')];
}

/** Finds names in one pass, because a text may quote megabytes of a response. */
const NAME = /[\w.~/-]+/g;

function isName(word: string, { operations }: Screen): boolean {
  return operations.has(word) || /^[\w.-]+\/[\w.~-]+\/[\w.~-]+$/.test(word);
}

function shapeOf(text: string, screen: Screen): string {
  return text.replace(NAME, (word) => (isName(word, screen) ? '…' : word));
}

function joinReasons(reasons: readonly string[], screen: Screen): string {
  const [first = ''] = reasons;
  const [, ...others] = namesIn(reasons, screen);
  return others.length === 0 ? first : `${first} (also ${enumerate(others, 2)})`;
}

/** Joins similar pieces of advice into one text with all their names, because users paste the text. */
function joinAdvice(texts: readonly string[], screen: Screen): string {
  const [first = ''] = texts;
  const names = namesIn(texts, screen);
  return first.replace(names[0] ?? '', () => enumerate(names, MOST_NAMES));
}

const MOST_NAMES = 12;

function namesIn(texts: readonly string[], screen: Screen): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.match(NAME)?.find((word) => isName(word, screen)) ?? []))];
}

function addresses(steps: readonly StepVerdict[]): string {
  return enumerate(
    steps.map((step) => step.address),
    5,
  );
}
