import type { Leftover, RecordingEntry, RunEnd, RunStart, ScenarioEnd, StepEnd } from '../../model/exchange.ts';
import type { Redactor } from './create-redactor.ts';

/** Secrets in the entry are also redacted in all later entries. */
export function redactEntry(entry: RecordingEntry, redactor: Redactor): RecordingEntry {
  switch (entry.kind) {
    case 'run':
      return redactStart(entry, redactor);
    case 'exchange':
      return redactor.redactExchange(entry);
    case 'scenario':
      return redactScenario(entry, redactor);
    case 'end':
      return redactEnd(entry, redactor);
  }
}

function redactScenario(entry: ScenarioEnd, redactor: Redactor): ScenarioEnd {
  if (entry.steps.every((step) => step.reason === undefined)) return entry;
  return { ...entry, steps: entry.steps.map((step) => redactStep(step, redactor)) };
}

function redactStep(step: StepEnd, redactor: Redactor): StepEnd {
  return step.reason === undefined ? step : { ...step, reason: redactor.redactText(step.reason) };
}

/** Redacts the last entry of a recording. */
export function redactEnd(entry: RunEnd, redactor: Redactor): RunEnd {
  const { leftovers, stopped, version, remarks, foundUrl } = entry;
  return {
    ...entry,
    ...(stopped !== undefined && { stopped: { ...stopped, reason: redactor.redactText(stopped.reason) } }),
    ...(version !== undefined && { version: redactor.redactText(version) }),
    ...(foundUrl !== undefined && { foundUrl: redactor.redactText(foundUrl) }),
    ...(remarks !== undefined && { remarks: remarks.map(redactor.redactText) }),
    leftovers: leftovers.map((leftover) => redactLeftover(leftover, redactor)),
  };
}

export function redactLeftover<T extends Leftover>(leftover: T, redactor: Redactor): T {
  return { ...leftover, with: redactor.redactJson(leftover.with), reason: redactor.redactText(leftover.reason) };
}

/** Redacts the run id and the origin. The user chooses the run id, and the origin may contain a password. */
function redactStart(entry: RunStart, redactor: Redactor): RunStart {
  const { run, target } = entry;
  const origin = redactor.redactText(target.origin);
  return { ...entry, run: redactor.redactText(run), target: { ...target, origin } };
}
