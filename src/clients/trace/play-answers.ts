import type { Contract } from '../../model/contract.ts';
import type { OddAnswer } from '../../model/trace.ts';
import type { Tracing } from './trace-context.ts';

/** A client that waits after every error would wait after each of them. */
const MOST_TIMED_OUT = 3;

/** The base again, answered with each declared error and with what only a broken server or a proxy answers. */
export async function playAnswers({ session, values, base, contracts, profile }: Tracing): Promise<void> {
  const [first] = base.exchanges;
  const contract = first?.operation == null ? undefined : contracts.operations.get(first.operation);
  if (contract === undefined) return;
  let timedOut = 0;
  for (const answer of answersOf(contract, profile)) {
    if (timedOut >= MOST_TIMED_OUT) return;
    const { outcome } = await session.call(values, { kind: 'answer', answer });
    if (outcome.kind === 'timed-out') timedOut += 1;
  }
}

/** Each declared error status with its first code, a failure of the server, and answers that are no JSON. */
function answersOf({ responses }: Contract, profile: string): readonly OddAnswer[] {
  const errors = new Map<number, string>();
  for (const response of responses) {
    const [code] = response.errors;
    if (response.status < 400 || code === undefined || !response.profiles.includes(profile)) continue;
    if (!errors.has(response.status)) errors.set(response.status, code);
  }
  if (![...errors.keys()].some((status) => status >= 500)) errors.set(500, 'internal_error');
  return [
    ...[...errors].sort(([a], [b]) => a - b).map(([status, code]): OddAnswer => ({ kind: 'error', status, code })),
    { kind: 'not-json', status: 502 },
    { kind: 'empty', status: 503 },
    ...(responses.some(({ status }) => status === 304) ? [{ kind: 'not-modified' } as const] : []),
  ];
}
