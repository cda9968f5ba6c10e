import type { Exchange, ScenarioEnd } from '../model/exchange.ts';
import { doubtsIn } from './causes/confirm-findings.ts';
import { createPlaceDiagnosis } from './causes/diagnose-places.ts';
import { endScenario, judgeScenarioCheck } from './end-scenario.ts';
import type { Judge } from './judge.ts';
import { createScenarioNotes } from './scenario-notes.ts';

/** Returns the findings that a high load may have caused, and that a repetition must confirm. */
export function findDoubts(end: ScenarioEnd, exchanges: readonly Exchange[], judge: Judge): ReadonlySet<string> {
  const notes = createScenarioNotes(end.address);
  const places = createPlaceDiagnosis();
  for (const exchange of exchanges) notes.add(exchange, judge, places);
  if (end.check !== undefined) judgeScenarioCheck(end.check, notes, judge);
  return doubtsIn(endScenario(end, notes));
}
