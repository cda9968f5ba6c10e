import { writeJson } from '../lib/json-text.ts';
import type { Address } from '../model/address.ts';
import type { Cause } from '../model/cause.ts';
import type { Finding } from '../model/finding.ts';
import type { ScenarioVerdict, StepVerdict, Verdict } from '../model/verdict.ts';
import { alikeKey, createExamples } from './alike.ts';
import { exitMeaning } from './exit-meaning.ts';
import type { Reporter } from './reporter.ts';

/** The same recording gives the same bytes, because times come from the recording. */
export const reportJson: Reporter = function* (verdict) {
  const { listed, alike } = listScenarios(verdict.scenarios);
  const text = writePrintableJson({ ...describe(verdict), alike, scenarios: [] });
  if (listed.length === 0) return yield `${text}\n`;
  yield text.slice(0, -']\n}'.length);
  for (const [index, scenario] of listed.entries()) yield `${index === 0 ? '' : ','}\n${writeScenario(scenario)}`;
  yield `${LIST_END}\n`;
};

/** Of all scenarios with an equal result, the first few are listed in full. The other scenarios appear only as addresses. */
function listScenarios(scenarios: readonly ScenarioVerdict[]) {
  const isExample = createExamples();
  const groups = new Map<string, ReturnType<typeof describeAlike> & { readonly addresses: Address[] }>();
  const listed = scenarios.filter((scenario) => {
    const key = alikeKey(scenario);
    if (isExample(key)) return true;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...describeAlike(scenario), addresses: [scenario.address] });
    else group.addresses.push(scenario.address);
    return false;
  });
  return { listed, alike: groups.size === 0 ? undefined : [...groups.values()] };
}

/** The address of a step is relative to the address of its scenario. */
function describeAlike({ address, suite, source, file, line, outcome, steps }: ScenarioVerdict) {
  const below = steps.map((step) => ({ ...describeStep(step), address: step.address.slice(address.length) }));
  return { suite, source, file, line, outcome, steps: below };
}

/** Writes each step on a separate line, because a scenario may have very many steps. */
function writeScenario({ steps, ...about }: ScenarioVerdict): string {
  const inPlace = writePrintableJson({ scenarios: [{ ...about, steps: [] }] });
  if (steps.length === 0) return inPlace.slice(LIST_START.length, -LIST_END.length);
  const lines = steps.map((step) => `        ${writeJson(describeStep(step))}`).join(',\n');
  const [above, below] = [inPlace.slice(LIST_START.length, -STEPS_END.length), STEPS_END.slice(0, -LIST_END.length)];
  return `${above}\n${defused(lines)}\n      ${below}`;
}

const LIST_START = '{\n  "scenarios": [\n';
const LIST_END = '\n  ]\n}';
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
    excused: describeExcused(verdict.scenarios),
    ledgerProblems,
    leftovers,
  };
}

/** Returns only the first findings of each cause. */
function boundByCause(findings: readonly Finding[]): readonly Finding[] {
  const isExample = createExamples();
  return findings.filter(({ cause }) => isExample(cause));
}

const MOST_STEPS = 20;

function describeCause({ addresses, first, ...cause }: Cause) {
  const { expected, observed, evidence, reproduction, assumes } = first;
  return { ...cause, steps: addresses.slice(0, MOST_STEPS), expected, observed, evidence, reproduction, assumes };
}

function describeFinding(finding: Finding) {
  const { kind, severity, cause, fingerprint, where, operation, address, field, tried, outcome, methods } = finding;
  const { expected, observed, places, evidence, reproduction, assumes } = finding;
  return {
    ...{ kind, severity, cause, fingerprint, where, operation, address, field, tried, outcome, methods },
    ...{ expected, observed, places, evidence, reproduction, assumes },
  };
}

function describeExcused(scenarios: readonly ScenarioVerdict[]) {
  const isExample = createExamples();
  return scenarios.flatMap(({ steps }) =>
    steps.flatMap(({ address, excused }) =>
      excused
        .filter(({ finding }) => isExample(finding.cause))
        .map(({ finding, xfail }) => ({ finding: describeFinding({ ...finding, address }), xfail })),
    ),
  );
}

/** A step refers to findings by fingerprint, because all findings are listed once at the beginning. */
function describeStep({ address, operation, phase, line, outcome, reason, ...found }: StepVerdict) {
  const findings = found.findings.map((finding) => finding.fingerprint);
  const excused = found.excused.map(({ finding }) => finding.fingerprint);
  const xpasses = found.xpasses.map((xpass) => xpass.what);
  return { address, operation, phase, line, outcome, reason, findings, excused, xpasses };
}

/** Replaces special characters of terminals and GitHub by escapes, without changing the value. */
export function writePrintableJson(value: unknown, indent = 2): string {
  return defused(writeJson(value, indent));
}

function defused(json: string): string {
  // Most texts pass this check, so the slow search for special characters is rarely needed.
  const safe = /^[ -~\n]*$/.test(json)
    ? json
    : json.replace(/[\x7f-\x9f\u2028\u2029\ufeff]|\p{Bidi_Control}/gu, escapeCharacter);
  return safe.replaceAll('##[', '#\\u0023[');
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
