import type { CallOutcome, ErrorClass } from '../../../model/driver.ts';
import type { ClientSubject } from '../../client/subject.ts';
import type { PlayedError } from './read-errors.ts';

export interface WrongClass {
  readonly error: PlayedError;
  /** The error class that the client should raise, or null if the client raised no class of its own. */
  readonly promised: string | null;
  readonly expected: string;
  readonly observed: string;
}

/** Returns undefined if the client raised the promised class. */
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
      const promised = promisedClass(error.answer.status, outcome.class, subject);
      if (promised !== undefined && isA(outcome, promised)) return undefined;
      if (subject.surface.description.errors.length > 0 && !outcome.own)
        return { ...any, expected: "one of the client's own error classes", observed: outcome.class };
      return promised === undefined ? undefined : { error, promised, expected: promised, observed: outcome.class };
    }
  }
}

/** Returns the class from the client file, or else the class whose documentation contains the status. */
function promisedClass(status: number, raised: string, { client, surface }: ClientSubject): string | undefined {
  const said = client.errors[String(status)] ?? client.errors[`${Math.floor(status / 100)}xx`];
  const { errors } = surface.description;
  // Considers only classes in the module of the raised class, if the documentation of one of these classes contains statuses.
  const beside = errors.filter((each) => moduleOf(each.class) === moduleOf(raised));
  const promising = beside.some((each) => statusWords(each).length > 0) ? beside : errors;
  return said ?? promising.find((each) => saysStatus(each, status))?.class;
}

function moduleOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function saysStatus(each: ErrorClass, status: number): boolean {
  return statusWords(each).some(
    (word) => word === String(status) || word.toLowerCase() === `${Math.floor(status / 100)}xx`,
  );
}

function statusWords({ doc = '' }: ErrorClass): readonly string[] {
  return doc.match(/\b[45](?:\d\d|xx|XX)\b/g) ?? [];
}

function isA({ class: own, bases }: Extract<CallOutcome, { readonly kind: 'raised' }>, expected: string): boolean {
  const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  return [own, ...bases].some((name) => name === expected || last(name) === last(expected));
}
