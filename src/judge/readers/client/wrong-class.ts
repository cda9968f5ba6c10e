import type { CallOutcome, ErrorClass } from '../../../model/driver.ts';
import type { ClientSubject } from '../../client/subject.ts';
import type { PlayedError } from './read-errors.ts';

/** The expected and the actual class of an error. */
export interface WrongClass {
  readonly error: PlayedError;
  /** The class promised for exactly this status; null: any error class would be acceptable. */
  readonly promised: string | null;
  readonly expected: string;
  readonly observed: string;
}

/** Returns undefined if the error surfaces as the client promises. */
export function wrongClass(error: PlayedError, subject: ClientSubject): WrongClass | undefined {
  const { outcome } = error.call;
  const any = { error, promised: null };
  switch (outcome.kind) {
    case 'timed-out':
      return undefined;
    case 'returned':
      return { ...any, expected: 'an error', observed: 'the call returned without an error' };
    case 'exited':
      return outcome.code === 0
        ? { ...any, expected: 'an exit code other than 0', observed: 'exit code 0' }
        : undefined;
    case 'raised': {
      const promised = promisedClass(error.answer.status, subject);
      if (promised !== undefined && isA(outcome, promised)) return undefined;
      if (subject.surface.description.errors.length > 0 && !outcome.own)
        return { ...any, expected: "an error class of the client's own", observed: outcome.class };
      return promised === undefined ? undefined : { error, promised, expected: promised, observed: outcome.class };
    }
  }
}

/** The class that users are told to expect: by the client's file, otherwise by the documentation of its classes. */
function promisedClass(status: number, { client, surface }: ClientSubject): string | undefined {
  const said = client.errors[String(status)] ?? client.errors[`${Math.floor(status / 100)}xx`];
  return said ?? surface.description.errors.find((each) => saysStatus(each, status))?.class;
}

/** Matches text such as `Raised on 404.` or `5xx`. */
function saysStatus({ doc = '' }: ErrorClass, status: number): boolean {
  const words = doc.match(/\b[45](?:\d\d|xx|XX)\b/g) ?? [];
  return words.some((word) => word === String(status) || word.toLowerCase() === `${Math.floor(status / 100)}xx`);
}

function isA({ class: own, bases }: Extract<CallOutcome, { readonly kind: 'raised' }>, expected: string): boolean {
  const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  return [own, ...bases].some((name) => name === expected || last(name) === last(expected));
}
