import { formatPointer, readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { matchJson } from '../../lib/match-json.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import type { ExchangeId } from '../../model/address.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { Confirmation } from '../../model/suite.ts';
import type { JudgedScenario, JudgedStep } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';
import { placeText, shortPlace } from '../readers/request-place.ts';
import type { Subject } from '../subject.ts';
import { causeId } from './cause-id.ts';

/** Finds fields that the server reads at an undeclared place, by comparing all responses of a run. */
export interface PlaceDiagnosis {
  readonly note: (subject: Subject, findings: readonly Finding[]) => void;
  /** Replaces the findings that a misread field causes with one finding about this field. */
  readonly apply: (scenarios: readonly JudgedScenario[]) => readonly JudgedScenario[];
}

/** Counts how the server responded to calls with and without the field. */
interface Reading {
  readonly contract: Contract;
  readonly field: string;
  taken: number;
  refused: number;
  /** Number of success responses that show the sent value of the field. */
  kept: number;
  /** Number of success responses that show a value other than the sent value. */
  lost: number;
  takenWithout: number;
  /** A successful call with the field only at an undeclared place. `shown`: the response contains the sent value. */
  elsewhere: { readonly place: Place; readonly status: number; readonly shown: boolean } | undefined;
}

/** Maximum number of exchanges in memory, because a recording may contain very many failed calls. */
const MOST_REMEMBERED = 10_000;

export function createPlaceDiagnosis(): PlaceDiagnosis {
  const readings = new Map<string, Reading>();
  /** For each exchange with findings, the names of the fields in its request. */
  const sent = new Map<ExchangeId, ReadonlySet<string>>();
  const readingOf = (contract: Contract, field: string): Reading => {
    const key = `${contract.id} ${field}`;
    const known = readings.get(key);
    if (known !== undefined) return known;
    const reading: Reading = { contract, field, ...NOTHING };
    readings.set(key, reading);
    return reading;
  };
  return {
    note: (subject, findings) => {
      const { exchange, contract } = subject;
      if (findings.length > 0 && sent.size < MOST_REMEMBERED) sent.set(exchange.id, namesSent(subject));
      const { confirms } = exchange.expect;
      if (exchange.phase !== 'step' || exchange.response === null || exchange.failure !== undefined) return;
      if (confirms !== undefined) return noteElsewhere(readingOf(contract, confirms.field), { subject, confirms });
      for (const field of Object.keys(exchange.asked.with)) noteDeclared(readingOf(contract, field), subject);
      if (isSuccess(exchange.response.status))
        for (const field of absentFields(subject)) readingOf(contract, field).takenWithout += 1;
    },
    apply: (scenarios) => {
      const misplaced = [...readings.values()].filter(({ elsewhere }) => elsewhere !== undefined);
      return misplaced.reduce((all, reading) => explain(all, { reading, sent }), scenarios);
    },
  };
}

const NOTHING = { taken: 0, refused: 0, kept: 0, lost: 0, takenWithout: 0, elsewhere: undefined };

function namesSent({ exchange: { asked, request } }: Subject): ReadonlySet<string> {
  return new Set([...Object.keys(asked.with), ...request.headers.map(([name]) => name.toLowerCase())]);
}

function absentFields({ contract, exchange }: Subject): readonly string[] {
  const required = contract.fields.filter((field) => field.required && field.place.location !== 'path');
  return required.map(({ name }) => name).filter((name) => !Object.hasOwn(exchange.asked.with, name));
}

interface Confirming {
  readonly subject: Subject;
  readonly confirms: Confirmation;
}

function noteElsewhere(reading: Reading, { subject, confirms }: Confirming): void {
  const status = subject.exchange.response?.status ?? 0;
  if (!isSuccess(status)) return;
  const shown =
    confirms.value === undefined ? holds(subject) : shownValue(subject, reading.field) === writeJson(confirms.value);
  if (shown || isRequired(reading)) reading.elsewhere = { place: confirms.place, status, shown };
}

function isRequired({ contract, field }: Reading): boolean {
  return contract.fields.some(({ name, required }) => name === field && required);
}

/** If the response has the expected body, the server probably read the field where the call sent it. */
function holds({ exchange, answer }: Subject): boolean {
  const { body } = exchange.expect;
  return body !== undefined && answer.body.kind === 'json' && matchJson(body, answer.body.value).length === 0;
}

function noteDeclared(reading: Reading, subject: Subject): void {
  const { exchange } = subject;
  const status = exchange.response?.status ?? 0;
  if (exchange.asked.invalid) return;
  if (status >= 400 && status < 500) reading.refused += 1;
  if (!isSuccess(status)) return;
  reading.taken += 1;
  const shown = shownValue(subject, reading.field);
  if (shown === undefined) return;
  if (shown === writeJson(exchange.asked.with[reading.field])) reading.kept += 1;
  else reading.lost += 1;
}

/** Returns, as JSON text, the value of the response member that has the name of the field. */
function shownValue({ answer, contract }: Subject, field: string): string | undefined {
  const name = contract.fields.find((each) => each.name === field)?.place.name.replace(/^\//, '') ?? field;
  const value = answer.body.kind === 'json' ? readPointer(answer.body.value, formatPointer([name])) : undefined;
  return value === undefined ? undefined : writeJson(value);
}

interface Explanation {
  readonly reading: Reading;
  readonly sent: ReadonlyMap<ExchangeId, ReadonlySet<string>>;
}

function explain(scenarios: readonly JudgedScenario[], explanation: Explanation): readonly JudgedScenario[] {
  const { reading } = explanation;
  if (!isMisread(reading, scenarios)) return scenarios;
  return scenarios.map((scenario) => {
    let isAfter = false;
    const steps = scenario.steps.map((step) => {
      const [first, ...others] = step.findings.filter(
        (finding) => isExplained(finding, explanation) || (isAfter && isConsequence(finding, scenario)),
      );
      if (first === undefined) return step;
      isAfter = true;
      const gone = new Set([first, ...others]);
      return { ...step, findings: [misread(first, reading), ...step.findings.filter((each) => !gone.has(each))] };
    });
    return isAfter ? { ...scenario, steps } : scenario;
  });
}

/** Returns true if the server reads the field only at an undeclared place. */
function isMisread(reading: Reading, scenarios: readonly JudgedScenario[]): boolean {
  const { taken, refused, kept, lost, takenWithout, elsewhere, contract, field } = reading;
  if (isRequired(reading)) return taken === 0 && refused > 0 && takenWithout === 0;
  if (elsewhere?.shown !== true || kept > 0) return false;
  const breaks = ({ findings }: JudgedStep) =>
    findings.some(
      (each) => each.kind === 'not-idempotent' && each.operation === contract.id && each.tried?.about === field,
    );
  return lost > 0 || scenarios.some(({ steps }) => steps.some(breaks));
}

function isExplained(finding: Finding, { reading, sent }: Explanation): boolean {
  const { contract, field, elsewhere } = reading;
  if (finding.operation !== contract.id || !isOfExpectation(finding)) return false;
  if (isRequired(reading) && finding.outcome === '4xx') return true;
  if (finding.tried != null) return finding.tried.about === field;
  const names = sent.get(finding.evidence.exchange);
  return names?.has(field) === true || names?.has(elsewhere?.place.name.toLowerCase() ?? '') === true;
}

/** A handwritten step may get an unexpected response because the server misread a field of an earlier call. */
function isConsequence(finding: Finding, { source }: JudgedScenario): boolean {
  return source === 'suite' && isOfExpectation(finding);
}

function isOfExpectation({ kind }: Finding): boolean {
  return KINDS[kind].mismatch === true || KINDS[kind].about === 'promise';
}

function misread(finding: Finding, reading: Reading): Finding {
  const { contract, field, elsewhere, refused, taken } = reading;
  const declared = contract.fields.find(({ name }) => name === field)?.place;
  if (declared === undefined || elsewhere === undefined) return finding;
  const { place, status } = elsewhere;
  const { location, name } = place;
  const effect =
    taken === 0 && refused > 0
      ? 'The server rejects calls that send the field at the declared place'
      : 'At the declared place, the field has no effect';
  const { tried: _, outcome: __, reproduction, ...rest } = finding;
  // only a reproduction of the operation itself shows clearly where the server reads the field
  const isDirect = reproduction !== undefined && finding.operation === contract.id;
  return {
    ...rest,
    kind: 'field-misplaced',
    cause: causeId('field-misplaced', [contract.id, field, `${location}-${name}`]),
    fingerprint: shortHash(['field-misplaced', contract.id, field, location, name, finding.where]),
    operation: contract.id,
    field,
    expected: `the server reads the field from ${placeText(shortPlace(declared))}`,
    observed: `the server reads the field from ${placeText(place)}: a call with the field only there returned ${status}${elsewhere.shown ? ' and took effect' : ''}. ${effect}`,
    places: { declared: shortPlace(declared), sent: place },
    ...(isDirect && { reproduction }),
  };
}
