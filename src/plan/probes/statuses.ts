import type { Contract, ResponseSpec } from '../../model/contract.ts';

/** What an operation's statuses say on one profile. */
export interface Statuses {
  readonly success: readonly number[];
  /** The request is not as it must be. */
  readonly refused: readonly number[];
  /** Declared by the operation itself: what it names is not there. Without a 404 it is a conflict. */
  readonly missing: readonly number[];
  readonly forbidden: readonly number[];
  readonly unauthorized: readonly number[];
  /** Everything that is declared but 5xx. */
  readonly any: readonly number[];
  /** The operation has a limit of its own: it may answer that at any time. */
  readonly limited: readonly number[];
  readonly specs: readonly ResponseSpec[];
}

const REFUSALS: ReadonlySet<number> = new Set([400, 411, 413, 414, 415, 422, 428, 431]);

export function readStatuses(contract: Contract, profile: string): Statuses {
  const specs = contract.responses.filter(({ profiles }) => profiles.includes(profile));
  const own = specs.filter(({ origin }) => origin === 'operation');
  const limited = numbers(own, (status) => status === 429);
  const missing = numbers(own, (status) => status === 404 || status === 410);
  const also = (statuses: readonly number[]) => (statuses.length === 0 ? [] : unique([...statuses, ...limited]));
  return {
    success: also(numbers(specs, (status) => status < 400)),
    refused: also(numbers(specs, (status) => REFUSALS.has(status))),
    missing: missing.length > 0 ? missing : numbers(own, (status) => status === 409),
    forbidden: numbers(own, (status) => status === 403),
    unauthorized: also(numbers(specs, (status) => status === 401)),
    any: numbers(specs, (status) => status < 500),
    limited,
    specs,
  };
}

/** For a valid call: any declared success; statuses only where a refusal may say something else too. */
export function successOr(statuses: Statuses, others: readonly number[] = []): readonly number[] {
  const extra = [...others, ...statuses.limited];
  return extra.length === 0 ? [] : unique([...statuses.success, ...extra]);
}

export function unique(statuses: readonly number[]): readonly number[] {
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function numbers(specs: readonly ResponseSpec[], test: (status: number) => boolean): readonly number[] {
  return unique(specs.map(({ status }) => status).filter(test));
}
