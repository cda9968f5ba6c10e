import type { CallOutcome, MethodDescription } from '../../model/driver.ts';
import type { CallPurpose, ClientCall } from '../../model/trace.ts';
import { nestValues, type Values } from '../../surface/arguments-of.ts';
import type { Driver } from '../driver/driver-settings.ts';
import type { Recorder } from '../recorder/recorder.ts';

/** One driver with a recorder of its own: one call at a time, so that every request has its call. */
export interface Lane {
  readonly driver: Driver;
  readonly recorder: Recorder;
}

/** The calls of one method, kept as they were made. */
export interface Session {
  readonly method: MethodDescription;
  readonly calls: readonly ClientCall[];
  call(values: Values, purpose: CallPurpose): Promise<ClientCall>;
  /** The same session with a description that says more. */
  as(method: MethodDescription): Session;
}

/** `calls`: those that were made when less was known of the method. */
export function openSession(
  client: string,
  method: MethodDescription,
  { driver, recorder }: Lane,
  calls: ClientCall[] = [],
): Session {
  const call = async (values: Values, purpose: CallPurpose): Promise<ClientCall> => {
    // What a client sends while it is started and described belongs to no call.
    if (await driver.ready()) await recorder.take();
    recorder.answer(purpose.kind === 'answer' ? purpose.answer : null);
    const outcome = await driver.call(method.name, nestValues(values, method), recorder.origin);
    const made: ClientCall = {
      kind: 'call',
      id: `${client}/${method.name}#${calls.length + 1}`,
      method: method.name,
      purpose,
      arguments: Object.fromEntries(values),
      exchanges: await recorder.take(),
      outcome,
    };
    calls.push(made);
    return made;
  };
  return { method, calls, call, as: (other) => openSession(client, other, { driver, recorder }, calls) };
}

const MOST_TIMED_OUT = 3;

/** Its calls do not end, and each takes as long as the limit allows: no further one is worth that. */
export function isExhausted({ calls }: Session): boolean {
  return calls.filter(({ outcome }) => outcome.kind === 'timed-out').length >= MOST_TIMED_OUT;
}

export function hasSent({ exchanges }: ClientCall): boolean {
  return exchanges.length > 0;
}

/** The caller was told that something is wrong. */
export function hasFailed(outcome: CallOutcome): boolean {
  return outcome.kind === 'exited' ? outcome.code !== 0 : outcome.kind !== 'returned';
}

/** What the caller was told. */
export function outcomeText(outcome: CallOutcome): string {
  switch (outcome.kind) {
    case 'returned':
      return 'it returned';
    case 'raised':
      return `${outcome.class}: ${outcome.text}`;
    case 'exited':
      return outcome.stderr.trim() || outcome.stdout.trim() || `exit code ${outcome.code}`;
    case 'timed-out':
      return `no end after ${outcome.afterMs} ms`;
  }
}
