import type { ResponseSpec, StatusClass } from './contract.ts';

/**
 * Returns the responses that are declared for a status. If no response is declared for this status, returns the
 * responses for its status class. If there are none, returns `default`.
 */
export function responsesFor(specs: readonly ResponseSpec[], status: number): readonly ResponseSpec[] {
  const exact = specs.filter((spec) => spec.statusClass === undefined && spec.status === status);
  if (exact.length > 0) return exact;
  const ofClass = specs.filter(({ statusClass }) => statusClass === classOf(status));
  const stated = ofClass.filter(({ byDefault }) => byDefault !== true);
  return stated.length > 0 ? stated : ofClass;
}

function classOf(status: number): StatusClass {
  return `${Math.floor(status / 100)}XX` as StatusClass; // HTTP has only five status classes
}

/** Returns true for a 2xx status. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Returns true if the declaration applies to the status: the same status, or the class of the status, such as `4XX`.
 */
export function isStatus(wanted: number | StatusClass, status: number): boolean {
  return wanted === status || wanted === classOf(status);
}

/**
 * Returns true if a 429 is the only expected status. A generated step may also expect a 429 because its operation
 * declares one. Such a step does not test the limit.
 */
export function testsLimit(wanted: readonly (number | StatusClass)[]): boolean {
  return wanted.length > 0 && wanted.every((status) => status === TOO_MANY);
}

const TOO_MANY = 429;

/** Returns the expectation that accepts every status to which the declared response applies. */
export function statusOf({ status, statusClass }: ResponseSpec): number | StatusClass {
  return statusClass ?? status;
}

/** Sorts statuses. Successes come first, and `4XX` comes after 404. */
export function sortStatuses(statuses: Iterable<number | StatusClass>): readonly (number | StatusClass)[] {
  return [...new Set(statuses)].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(status: number | StatusClass): number {
  return typeof status === 'number' ? status : Number(status[0]) * 100 + 99.5;
}

/**
 * Returns the responses that a valid call may get. If a 2xx response is declared, a `default` response counts as an
 * error.
 */
export function successSpecs(specs: readonly ResponseSpec[]): readonly ResponseSpec[] {
  const successes = specs.filter(({ status }) => status < 400);
  const stated = successes.filter(({ byDefault }) => byDefault !== true);
  return stated.some(({ status }) => isSuccess(status)) ? stated : successes;
}
