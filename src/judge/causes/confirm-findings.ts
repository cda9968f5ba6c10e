import { scenarioOf, withoutRerun } from '../../model/address.ts';
import type { Finding } from '../../model/finding.ts';
import type { JudgedScenario, JudgedStep } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';

/** A scenario is repeated alone if a high load may have caused one of its findings. */
export interface Repeats {
  readonly add: (repeat: JudgedScenario) => void;
  /** Removes findings that did not occur again in the repetition of the scenario. */
  readonly apply: (scenarios: readonly JudgedScenario[]) => readonly JudgedScenario[];
}

/** Identifies a finding by its cause and operation. Returns undefined if a high load cannot cause the finding. */
function doubtOf({ kind, cause, operation }: Finding): string | undefined {
  return KINDS[kind].doubtful === true ? `${cause} ${operation}` : undefined;
}

export function createRepeats(): Repeats {
  const repeats = new Map<string, JudgedScenario>();
  return {
    add: (repeat) => void repeats.set(withoutRerun(repeat.address), repeat),
    apply: (scenarios) => {
      if (repeats.size === 0) return scenarios;
      const refuted = refutedDoubts(scenarios, repeats);
      return refuted.size === 0 ? scenarios : scenarios.map((scenario) => withoutRefuted(scenario, refuted, repeats));
    },
  };
}

type RepeatedScenarios = ReadonlyMap<string, JudgedScenario>;

/** Returns the doubtful findings that did not occur again in a complete repetition. */
function refutedDoubts(scenarios: readonly JudgedScenario[], repeats: RepeatedScenarios): ReadonlySet<string> {
  const refuted = new Set<string>();
  const confirmed = new Set<string>();
  for (const scenario of scenarios) {
    const repeat = repeats.get(scenario.address);
    if (repeat === undefined) continue;
    const again = doubtsIn(repeat);
    for (const doubt of doubtsIn(scenario)) {
      if (again.has(doubt) || !isComplete(repeat)) confirmed.add(doubt);
      else refuted.add(doubt);
    }
  }
  return new Set([...refuted].filter((doubt) => !confirmed.has(doubt)));
}

/** Identifies a doubtful finding by its cause and its operation. */
export function doubtsIn({ steps }: JudgedScenario): ReadonlySet<string> {
  return new Set(steps.flatMap(({ findings }) => findings.flatMap((finding) => doubtOf(finding) ?? [])));
}

function isComplete({ steps }: JudgedScenario): boolean {
  return steps.every(({ state, answered }) => state === 'exercised' || answered === true);
}

function withoutRefuted(
  scenario: JudgedScenario,
  refuted: ReadonlySet<string>,
  repeats: RepeatedScenarios,
): JudgedScenario {
  const repeat = repeats.get(scenario.address);
  const isRefuted = (finding: Finding) => refuted.has(doubtOf(finding) ?? '');
  if (!scenario.steps.some(({ findings }) => findings.some(isRefuted))) return scenario;
  const steps = scenario.steps.map((step): JudgedStep => {
    const [first] = step.findings.filter(isRefuted);
    if (first === undefined) return step;
    const kept = step.findings.filter((finding) => !isRefuted(finding));
    const reason = `${first.kind}: observed "${first.observed}", but not when the scenario was repeated alone`;
    // if the step was not repeated, its finding is unconfirmed
    if (repeat === undefined)
      return { ...step, findings: kept, ...(kept.length === 0 && { state: 'not-tried', reason }) };
    const again = stepAgain(step, repeat);
    if (kept.length === 0 && again?.answered === true)
      return { ...step, findings: kept, state: 'not-tried', reason: again.reason ?? reason };
    const found = (again?.findings ?? []).map((finding) => ({ ...finding, address: step.address }));
    return { ...step, findings: [...kept, ...found], flaky: true, reason };
  });
  return { ...scenario, steps };
}

function stepAgain({ address }: JudgedStep, repeat: JudgedScenario): JudgedStep | undefined {
  const id = address.slice(scenarioOf(address).length);
  return repeat.steps.find((step) => step.address === `${repeat.address}${id}`);
}
