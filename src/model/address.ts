/** Address of a scenario, `suite/scenario`, or of a step, `suite/scenario/step`. */
export type Address = string;

/** Id of an exchange: `<step address>#<attempt>`. Shards and reruns do not change the id. */
export type ExchangeId = string;

/** Returns the address of a step's cleanup, such as `fire/replays/order~cleanup`. */
export function cleanupAddress(step: Address): Address {
  return `${step}~cleanup`;
}

/** Returns the address of a rerun with fewer fields, such as `probe/all-fields~shrunk-3`. */
export function shrunkAddress(scenario: Address, number: number): Address {
  return `${scenario}~shrunk-${number}`;
}

export function isShrunk(scenario: Address): boolean {
  return SHRUNK.test(scenario);
}

const SHRUNK = /~shrunk-\d+$/;

/** Returns the address of a rerun that confirms a finding, such as `probe/all-fields~again`. */
export function repeatedAddress(scenario: Address): Address {
  return `${scenario}${AGAIN}`;
}

export function isRepeated(scenario: Address): boolean {
  return scenario.endsWith(AGAIN);
}

const AGAIN = '~again';

/** Removes the suffix of a rerun, such as `~again` or `~shrunk-3`. */
export function withoutRerun(scenario: Address): Address {
  return isRepeated(scenario) ? scenario.slice(0, -AGAIN.length) : scenario.replace(SHRUNK, '');
}

/** Returns `fire/replays` for `fire/replays/order` and for `fire/replays/order~cleanup`. */
export function scenarioOf(step: Address): Address {
  return step.slice(0, step.lastIndexOf('/'));
}

export function isGenerated(address: Address): boolean {
  return /^(?:probe|behavior)\./.test(address);
}

/** Returns `fire` for `fire/replays` and for `fire/replays/order`. */
export function suiteOf(address: Address): string {
  return address.split('/')[0] ?? address;
}

export function localName(address: Address): string {
  return address.slice(address.lastIndexOf('/') + 1);
}
