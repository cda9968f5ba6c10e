import type { Contract, ResponseSpec, StatusClass } from '../../model/contract.ts';
import { sortStatuses, statusOf, successSpecs } from '../../model/response-status.ts';

export type Status = number | StatusClass;

/** The statuses of an operation in one profile, by their meaning. */
export interface Statuses {
  readonly success: readonly Status[];
  /** Statuses that mean that the request is invalid. */
  readonly refused: readonly Status[];
  /**
   * Statuses that mean that the resource in the path does not exist. Only statuses that the operation itself declares
   * count. If the operation declares no 404, a conflict status is used.
   */
  readonly missing: readonly Status[];
  readonly forbidden: readonly Status[];
  readonly unauthorized: readonly Status[];
  /** All declared statuses except 5xx. */
  readonly any: readonly Status[];
  /** The status of a rate limit. An operation that has a limit may return this status at any time. */
  readonly limited: readonly Status[];
  readonly specs: readonly ResponseSpec[];
}

const REFUSALS: ReadonlySet<number> = new Set([400, 411, 413, 414, 415, 422, 428, 431]);

export function readStatuses(contract: Contract, profile: string): Statuses {
  const specs = contract.responses.filter(({ profiles }) => profiles.includes(profile));
  const own = specs.filter(({ origin }) => origin === 'operation');
  const exact = own.filter(({ statusClass }) => statusClass === undefined);
  const limited = statusesOf(exact, (status) => status === 429);
  const missing = statusesOf(exact, (status) => status === 404 || status === 410);
  const also = (statuses: readonly Status[]) => (statuses.length === 0 ? [] : unique([...statuses, ...limited]));
  return {
    success: also(sortStatuses(successSpecs(specs).map(statusOf))),
    refused: also(statusesOf(specs, (status) => REFUSALS.has(status))),
    missing: missing.length > 0 ? missing : statusesOf(exact, (status) => status === 409),
    forbidden: statusesOf(exact, (status) => status === 403),
    unauthorized: also(
      statusesOf(
        specs.filter(({ statusClass }) => statusClass === undefined),
        (status) => status === 401,
      ),
    ),
    any: statusesOf(specs, (status) => status < 500),
    limited,
    specs,
  };
}

/**
 * Returns the statuses for a valid call. This is any declared success, or a list of statuses if a rejection may also be
 * correct.
 */
export function successOr(statuses: Statuses, others: readonly Status[] = []): readonly Status[] {
  const extra = [...others, ...statuses.limited];
  return extra.length === 0 ? [] : unique([...statuses.success, ...extra]);
}

export function unique(statuses: readonly Status[]): readonly Status[] {
  return sortStatuses(statuses);
}

/** Returns the statuses of an operation. `4XX` means all statuses of the class, and counts as 400. */
function statusesOf(specs: readonly ResponseSpec[], test: (status: number) => boolean): readonly Status[] {
  return sortStatuses(specs.filter(({ status }) => test(status)).map(statusOf));
}
