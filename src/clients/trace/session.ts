import type { CallOutcome, MethodDescription } from '../../model/driver.ts';
import type { CallPurpose, ClientCall } from '../../model/trace.ts';
import { nestValues, type Values } from '../../surface/arguments-of.ts';
import type { Driver } from '../driver/driver-settings.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { withFileNames } from './made-up-file.ts';

/** One driver with its own recorder. Each request belongs to a call of this driver. */
export interface Lane {
  readonly driver: Driver;
  readonly recorder: Recorder;
  readonly scratch: string;
}

export interface Session {
  readonly method: MethodDescription;
  readonly calls: readonly ClientCall[];
  call(values: Values, purpose: CallPurpose): Promise<ClientCall>;
  /** Continues this session with a changed description of the method. */
  as(method: MethodDescription): Session;
}

export function openSession(
  client: string,
  method: MethodDescription,
  { driver, recorder, scratch }: Lane,
  calls: ClientCall[] = [],
): Session {
  const call = async (values: Values, purpose: CallPurpose): Promise<ClientCall> => {
    // Requests that the client sends while its driver starts do not belong to a call.
    if (await driver.ready()) await recorder.take();
    recorder.answer(purpose.kind === 'answer' ? purpose.answer : null);
    const withFiles = new Map([...values].map(([path, value]) => [path, withFileNames(value, scratch)]));
    const outcome = await driver.call(method.name, nestValues(withFiles, method), recorder.origin);
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
  return { method, calls, call, as: (other) => openSession(client, other, { driver, recorder, scratch }, calls) };
}

const MOST_TIMED_OUT = 3;

/** After several timeouts the session makes no further calls, because each such call lasts until the timeout. */
export function isExhausted({ calls }: Session): boolean {
  return calls.filter(({ outcome }) => outcome.kind === 'timed-out').length >= MOST_TIMED_OUT;
}

/** The arguments of a method are varied in at most this number of calls, because some methods have hundreds of arguments. */
const MOST_TRIES = 240;
const TRIES: ReadonlySet<CallPurpose['kind']> = new Set(['argument', 'together', 'pair', 'instead', 'form', 'forms']);

export function isSpent(session: Session): boolean {
  return isExhausted(session) || session.calls.filter(({ purpose }) => TRIES.has(purpose.kind)).length >= MOST_TRIES;
}

export function hasSent({ exchanges }: ClientCall): boolean {
  return exchanges.length > 0;
}

export function hasFailed(outcome: CallOutcome): boolean {
  return outcome.kind === 'exited' ? outcome.code !== 0 : outcome.kind !== 'returned';
}

export function outcomeText(outcome: CallOutcome): string {
  switch (outcome.kind) {
    case 'returned':
      return 'it returned';
    case 'raised':
      return `${outcome.class}: ${outcome.text}`;
    case 'exited':
      return outcome.stderr.trim() || outcome.stdout.trim() || `exit code ${outcome.code}`;
    case 'timed-out':
      return `the method did not end within ${outcome.afterMs} ms`;
  }
}
