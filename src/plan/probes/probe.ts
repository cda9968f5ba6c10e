import type { FindingKind } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CallStep, Confirmation, Extra, RawRequest, StepAuth } from '../../model/suite.ts';
import type { PlannedCall } from '../valid-call/plan-call.ts';
import type { Status } from './statuses.ts';
import type { ProbeSubject } from './subject.ts';

/** A valid call with one variation, and the expected response. */
export interface Probe {
  /** Name of the varied field, or a topic such as `call` or `method`. */
  readonly about: string;
  /** Name of the variation. The name does not depend on the seed. */
  readonly tries: string;
  /** True for the quick set: the probes that find most problems with few calls. */
  readonly quick?: boolean;
  /** What the probe shows, such as `a call without "name" is rejected`. */
  readonly says: string;
  readonly base: PlannedCall;
  readonly change: Change;
  readonly expect: ProbeExpectation;
}

export interface Change {
  readonly with?: JsonObject;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly as?: string;
  readonly auth?: StepAuth;
  /** Calls before the varied call. If one of these calls fails, the varied call is skipped. */
  readonly before?: readonly CallStep[];
  /** True if the varied call is valid. The judge then also checks the request of the call. */
  readonly keepsContract?: boolean;
}

export interface ProbeExpectation {
  /** Accepted statuses. An empty list means any declared success. */
  readonly status: readonly Status[];
  readonly error?: string;
  readonly body?: Json;
  /** Replaces the usual kind of finding for an unexpected response. */
  readonly kind?: FindingKind;
  readonly field?: string;
  readonly confirms?: Confirmation;
}

export type ProbeFamily = (subject: ProbeSubject) => readonly Probe[];
