import type { Leftover, RecordingEntry, RunEnd, ScenarioEnd, StepEnd } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { Redactor } from './create-redactor.ts';

/** An entry without secrets. What an exchange teaches (a key in an answer) holds for it and for all later ones. */
export function redactEntry(entry: RecordingEntry, redactor: Redactor): RecordingEntry {
  switch (entry.kind) {
    case 'run':
      return entry;
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

/** Also for what is handed back to the caller: leftovers are printed. */
export function redactEnd(entry: RunEnd, redactor: Redactor): RunEnd {
  return { ...entry, leftovers: entry.leftovers.map((leftover) => redactLeftover(leftover, redactor)) };
}

function redactLeftover(leftover: Leftover, redactor: Redactor): Leftover {
  const fields = Object.entries(leftover.with).map(([name, value]): [string, Json] => [
    name,
    redactStrings(value, redactor),
  ]);
  return { ...leftover, with: Object.fromEntries(fields), reason: redactor.redactText(leftover.reason) };
}

function redactStrings(value: Json, redactor: Redactor): Json {
  if (typeof value === 'string') return redactor.redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => redactStrings(item, redactor));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, redactStrings(member, redactor)]));
}
