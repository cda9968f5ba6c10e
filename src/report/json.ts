import { writeJson } from '../lib/json-text.ts';
import type { Cause } from '../model/cause.ts';
import type { Finding } from '../model/finding.ts';
import type { ScenarioVerdict, StepVerdict, Verdict } from '../model/verdict.ts';
import { exitMeaning } from './exit-meaning.ts';
import type { Reporter } from './reporter.ts';

/**
 * The whole verdict for programs. Sorted as the gate sorted it; the only times are durations of the recording, so
 * the same recording gives the same bytes.
 */
export const reportJson: Reporter = function* (verdict) {
  const text = writePrintableJson({ ...describe(verdict), scenarios: [] });
  if (verdict.scenarios.length === 0) return yield `${text}\n`;
  yield text.slice(0, -']\n}'.length);
  for (const [index, scenario] of verdict.scenarios.entries())
    yield `${index === 0 ? '' : ','}\n${writeScenario(scenario)}`;
  yield `${LIST_END}\n`;
};

/** As it stands in the list of all, each step on a line: there may be very many. */
function writeScenario({ steps, ...about }: ScenarioVerdict): string {
  const inPlace = writePrintableJson({ scenarios: [{ ...about, steps: [] }] });
  if (steps.length === 0) return inPlace.slice(LIST_START.length, -LIST_END.length);
  const lines = steps.map((step) => `        ${writeJson(describeStep(step))}`).join(',\n');
  const [above, below] = [inPlace.slice(LIST_START.length, -STEPS_END.length), STEPS_END.slice(0, -LIST_END.length)];
  return `${above}\n${defused(lines)}\n      ${below}`;
}

/** Before and behind the items of a list that is the last member of an object. */
const LIST_START = '{\n  "scenarios": [\n';
const LIST_END = '\n  ]\n}';
/** Behind the steps of a list's last scenario. */
const STEPS_END = `]\n    }${LIST_END}`;

function describe(verdict: Verdict) {
  const { run, end, counts, exchanges, coverage, findings, xpasses, ledgerProblems, leftovers } = verdict;
  return {
    version: 1,
    exitCode: verdict.exitCode,
    exitMeaning: exitMeaning(verdict.exitCode),
    run,
    end: end === null ? null : { ...end, leftovers: undefined },
    exchanges,
    counts,
    coverage,
    xpasses,
    causes: verdict.causes.map(describeCause),
    findings: boundByCause(findings).map(describeFinding),
    excused: verdict.scenarios.flatMap((scenario) => scenario.steps.flatMap(describeExcused)),
    ledgerProblems,
    leftovers,
  };
}

/** Findings of one cause that are listed; `count` of the cause counts all of them. */
const MOST_FINDINGS = 100;

function boundByCause(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ cause }) => {
    const count = (counts.get(cause) ?? 0) + 1;
    counts.set(cause, count);
    return count <= MOST_FINDINGS;
  });
}

/** Steps of a cause that are listed. */
const MOST_STEPS = 20;

function describeCause({ addresses, first, ...cause }: Cause) {
  const { expected, observed, evidence, reproduction } = first;
  return { ...cause, steps: addresses.slice(0, MOST_STEPS), expected, observed, evidence, reproduction };
}

function describeFinding(finding: Finding) {
  const { kind, severity, cause, fingerprint, where, operation, address, field, tried, outcome, methods } = finding;
  const { expected, observed, places, evidence, reproduction } = finding;
  return {
    ...{ kind, severity, cause, fingerprint, where, operation, address, field, tried, outcome, methods },
    ...{ expected, observed, places, evidence, reproduction },
  };
}

function describeExcused({ excused }: StepVerdict) {
  return excused.map(({ finding, xfail }) => ({ finding: describeFinding(finding), xfail }));
}

/** Findings stand once, above; a step names them by fingerprint. */
function describeStep({ address, operation, phase, line, outcome, reason, ...found }: StepVerdict) {
  const findings = found.findings.map((finding) => finding.fingerprint);
  const excused = found.excused.map(({ finding }) => finding.fingerprint);
  const xpasses = found.xpasses.map((xpass) => xpass.what);
  return { address, operation, phase, line, outcome, reason, findings, excused, xpasses };
}

/** JSON without characters that a terminal or the GitHub runner acts on: the same value, other escapes. */
export function writePrintableJson(value: unknown, indent = 2): string {
  return defused(writeJson(value, indent));
}

function defused(json: string): string {
  // most texts: looking for each of the others takes longer than all the rest
  const safe = /^[ -~\n]*$/.test(json)
    ? json
    : json.replace(/[\x7f-\x9f\u2028\u2029\ufeff]|\p{Bidi_Control}/gu, escapeCharacter);
  return safe.replaceAll('##[', '#\\u0023[');
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
