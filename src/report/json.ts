import type { Finding } from '../model/finding.ts';
import type { ScenarioVerdict, StepVerdict, Verdict } from '../model/verdict.ts';
import { exitMeaning } from './exit-meaning.ts';
import type { Reporter } from './reporter.ts';

/**
 * The whole verdict for programs. Sorted as the gate sorted it; the only times are durations of the recording, so
 * the same recording gives the same bytes.
 */
export const reportJson: Reporter = (verdict) => {
  const text = stringify({ ...describe(verdict), scenarios: [] });
  return { output: `${withItems(text, verdict.scenarios.map(writeScenario))}\n` };
};

/** Written step by step: a verdict of very many steps, described and written as a whole, takes much memory. */
function writeScenario({ steps, ...scenario }: ScenarioVerdict): string {
  const text = stringify({ ...scenario, steps: [] }, 4);
  return withItems(
    text,
    steps.map((step) => stringify(describeStep(step), 8)),
    4,
  );
}

/** The JSON of an object whose last member is an empty list, with that list filled. */
function withItems(text: string, items: readonly string[], indent = 0): string {
  if (items.length === 0) return text;
  const space = ' '.repeat(indent);
  const head = text.slice(0, -`[]\n${space}}`.length);
  return `${head}[\n${space}    ${items.join(`,\n${space}    `)}\n${space}  ]\n${space}}`;
}

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
    findings: findings.map(describeFinding),
    excused: verdict.scenarios.flatMap((scenario) => scenario.steps.flatMap(describeExcused)),
    ledgerProblems,
    leftovers,
  };
}

function describeFinding(finding: Finding) {
  const { kind, severity, fingerprint, where, operation, address, field } = finding;
  const { expected, observed, places, evidence, reproduction } = finding;
  return {
    ...{ kind, severity, fingerprint, where, operation, address, field },
    ...{ expected, observed, places, evidence, reproduction },
  };
}

function describeExcused({ excused }: StepVerdict) {
  return excused.map(({ finding, xfail }) => ({ finding: describeFinding(finding), xfail }));
}

/** Findings stand once, above; a step names them by fingerprint. */
function describeStep(step: StepVerdict) {
  return {
    ...step,
    findings: step.findings.map((finding) => finding.fingerprint),
    excused: step.excused.map(({ finding }) => finding.fingerprint),
    xpasses: step.xpasses.map((xpass) => xpass.what),
  };
}

/** JSON without characters that a terminal or the GitHub runner acts on: the same value, other escapes. */
function stringify(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, null, 2)
    .replace(/[\x7f-\x9f\u2028\u2029\ufeff]|\p{Bidi_Control}/gu, escapeCharacter)
    .replaceAll('##[', '#\\u0023[');
  return indent === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(indent)}`);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
