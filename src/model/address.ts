/** `suite/scenario`, and `suite/scenario/step`. */
export type Address = string;

/** `<step address>#<attempt>`, as `fire/same-key-replays/second#1`. Stable over shards, merges and reruns. */
export type ExchangeId = string;

/** Address of a step's clean-up: `fire/replays/order~cleanup`. */
export function cleanupAddress(step: Address): Address {
  return `${step}~cleanup`;
}

/** Address of a rerun of a scenario with fewer fields: `probe/all-fields~shrunk-3`. It is shown, and not counted. */
export function shrunkAddress(scenario: Address, number: number): Address {
  return `${scenario}~shrunk-${number}`;
}

export function isShrunk(scenario: Address): boolean {
  return SHRUNK.test(scenario);
}

/** The scenario that was run again; another address is returned as it is. */
export function withoutShrunk(scenario: Address): Address {
  return scenario.replace(SHRUNK, '');
}

const SHRUNK = /~shrunk-\d+$/;

/** `fire/replays` of `fire/replays/order` and of `fire/replays/order~cleanup`. */
export function scenarioOf(step: Address): Address {
  return step.slice(0, step.lastIndexOf('/'));
}
