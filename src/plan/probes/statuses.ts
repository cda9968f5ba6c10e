import type { Contract, ResponseSpec, StatusClass } from '../../model/contract.ts';
import { sortStatuses, statusOf, successSpecs } from '../../model/response-status.ts';

export type Status = number | StatusClass;

/** An operation's statuses on one profile, by meaning. */
export interface Statuses {
  readonly success: readonly Status[];
  /** The request is invalid. */
  readonly refused: readonly Status[];
  /** Declared by the operation itself: the named resource does not exist. Without a 404 it is a conflict. */
  readonly missing: readonly Status[];
  readonly forbidden: readonly Status[];
  readonly unauthorized: readonly Status[];
  /** Every declared status except 5xx. */
  readonly any: readonly Status[];
  /** The operation has a limit of its own, so it may return this at any time. */
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

/** For a valid call: any declared success; explicit statuses only if a rejection may also be valid. */
export function successOr(statuses: Statuses, others: readonly Status[] = []): readonly Status[] {
  const extra = [...others, ...statuses.limited];
  return extra.length === 0 ? [] : unique([...statuses.success, ...extra]);
}

export function unique(statuses: readonly Status[]): readonly Status[] {
  return sortStatuses(statuses);
}

/** `4XX` counts as its first status: a class of rejections covers any of them. */
function statusesOf(specs: readonly ResponseSpec[], test: (status: number) => boolean): readonly Status[] {
  return sortStatuses(specs.filter(({ status }) => test(status)).map(statusOf));
}
