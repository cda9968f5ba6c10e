import type { CallStep, Expectation } from '../../model/suite.ts';
import type { ScenarioDraft } from '../draft.ts';
import { callStep } from '../valid-call/choose-actor.ts';
import type { Probe } from './probe.ts';
import type { ProbeSubject } from './subject.ts';

/** A probe as a scenario: what it needs, then the call that shows it, `sent`. */
export function probeDraft({ contract }: ProbeSubject, name: string, probe: Probe): ScenarioDraft {
  const { says, base, change } = probe;
  return {
    suite: `probe.${contract.id}`,
    source: 'probe',
    profiles: [],
    setup: [],
    scenario: {
      name,
      summary: says,
      profiles: [],
      alone: false,
      steps: [...base.setup, ...(change.before ?? []), sentStep(contract, probe)],
      at: contract.at,
    },
  };
}

function sentStep(contract: ProbeSubject['contract'], { base, change, says, expect }: Probe): CallStep {
  const { as, auth, extra, raw } = change;
  const own = { as: base.as, ...(base.auth !== undefined && { auth: base.auth }) };
  const caller = as === undefined ? own : { as, ...(auth !== undefined && { auth }) };
  return {
    ...callStep(contract, { id: 'sent', with: change.with ?? base.with, caller }),
    ...(extra !== undefined && { extra }),
    ...(raw !== undefined && { raw }),
    invalid: change.keepsContract !== true,
    expect: expectation(says, expect),
  };
}

function expectation(says: string, { status, error, body, kind, field }: Probe['expect']): Expectation {
  return {
    status,
    headers: {},
    ...(error !== undefined && { error }),
    ...(body !== undefined && { body }),
    ...(kind !== undefined && { blame: { kind, says, ...(field !== undefined && { field }) } }),
  };
}
