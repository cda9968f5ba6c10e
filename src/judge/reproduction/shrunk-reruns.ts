import { type Address, withoutShrunk } from '../../model/address.ts';
import type { Finding } from '../../model/finding.ts';
import type { JudgedScenario } from '../../model/verdict.ts';

/** The smallest reproductions that reruns with fewer fields have shown. */
export interface Reruns {
  readonly add: (rerun: JudgedScenario) => void;
  /** The scenario with the smallest reproduction of each of its findings. */
  readonly shrink: (scenario: JudgedScenario) => JudgedScenario;
}

type Lines = readonly string[];

export function createReruns(): Reruns {
  /** Scenario and cause → lines. */
  const smallest = new Map<Address, Map<string, Lines>>();
  return {
    add: ({ address, steps }) => {
      const original = withoutShrunk(address);
      const known = smallest.get(original) ?? new Map<string, Lines>();
      smallest.set(original, known);
      for (const { fingerprint, reproduction } of steps.flatMap(({ findings }) => findings))
        if (isSmaller(reproduction, known.get(fingerprint))) known.set(fingerprint, reproduction);
    },
    shrink: (scenario) => {
      const known = smallest.get(scenario.address);
      if (known === undefined) return scenario;
      const shrink = (finding: Finding): Finding => {
        const reproduction = known.get(finding.fingerprint);
        return isSmaller(reproduction, finding.reproduction) ? { ...finding, reproduction } : finding;
      };
      return { ...scenario, steps: scenario.steps.map((step) => ({ ...step, findings: step.findings.map(shrink) })) };
    },
  };
}

function isSmaller(lines: Lines | undefined, than: Lines | undefined): lines is Lines {
  if (lines === undefined) return false;
  return than === undefined || (lines.at(-1)?.length ?? 0) < (than.at(-1)?.length ?? 0);
}
