import { writeJson } from '../../lib/json-text.ts';
import { remember } from '../../lib/remember.ts';
import { scenarioOf, withoutRerun } from '../../model/address.ts';
import type { Finding } from '../../model/finding.ts';
import type { JudgedScenario } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';

/** A variation that fails in the same way as a simpler variation gets the same cause. */
export function settleCauses(scenarios: readonly JudgedScenario[]): readonly JudgedScenario[] {
  const causes = new Map<string, string>();
  for (const finding of tryFindings(scenarios)) {
    const { tried, cause } = finding;
    if (tried !== undefined || isPlainCall(finding)) causes.set(keyOf(finding, tried?.what ?? ''), cause);
    if (tried?.what === UNKNOWN) causes.set(keyOf(finding, UNKNOWN, tried.about), cause);
  }
  if (causes.size === 0) return scenarios;
  const settle = remember((finding: Finding): Finding => {
    const cause = simplerCause(finding, causes);
    return cause === undefined ? finding : { ...finding, cause };
  });
  return scenarios.map((scenario) => {
    if (!scenario.steps.some(({ findings }) => findings.some((each) => simplerCause(each, causes) !== undefined)))
      return scenario;
    return { ...scenario, steps: scenario.steps.map((step) => ({ ...step, findings: step.findings.map(settle) })) };
  });
}

function* tryFindings(scenarios: readonly JudgedScenario[]): Iterable<Finding> {
  for (const { steps } of scenarios)
    for (const { findings } of steps) for (const finding of findings) if (isOfTry(finding)) yield finding;
}

function isPlainCall({ address }: Finding): boolean {
  return withoutRerun(scenarioOf(address)).endsWith('/call.required-only');
}

function isOfTry({ kind }: Finding): boolean {
  return KINDS[kind].cause === 'try';
}

function simplerCause(finding: Finding, causes: ReadonlyMap<string, string>): string | undefined {
  const { tried } = finding;
  if (!isOfTry(finding) || isPlainCall(finding)) return undefined;
  // The generated call with only required fields and this handwritten step have one cause if both fail in the same way.
  if (tried === undefined) return causes.get(keyOf(finding, ''));
  // In a path, every changed value leads to an item that does not exist.
  const unknown = tried.about === null ? undefined : causes.get(keyOf(finding, UNKNOWN, tried.about));
  return (
    simplerTries(tried.what)
      .map((what) => causes.get(keyOf(finding, what)))
      .find((cause) => cause !== undefined) ?? unknown
  );
}

/** Variations with a large integer, from the smallest to the largest. */
const SIZES = ['above-maximum', 'beyond-32-bits', 'beyond-53-bits', 'beyond-64-bits', 'enormous'];

/** Returns the names of the simpler variations. The name `''` means the call without a variation. */
function simplerTries(what: string): readonly string[] {
  const size = SIZES.indexOf(what);
  if (size !== -1) return ['', ...SIZES.slice(0, size)];
  const base = what.replace(/-(?:kept|two-bytes|four-bytes)$/, '');
  if (base === what) return [''];
  return what.endsWith('-four-bytes') ? ['', 'emoji', base, `${base}-two-bytes`] : ['', base];
}

const UNKNOWN = 'unknown';

function keyOf({ kind, operation, outcome = '' }: Finding, what: string, about: string | null = null): string {
  return JSON.stringify([kind, operation, what, outcome, about]);
}

/** Limits the memory for the findings of a recording in which every call fails. */
export interface FindingBounds {
  /** Returns true for the first findings of a cause, which get a reproduction. */
  readonly isShown: (finding: Finding) => boolean;
  /** Saves memory by storing equal texts only once, and by sharing findings that differ only in their step. */
  readonly share: (scenario: JudgedScenario) => JudgedScenario;
}

/** Maximum number of reproductions per cause, and of stored findings that differ only in their step. */
const MOST_SHOWN = 100;

/** Maximum number of distinct texts, and of distinct findings, in memory. */
const MOST_KEPT = 10_000;

export function createFindingBounds(): FindingBounds {
  const counts = new Map<string, number>();
  const texts = new Map<string, string>();
  const once = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined && texts.size < MOST_KEPT) texts.set(text, text);
    return known ?? text;
  };
  const share = shareFindings(once);
  return {
    isShown: ({ cause }) => {
      const count = (counts.get(cause) ?? 0) + 1;
      counts.set(cause, count);
      return count <= MOST_SHOWN;
    },
    share: (scenario) => {
      if (scenario.steps.every(({ findings }) => findings.length === 0)) return scenario;
      const steps = scenario.steps.map((step) => ({
        ...step,
        operation: step.operation === null ? null : once(step.operation),
        findings: step.findings.map(share),
      }));
      return { ...scenario, suite: once(scenario.suite), file: once(scenario.file), steps };
    },
  };
}

/** A text in place of the observed value, if a cause has too many different values. */
const ANOTHER = 'one of many different values (too many to list)';

function shareFindings(once: (text: string) => string): (finding: Finding) => Finding {
  const kept = new Map<string, { readonly finding: Finding; readonly count: number }>();
  const keep = (key: string, finding: Finding): Finding => {
    const { count, finding: last } = kept.get(key) ?? { count: 0, finding };
    if (count >= MOST_SHOWN) return last;
    const own = withSharedTexts(finding, once);
    kept.set(key, { finding: own, count: count + 1 });
    return own;
  };
  return (finding) => {
    if (finding.reproduction !== undefined) return withSharedTexts(finding, once);
    const { address: _, evidence, ...seen } = finding;
    const key = writeJson([seen, evidence.pointer, evidence.excerpt]);
    if (kept.has(key) || kept.size < MOST_KEPT) return keep(key, finding);
    const { fingerprint, cause, severity, outcome = '' } = finding;
    return keep([fingerprint, cause, severity, outcome].join('\0'), { ...finding, observed: ANOTHER });
  };
}

function withSharedTexts(finding: Finding, once: (text: string) => string): Finding {
  const { evidence } = finding;
  return {
    ...finding,
    cause: once(finding.cause),
    fingerprint: once(finding.fingerprint),
    expected: once(finding.expected),
    observed: once(finding.observed),
    ...(finding.outcome !== undefined && { outcome: once(finding.outcome) }),
    evidence: { ...evidence, pointer: once(evidence.pointer), excerpt: once(evidence.excerpt) },
  };
}
