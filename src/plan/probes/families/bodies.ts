import { numberOf } from '../../../schema/shape.ts';
import type { Probe, ProbeExpectation, ProbeFamily } from '../probe.ts';
import type { ProbeSubject } from '../subject.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' } as const;

const BODIES = {
  empty: { body: '', what: 'an empty body' },
  'not-json': { body: '{"parity": ', what: 'a body that is not JSON' },
  list: { body: '[]', what: 'a list as the body' },
  text: { body: '"parity"', what: 'a text as the body' },
  number: { body: '7', what: 'a number as the body' },
  null: { body: 'null', what: 'null as the body' },
  'empty-object': { body: '{}', what: 'an empty object as the body' },
} as const;

/** Probes with an empty body, with a body that is not JSON, and with JSON that is not an object. */
export const bodies: ProbeFamily = (subject) => {
  const { contract, statuses } = subject;
  const inBody = contract.fields.filter(({ place }) => place.location === 'body');
  if (contract.content !== 'json' || inBody.length === 0 || statuses.refused.length === 0) return [];
  const refused: ProbeExpectation = { status: statuses.refused, kind: 'accepted-invalid' };
  const answered: ProbeExpectation = { status: statuses.any };
  const hasRequired = inBody.some(({ required }) => required);
  const isNeeded = contract.bodyRequired ?? hasRequired;
  const isWhole = inBody.some(({ whole }) => whole);
  const probe = (tries: keyof typeof BODIES, expect: ProbeExpectation) => bodyProbe(subject, tries, expect);
  return [
    probe('empty', isNeeded ? refused : answered),
    probe('not-json', refused),
    ...(isWhole
      ? []
      : [
          ...[probe('list', refused), probe('text', refused), probe('number', refused)],
          probe('null', hasRequired ? refused : answered),
        ]),
    ...(isWhole || hasRequired ? [] : [probe('empty-object', answered)]),
    ...enormousNumbers(subject),
  ];
};

function bodyProbe({ base }: ProbeSubject, tries: keyof typeof BODIES, expect: ProbeExpectation): Probe {
  const { body, what } = BODIES[tries];
  const says = `${what} ${expect.kind === undefined ? 'gets a response that the contract declares' : 'is rejected'}`;
  return { about: 'request-body', tries, says, base, change: { raw: { body, headers: JSON_TYPE } }, expect };
}

/** Writes the body as text, because JavaScript cannot store the number. */
function enormousNumbers(subject: ProbeSubject): readonly Probe[] {
  return subject.fields
    .filter(({ isTyped, parents, shape }) => isTyped && parents.length === 0 && isNumber(shape.types))
    .map((probed) => {
      const body = `{${JSON.stringify(probed.field.name)}: 1${'0'.repeat(400)}}`;
      const bounded = numberOf(probed.shape, 'maximum') !== undefined && subject.statuses.refused.length > 0;
      const expect: ProbeExpectation = bounded
        ? { status: subject.statuses.refused, kind: 'accepted-invalid', field: probed.field.name }
        : { status: subject.statuses.any };
      return {
        about: probed.field.name,
        tries: 'enormous',
        says: `a number with 401 digits for "${probed.field.name}" ${bounded ? 'is rejected' : 'gets a response that the contract declares'}`,
        base: subject.base,
        change: { raw: { body, headers: JSON_TYPE } },
        expect,
      };
    });
}

function isNumber(types: ReadonlySet<string> | undefined): boolean {
  return types?.has('integer') === true || types?.has('number') === true;
}
