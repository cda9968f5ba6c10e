import type { ResponseSpec, StatusClass } from './contract.ts';

/** Returns the responses that the contract declares for the status, otherwise for its class (`4XX`), otherwise `default`. */
export function responsesFor(specs: readonly ResponseSpec[], status: number): readonly ResponseSpec[] {
  const exact = specs.filter((spec) => spec.statusClass === undefined && spec.status === status);
  if (exact.length > 0) return exact;
  const ofClass = specs.filter(({ statusClass }) => statusClass === classOf(status));
  const stated = ofClass.filter(({ byDefault }) => byDefault !== true);
  return stated.length > 0 ? stated : ofClass;
}

function classOf(status: number): StatusClass {
  return `${Math.floor(status / 100)}XX` as StatusClass; // safe cast: HTTP has only five status classes
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Returns true if `wanted` is the status itself or the class of the status (`4XX` for 404). */
export function isStatus(wanted: number | StatusClass, status: number): boolean {
  return wanted === status || wanted === classOf(status);
}

/** Returns true if a step expects no status except 429. */
export function testsLimit(wanted: readonly (number | StatusClass)[]): boolean {
  return wanted.length > 0 && wanted.every((status) => status === TOO_MANY);
}

const TOO_MANY = 429;

export function statusOf({ status, statusClass }: ResponseSpec): number | StatusClass {
  return statusClass ?? status;
}

/** Returns the statuses in order and without duplicates. The class `4XX` comes after 499. */
export function sortStatuses(statuses: Iterable<number | StatusClass>): readonly (number | StatusClass)[] {
  return [...new Set(statuses)].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(status: number | StatusClass): number {
  return typeof status === 'number' ? status : Number(status[0]) * 100 + 99.5;
}

/** Returns the responses that a valid call may get. The response `default` counts only if no 2xx response is declared. */
export function successSpecs(specs: readonly ResponseSpec[]): readonly ResponseSpec[] {
  const successes = specs.filter(({ status }) => status < 400);
  const stated = successes.filter(({ byDefault }) => byDefault !== true);
  return stated.some(({ status }) => isSuccess(status)) ? stated : successes;
}
