import type { FindingKind } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CallStep, Confirmation, Extra, RawRequest, StepAuth } from '../../model/suite.ts';
import type { PlannedCall } from '../valid-call/plan-call.ts';
import type { Status } from './statuses.ts';
import type { ProbeSubject } from './subject.ts';

/** A valid call with one variation, and the expected response. */
export interface Probe {
  /** Name of the varied field. If the probe varies no field, a topic such as `call` or `method`. */
  readonly about: string;
  /** Name of the variation, independent of the seed. The scenario is named `about.tries`. */
  readonly tries: string;
  /** True for the quick set: the probes that find most problems with few calls. */
  readonly quick?: boolean;
  /** What the probe shows, in one line: `a call without "name" is rejected`. */
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
  /** Calls before the varied call. If the server rejects one of them, the varied call is not made. */
  readonly before?: readonly CallStep[];
  /** True if the varied call is valid according to the contract. The judge then also checks its request. */
  readonly keepsContract?: boolean;
}

export interface ProbeExpectation {
  /** Accepted statuses. An empty list means any declared success. */
  readonly status: readonly Status[];
  readonly error?: string;
  readonly body?: Json;
  /** Finding kind if the response is unexpected. If absent, the kind depends on what is unexpected in the response. */
  readonly kind?: FindingKind;
  readonly field?: string;
  readonly confirms?: Confirmation;
}

export type ProbeFamily = (subject: ProbeSubject) => readonly Probe[];
