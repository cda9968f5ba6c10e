import type { FindingKind } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CallStep, Confirmation, Extra, RawRequest, StepAuth } from '../../model/suite.ts';
import type { PlannedCall } from '../valid-call/plan-call.ts';
import type { Status } from './statuses.ts';
import type { ProbeSubject } from './subject.ts';

/** One scenario of one operation: a call that differs from a good one in one thing, and what its answer must be. */
export interface Probe {
  /** The field or the topic that it is about. */
  readonly about: string;
  /** What is tried: with `about` the scenario's name, stable over seeds. */
  readonly tries: string;
  /** Part of the quick set: what finds most for one call. */
  readonly quick?: boolean;
  /** One line: `a call without "name" is refused`. */
  readonly says: string;
  /** The good call that it begins with. */
  readonly base: PlannedCall;
  readonly change: Change;
  readonly expect: ProbeExpectation;
}

/** How the last call differs from the good one. */
export interface Change {
  readonly with?: JsonObject;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly as?: string;
  readonly auth?: StepAuth;
  /** Calls put right before it. */
  readonly before?: readonly CallStep[];
  /** It keeps to the contract: the request's own conformance is judged. */
  readonly keepsContract?: boolean;
}

export interface ProbeExpectation {
  /** Empty: any success that is declared. */
  readonly status: readonly Status[];
  readonly error?: string;
  readonly body?: Json;
  /** What a mismatch is; absent: a mismatch of status, error or value. */
  readonly kind?: FindingKind;
  readonly field?: string;
  readonly confirms?: Confirmation;
}

export type ProbeFamily = (subject: ProbeSubject) => readonly Probe[];
