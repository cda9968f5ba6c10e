import type { Contract, ResponseSpec, StatusClass } from '../../model/contract.ts';
import { sortStatuses, statusOf, successSpecs } from '../../model/response-status.ts';

export type Status = number | StatusClass;

/** The statuses of an operation in one profile, by their meaning. */
export interface Statuses {
  readonly success: readonly Status[];
  /** Statuses that an invalid request may get. */
  readonly refused: readonly Status[];
  /** Statuses for an item that does not exist: 404 and 410, or else 409. */
  readonly missing: readonly Status[];
  readonly forbidden: readonly Status[];
  readonly unauthorized: readonly Status[];
  /** All declared statuses except 5xx. */
  readonly any: readonly Status[];
  /** The status 429, if the operation declares it. */
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
  const also = (statuses: readonly Status[]) => (statuses.length === 0 ? [] : sortStatuses([...statuses, ...limited]));
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

/** Returns the correct statuses of a valid call. An empty list means any declared success. */
export function successOr(statuses: Statuses, others: readonly Status[] = []): readonly Status[] {
  const extra = [...others, ...statuses.limited];
  return extra.length === 0 ? [] : sortStatuses([...statuses.success, ...extra]);
}

/** A declared class such as `4XX` is tested as the status 400. */
function statusesOf(specs: readonly ResponseSpec[], test: (status: number) => boolean): readonly Status[] {
  return sortStatuses(specs.filter(({ status }) => test(status)).map(statusOf));
}
